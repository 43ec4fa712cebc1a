"""Sessions, API keys, OAuth clients and links for guests. Source: contract 2."""

from typing import Any

from flask import Request

from polydesk.core import access, tokens
from polydesk.core.desk import Account, Actor, Caller, Desk, Machine
from polydesk.core.errors import Forbidden, Unauthenticated
from polydesk.core.models import Credential, Role
from polydesk.dialects.openhelpdesk.settings import DIALECT
from polydesk.kit import auth
from polydesk.kit.credentials import CredentialKind

COOKIE = "ohd_session"
BEARER, SESSION, GUEST = "bearer", "session", "guest"
"""The ways to prove who one is, as the document calls them."""
ACCOUNT = (BEARER, SESSION)
LINK = (*ACCOUNT, GUEST)
"""Where the link of a guest's ticket will do."""
KEY_PREFIX = "ohd_sk_"
PENDING = "pending"
"""The state of a session that waits for a code."""
ENROLL = "enroll"
"""The state of a session whose person has to enroll first."""
FULL = "full"

_MAY = {
    PENDING: frozenset({"auth-verify", "auth-logout"}),
    ENROLL: frozenset({"auth-verify", "auth-logout", "me-enroll", "me-confirm", "me-show"}),
}
"""What a session that is not full comes through to, by endpoint; `auth-verify` looks again.

Source: contract 2.3.
"""


def authenticate(request: Request, desk: Desk) -> Actor | None:
    """Who calls: a key or a token wins over the cookie, even a bad one. Source: contract 2.1."""
    secret = auth.bearer(request) or auth.scheme(request, "apikey")
    if secret is not None:
        return _by_key(desk, secret) if secret.startswith(KEY_PREFIX) else _by_token(desk, secret)
    cookie = auth.cookie(request, COOKIE)
    if cookie is None:
        return None
    holder = access.find_held(desk, DIALECT, "session", cookie)
    if holder is None:
        raise Unauthenticated("no such session")
    state = holder.credential.data.get("state", FULL)
    endpoint = (request.endpoint or "").rpartition(".")[2]
    if state in _MAY and endpoint not in _MAY[state]:
        raise Forbidden(f"session.{state}")
    desk.credential = holder.credential
    return holder.account


def _by_key(desk: Desk, secret: str) -> Actor:
    holder = access.find_held(desk, DIALECT, "api_key", secret)
    if holder is None:
        raise Unauthenticated("unknown or revoked API key, or its owner may not enter")
    desk.credential = holder.credential
    return holder.account


def _by_token(desk: Desk, token: str) -> Actor:
    """A client of OAuth2, as a machine that does what staff does. Source: contract 2.6."""
    claims = tokens.read(desk, DIALECT, token)
    client = access.find_by_ulid(desk, DIALECT, "oauth_client", str(claims.get("sub")))
    if client is None:
        raise Unauthenticated("the client is gone")
    desk.credential = client
    return Machine(client.name)


def guest_ticket_id(request: Request, desk: Desk) -> int | None:
    """The ticket that the link of a guest opens, by `Authorization: Guest` or `?token=`."""
    token = auth.scheme(request, "guest") or request.args.get("token", "")
    link = access.find(desk, DIALECT, "guest_link", token) if token else None
    return None if link is None else int(link.data["ticket"])


def staff(desk: Desk, **url: Any) -> dict[str, Any]:
    """For `at`: staff, admins and OAuth clients; raises Forbidden."""
    if not is_staff(desk.actor):
        raise Forbidden("staff")
    return url


def admin(desk: Desk, **url: Any) -> dict[str, Any]:
    """For `at`: admins, never OAuth clients; raises Forbidden."""
    if not isinstance(desk.actor, Account) or desk.actor.role is not Role.ADMIN:
        raise Forbidden("admin")
    return url


def person(desk: Desk, **url: Any) -> dict[str, Any]:
    """For `at`: people, not OAuth clients; raises Forbidden."""
    if not isinstance(desk.actor, Account):
        raise Forbidden("client")
    return url


def is_staff(actor: Actor | None) -> bool:
    """Whether somebody answers tickets."""
    return isinstance(actor, Machine) or (actor is not None and actor.role is not Role.USER)


def make_key(desk: Desk) -> str:
    """A fresh API key. Source: contract 2.5."""
    return KEY_PREFIX + desk.random_bytes(20).hex()


def make_secret(desk: Desk) -> str:
    """A fresh secret of a client, a session or a link."""
    return desk.random_bytes(32).hex()


def client_id(client: Credential | Caller) -> str:
    """The public name of an OAuth client."""
    return client.prefix or client.ulid.lower()


def _bearer(_: Credential, secret: str) -> tuple[str, str]:
    return "Authorization", f"Bearer {secret}"


def _basic(client: Credential, secret: str) -> tuple[str, str]:
    """How a client asks for a token."""
    import base64

    pair = base64.b64encode(f"{client_id(client)}:{secret}".encode()).decode()
    return "Authorization", f"Basic {pair}"


def _key_flaw(secret: str) -> str | None:
    good = secret.startswith(KEY_PREFIX) and len(secret) > len(KEY_PREFIX) and secret.isascii()
    return None if good and secret.isprintable() else f"must look like {KEY_PREFIX}<secret>"


def _secret_flaw(secret: str) -> str | None:
    good = len(secret) >= 16 and secret.isascii() and secret.isprintable()
    return None if good else "must be at least 16 printable ASCII characters"


api_key = CredentialKind(
    "api_key",
    make=make_key,
    prefix=lambda secret: secret[: len(KEY_PREFIX) + 4],
    header=_bearer,
    check=_key_flaw,
)
oauth_client = CredentialKind(
    "oauth_client", make=make_secret, prefix=lambda _: None, header=_basic, check=_secret_flaw
)
