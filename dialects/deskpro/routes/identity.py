"""Who is calling, and what is here. Source: contract 9.1."""

from typing import Any

from flask import request

from polydesk.core.desk import Account, Desk
from polydesk.dialects.deskpro import sideload
from polydesk.dialects.deskpro.auth import DEVICE, DEVICE_SECONDS, TOKEN, issue
from polydesk.dialects.deskpro.envelope import whole
from polydesk.dialects.deskpro.paths import BASE
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes

_discover = Routes("helpdesk.discover", tag="Helpdesk", prefix=BASE, errors=(423,))
_me = Routes("auth.me", tag="Auth", prefix=BASE, errors=(401, 403))

BUILD = "2016.1"
UUID = "00000000-0000-4000-8000-000000000000"


@_discover.get("/helpdesk/discover", public=True, gives={"type": "object"})
def get(_: Desk) -> Any:
    """Say what is here, and where.

    Source: contract 9.1, row `/helpdesk/discover`.
    """
    return Answer(whole(discovered()))


def discovered() -> dict[str, Any]:
    """What is here; the URLs come from the host that was asked."""
    root = request.root_url
    return {
        "is_deskpro": True,
        "helpdesk_url": root,
        "base_api_url": f"{root.rstrip('/')}{BASE}/",
        "build": BUILD,
        "build_id": 1,
        "build_name": BUILD,
        "helpdesk_uuid": UUID,
        "is_cloud": False,
        "apps_oauth_proxy_url": None,
        "apps_http_proxy_url": None,
    }


@_me.get("/me", gives={"type": "object"})
def get_me(desk: Desk) -> Any:
    """Say who is calling, and what proves it.

    Source: contract 9.1, row `/me`.
    """
    assert desk.credential is not None
    assert desk.person_id is not None
    return Answer(
        whole(
            {
                "auth_method": "api_token" if desk.credential.kind == TOKEN else "api_key",
                "app_id": None,
                "person_id": desk.person_id,
                "person": sideload.one(desk, "person", desk.person_id),
            }
        )
    )


@_me.get("/me/profile", gives={"type": "object"})
def get_profile(desk: Desk) -> Any:
    """Show who is calling.

    Source: contract 9.1, row `/me/profile`.
    """
    assert desk.person_id is not None
    return Answer(whole(sideload.one(desk, "person", desk.person_id)))


@_me.get("/me/device-setup-token", writes=True, gives={"type": "object"})
def get_device_setup_token(desk: Desk) -> Any:
    """Make a code by which a device of the caller's gets a token, once and soon.

    Source: contract 2.4, row `/me/device-setup-token`.
    """
    assert isinstance(desk.actor, Account)
    code = issue(desk, desk.actor, DEVICE, seconds=DEVICE_SECONDS).partition(":")[2]
    return Answer(whole({"token": code}))


ROUTES = (_discover, _me)
