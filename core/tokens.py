"""Signed tokens (JWT, HS256): for what is proved by the token itself, without a row for each.

They are signed with a secret of the world: that of its seed, or else a random one that is made
with the first token and goes with a reset. A token of one dialect is none of another.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from polydesk.core import memory
from polydesk.core.desk import Desk
from polydesk.core.errors import Unauthenticated
from polydesk.core.models import World

_ALGORITHM = "HS256"
_SECRET = select(World.secret)


def issue(desk: Desk, dialect: str, claims: Mapping[str, Any], *, seconds: int | None) -> str:
    """A token of these claims and `iat`, good for so many seconds; None is for ever.

    The desk has to write where the world has neither signed anything nor a seed.
    """
    import jwt

    now = int(desk.now().timestamp())
    times = {"iat": now} if seconds is None else {"iat": now, "exp": now + seconds}
    key = find_key(desk, dialect) or make_key(desk, dialect)
    return jwt.encode({**claims, **times}, key, algorithm=_ALGORITHM)


def read(desk: Desk, dialect: str, token: str) -> dict[str, Any]:
    """The claims of a token that this world has signed for the dialect.

    Raises Unauthenticated for any other, and from the second of `exp` on.
    """
    import jwt

    key = find_key(desk, dialect)
    if key is None:
        raise Unauthenticated("no token was ever signed")
    try:
        claims = jwt.decode(
            token,
            key,
            algorithms=[_ALGORITHM],
            # times are judged below by the world's clock; a vendor's `sub` may be a number
            options={
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
                "verify_sub": False,
            },
        )
    except (jwt.InvalidTokenError, UnicodeError) as error:
        raise Unauthenticated(f"bad token: {error}") from None
    now = desk.now().timestamp()
    if "exp" in claims and now >= claims["exp"]:
        raise Unauthenticated("expired token")
    if now < claims["iat"]:
        raise Unauthenticated("token of the future")
    return claims


def find_key(desk: Desk, dialect: str) -> bytes | None:
    """What this world signs the dialect's tokens with; None where there is no secret yet."""
    secret = _secret(desk)
    return None if secret is None else _key(secret, dialect)


def make_key(desk: Desk, dialect: str) -> bytes:
    """As `find_key`, with a new secret where there is none; the desk has to write."""
    return _key(_secret(desk) or _make_secret(desk), dialect)


def _key(secret: str, dialect: str) -> bytes:
    return hmac.digest(secret.encode(), dialect.encode(), "sha256")


def _secret(desk: Desk) -> str | None:
    if desk.seed is not None:
        key = desk.seed.to_bytes(16, signed=True)
        return hashlib.blake2b(b"tokens", key=key, digest_size=32).hexdigest()
    return desk.recall("world secret", lambda: _read_secret(desk))


def _read_secret(desk: Desk) -> str | None:
    secret: str | None = desk.rows(_SECRET)[0].secret
    return secret


def _make_secret(desk: Desk) -> str:
    world = desk.session.get_one(World, 1, with_for_update=True)
    if world.secret is None:  # else somebody else was faster
        world.secret = desk.random_bytes(32).hex()
        memory.move(desk.session)
        desk.session.flush()
    return world.secret
