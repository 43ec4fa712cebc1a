"""Basic and Bearer on every call, and the block of addresses that guess. Source: contract 3.

Beside a person's own password any number of further ones may be made for them, by scenarios and
the control plane: credentials of the kind `password`, which begin with `PREFIX`.
"""

import base64
import hashlib
import hmac
import threading
from datetime import timedelta
from functools import lru_cache
from typing import Any

from flask import Request

from polydesk.core import access, accounts, passwords, tokens
from polydesk.core.desk import Account, Actor, Desk
from polydesk.core.errors import Forbidden, Unauthenticated
from polydesk.core.models import Credential
from polydesk.dialects.desteksitesi import settings
from polydesk.dialects.desteksitesi.settings import DIALECT
from polydesk.kit import auth
from polydesk.kit.credentials import CredentialKind

COOKIE = "helpdesk_session"
"""What holds the token of who came by a sign-on link; good for web pages alone."""
PREFIX = "destek_"
_ALGORITHM = "HS256"
_KEPT = 1000
"""How many tokens are remembered for what they say, which takes a while to check."""
_lock = threading.Lock()


def authenticate(request: Request, desk: Desk) -> Actor | None:
    """Who calls. Raises Forbidden for a blocked address. Source: contract 3.1 to 3.8."""
    address = request.remote_addr or ""
    refuse_blocked(desk, address)
    pair = auth.basic(request)
    if pair is not None:
        return by_password(desk, *pair, address=address)
    token = auth.bearer(request)
    if token is not None:
        return by_token(desk, token)
    cookie = None if request.path.startswith("/api") else auth.cookie(request, COOKIE)
    return None if cookie is None else by_token(desk, cookie)


def by_password(desk: Desk, name: str, password: str, *, address: str) -> Account:
    """The person of a name and a password; a wrong pair counts against the address."""
    account = find(desk, name)
    good = _holds(desk, account, password)
    if account is None or not good:
        note_failure(desk, address)
        raise Unauthenticated("wrong user or password")
    forgive(desk, address)
    return account


def _holds(desk: Desk, account: Account | None, password: str) -> bool:
    """Whether a password is the account's own, or a further one of theirs; as slow for nobody."""
    if account is not None and password.startswith(PREFIX):
        holder = access.find_held(desk, DIALECT, "password", password)
        if holder is not None and holder.account.id == account.id:
            desk.credential = holder.credential
            return True
    return passwords.check(desk, account, password)


def find(desk: Desk, name: str) -> Account | None:
    """By username, else e-mail, else by what follows a backslash. Source: contract 3.3."""
    found = accounts.find_by_username(desk, name) or accounts.find_by_email(desk, name)
    if found is None and "\\" in name:
        found = accounts.find_by_username(desk, name.partition("\\")[2])
    return found


def refuse_blocked(desk: Desk, address: str) -> None:
    """Raise Forbidden for an address that has guessed too often. Source: contract 3.8.

    Failures are counted in memory: they must outlive the transaction that each of them ends.
    """
    failures = desk.memory.counts.get(_failures_of(address))
    if failures is None or failures[1] is None:
        return
    if desk.now() < failures[1]:
        raise Forbidden("address.blocked")
    forgive(desk, address)


def note_failure(desk: Desk, address: str) -> None:
    """Count a wrong password; the last one allowed blocks the address for a time."""
    if not settings.of(desk, "lockout"):
        return
    with _lock:
        count, _ = desk.memory.counts.get(_failures_of(address), (0, None))
        is_last = count + 1 >= settings.of(desk, "lockout_attempts")
        ends = timedelta(seconds=settings.of(desk, "lockout_seconds"))
        until = desk.now() + ends if is_last else None
        desk.memory.counts[_failures_of(address)] = (count + 1, until)


def forgive(desk: Desk, address: str) -> None:
    """Forget the failures of an address that has proved who it is."""
    desk.memory.counts.pop(_failures_of(address), None)


def _failures_of(address: str) -> tuple[str, str, str]:
    return (DIALECT, "failures", address)


def token(desk: Desk, account: Account) -> str:
    """A person's token: always the same while password and secret are. Source: contract 3.4, 3.5.

    The desk has to write where the world has no secret yet.
    """
    import jwt

    key = _key_of(desk) or tokens.make_key(desk, DIALECT)
    claims: dict[str, Any] = {"sub": account.id, "add": _state(key, account)}
    return jwt.encode(claims, key, algorithm=_ALGORITHM)


def by_token(desk: Desk, token: str) -> Account:
    """The person whose token it is. Raises Unauthenticated for a stale one, or none at all."""
    import jwt

    key = _key_of(desk)
    if key is None:
        raise Unauthenticated("no token was ever signed")
    try:
        claims = _claims(token, key)
    except (jwt.InvalidTokenError, UnicodeError) as error:
        raise Unauthenticated(f"bad token: {error}") from None
    id, state = claims.get("sub"), claims.get("add")
    account = accounts.find(desk, id) if type(id) is int else None
    if account is None or not account.may_enter:
        raise Unauthenticated("whose token it is is gone")
    if not isinstance(state, str) or not hmac.compare_digest(state, _state(key, account)):
        raise Unauthenticated("the password has changed")
    return account


@lru_cache(_KEPT)
def _claims(token: str, key: bytes) -> dict[str, Any]:
    """What a token says that is signed with the key. Raises what PyJWT does, each time anew."""
    import jwt

    claims: dict[str, Any] = jwt.decode(
        token,
        key,
        algorithms=[_ALGORITHM],
        options={"verify_sub": False, "verify_iat": False, "verify_exp": False},
    )
    return claims


def _state(key: bytes, account: Account) -> str:
    """64 hex digits that change with the password."""
    text = f"{account.id}:{account.password_hash or ''}"
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _key_of(desk: Desk) -> bytes | None:
    """What tokens are signed with: the shared secret, or where none is set the world's own."""
    shared: str = settings.of(desk, "shared_secret")
    return shared.encode() if shared else tokens.find_key(desk, DIALECT)


def _make(desk: Desk) -> str:
    return PREFIX + desk.random_bytes(20).hex()


def _header(credential: Credential, secret: str) -> tuple[str, str]:
    name = credential.owner.shown_username if credential.owner else ""
    return "Authorization", f"Basic {base64.b64encode(f'{name}:{secret}'.encode()).decode()}"


def _check(secret: str) -> str | None:
    good = len(secret) > len(PREFIX) and secret.startswith(PREFIX) and secret.isprintable()
    return None if good else f"must begin with {PREFIX}"


CREDENTIALS = {
    "password": CredentialKind(
        "password", _make, lambda secret: secret[: len(PREFIX) + 4], _header, _check
    )
}
