"""Who is calling, and what is here. Source: contract 9.1."""

from typing import Any

from flask import request

from polydesk.core.desk import Desk
from polydesk.dialects.deskpro.envelope import whole
from polydesk.dialects.deskpro.paths import BASE
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes

_discover = Routes("helpdesk.discover", tag="Helpdesk", prefix=BASE)

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


ROUTES = (_discover,)
