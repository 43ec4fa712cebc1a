"""Tokens: exchanged for a password, handed to a browser or to a device. Source: contract 2.4."""

from collections.abc import Mapping
from typing import Any

from flask import Response, request

from polydesk.core import access, accounts, addresses, passwords
from polydesk.core.desk import Account, Desk
from polydesk.core.errors import NotFound, Unauthenticated
from polydesk.dialects.deskpro import auth, pages
from polydesk.dialects.deskpro.auth import COOKIE, DEVICE, SESSION, SESSION_SECONDS
from polydesk.dialects.deskpro.envelope import INVALID_CREDENTIALS, bare, whole
from polydesk.dialects.deskpro.paths import BASE, root
from polydesk.dialects.deskpro.routes.identity import discovered
from polydesk.dialects.deskpro.schemas import tokens as schemas
from polydesk.dialects.deskpro.settings import DIALECT
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes

_routes = Routes("auth.api_tokens", tag="Auth", prefix=BASE)

_SOURCES: Mapping[int, str] = {1: "agent", 2: "user"}
"""Where people sign in, by id: one place for agents alone, one for everybody."""
_SOURCE = "/api_tokens/user_sources"
_HTML = ("text/html",)


@_routes.route(
    "POST PUT",
    "/api_tokens",
    public=True,
    json=schemas.Signing(),
    gives=schemas.Token(),
    status=201,
    errors=(400, 401),
)
def post(desk: Desk, json: dict[str, Any]) -> Any:
    """Exchange an e-mail address, or a user name, and a password for a token.

    Source: contract 2.4.
    """
    made = _handed(desk, _signed_in(desk, **json))
    id = made["token"].partition(":")[0]
    headers = {"Location": f"{_api()}/api_tokens/{id}", "Cache-Control": "no-store"}
    return Answer(whole(made), 201), headers


def _signed_in(desk: Desk, email: str, password: str) -> Account:
    """Who signs in so. Raises Unauthenticated, after the same while for everybody."""
    owner = addresses.find(desk, email)
    named = None if owner is None else accounts.find(desk, owner.id)
    account = named or accounts.find_by_username(desk, email)
    if not passwords.check(desk, account, password) or account is None:
        raise Unauthenticated(INVALID_CREDENTIALS)
    return account


def _handed(desk: Desk, person: Account) -> dict[str, Any]:
    """A new token of somebody's, in the vendor's keys."""
    return {"person_id": person.id, "token": auth.issue(desk, person)}


def _api() -> str:
    return f"{root()}{BASE}"


def _source(_: Desk, id: int, **more: Any) -> Mapping[str, Any]:
    """For `at`: a source by its id."""
    if id not in _SOURCES:
        raise NotFound("user_source", id)
    return {"id": id, **more}


def _shown(id: int) -> dict[str, Any]:
    """A source in the vendor's keys."""
    return {
        "id": id,
        "title": f"Deskpro ({_SOURCES[id]}s)",
        "type": _SOURCES[id],
        "source_type": "deskpro",
        "display_type": "form",
        "display_order": id * 10,
        "display_options": {"login_url": f"{_api()}{_SOURCE}/{id}/login?format=default"},
        "is_enabled": True,
    }


@_routes.get(
    f"{_SOURCE}/<kind>",
    aliases=(f"{_SOURCE}/<kind>.json",),
    public=True,
    gives=schemas.Source(many=True),
    errors=(404,),
)
def list_sources(_: Desk, kind: str) -> Any:
    """List where agents, or users, sign in.

    Source: contract 2.4, row `/api_tokens/user_sources/{agent|user}`.
    """
    if kind not in _SOURCES.values():
        raise NotFound("user_sources")
    return [_shown(id) for id, whose in _SOURCES.items() if whose == kind]


@_routes.get(f"{_SOURCE}/<int:id>", public=True, at=_source, gives=schemas.Source(), errors=(404,))
def get_source(_: Desk, id: int) -> Any:
    """Show where people sign in.

    Source: contract 2.4, row `/api_tokens/user_sources/{agent|user}`.
    """
    return _shown(id)


@_routes.get(
    f"{_SOURCE}/<int:id>/login",
    public=True,
    at=_source,
    gives=bare({"type": "string"}),
    media_types=_HTML,
    errors=(404,),
)
def get_login(_: Desk, id: int) -> Any:
    """Show the page on which people sign in.

    Source: contract 2.4, row `/api_tokens/user_sources/{id}/login`.
    """
    return pages.login(_callback(id))


def _callback(id: int) -> str:
    return f"{_api()}{_SOURCE}/{id}/callback/default"


@_routes.post(
    f"{_SOURCE}/<int:id>/callback/<format>",
    public=True,
    at=_source,
    form=schemas.SignedForm(),
    gives=bare({"type": "string"}),
    media_types=_HTML,
    errors=(400, 401, 403, 404),
)
def post_callback(desk: Desk, id: int, form: Mapping[str, str], **_: str) -> Any:
    """Sign somebody in who has filled in the form, and hand a token over to their app.

    The page's script calls `sendPayload({"token": …, "person_id": …})`.

    Source: contract 2.4, row `/api_tokens/user_sources/{id}/callback/{format}`.
    """
    try:
        person = _signed_in(desk, **form)
    except Unauthenticated as refusal:
        return pages.login(_callback(id), email=form["email"], said=refusal.reason, status=401)
    if not _may_come(id, person):
        return pages.login(_callback(id), email=form["email"], said="Access Denied", status=403)
    page = pages.handed_over(_handed(desk, person))
    _remember(page, auth.issue(desk, person, SESSION, seconds=SESSION_SECONDS))
    return page


def _may_come(id: int, person: Account) -> bool:
    return _SOURCES[id] == "user" or auth.is_agent(person)


def _remember(page: Response, session: str) -> None:
    page.set_cookie(
        COOKIE,
        session,
        max_age=SESSION_SECONDS,
        path=f"{request.root_path}{BASE}/api_tokens",
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )


@_routes.get(
    f"{_SOURCE}/<int:id>/callback/<format>",
    public=True,
    security=("", "session"),
    at=_source,
    writes=True,
    gives=bare({"type": "string"}),
    media_types=_HTML,
    errors=(401, 403, 404),
)
def get_callback(desk: Desk, id: int, **_: str) -> Any:
    """Hand a token over to the app of somebody who has signed in with this browser.

    Source: contract 2.4, row `/api_tokens/user_sources/{id}/callback/{format}`.
    """
    person = _with_session(desk)
    if not _may_come(id, person):
        return pages.login(_callback(id), said="Access Denied", status=403)
    return pages.handed_over(_handed(desk, person))


def _with_session(desk: Desk) -> Account:
    """Who has signed in with this browser. Raises Unauthenticated."""
    held = desk.credential is not None and desk.credential.kind == SESSION
    if not held or not isinstance(desk.actor, Account):
        raise Unauthenticated
    return desk.actor


@_routes.get("/api_tokens/session", writes=True, gives=schemas.Token(), errors=(401, 403))
def get_session(desk: Desk) -> Any:
    """Make a token for somebody who has signed in with this browser.

    Source: contract 2.4, row `/api_tokens/session`.
    """
    return Answer(whole(_handed(desk, _with_session(desk)))), {"Cache-Control": "no-store"}


@_routes.get(
    "/api_tokens/device_setup/<code>",
    public=True,
    writes=True,
    gives={"type": "object"},
    errors=(404,),
)
def get_device_setup(desk: Desk, code: str) -> Any:
    """Exchange a code for a token, once.

    Source: contract 2.4, row `/api_tokens/device_setup/{auth}`.
    """
    held = access.find_held(desk, DIALECT, DEVICE, code)
    if held is None:
        raise NotFound("device_setup")
    access.revoke(desk, access.get(desk, DIALECT, DEVICE, held.credential.ulid))
    given = {**_handed(desk, held.account), "discover": discovered()}
    return Answer(whole(given)), {"Cache-Control": "no-store"}


ROUTES = (_routes,)
