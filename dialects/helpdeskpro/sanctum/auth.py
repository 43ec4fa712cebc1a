"""Tokens of people: `Authorization: Bearer <id>|<secret>`. Source: contract 1.2."""

import string
from typing import Final

from flask import Request

from polydesk.core import access
from polydesk.core.desk import Account, Actor, Desk
from polydesk.core.errors import Unauthenticated
from polydesk.core.models import Credential, Person
from polydesk.dialects.helpdeskpro.sanctum import settings
from polydesk.dialects.helpdeskpro.sanctum.settings import DIALECT
from polydesk.kit import auth
from polydesk.kit.credentials import CredentialKind
from polydesk.kit.limits import Limit

TOKEN: Final = "token"
RESET: Final = "reset"
"""The kind of what a mail brings to whom has forgotten a password."""
RESET_SECONDS = 3600
RESET_AGAIN_SECONDS = 60
"""How long one has to wait for the next such mail."""
PUBLIC = frozenset({"auth.login", "auth.register", "auth.forget", "auth.reset"})
"""The operations that share a limit of their own. Source: contract 1.8."""
_LENGTH = 48
_LETTERS = string.ascii_letters + string.digits


def authenticate(request: Request, desk: Desk) -> Actor | None:
    """Whose token it is. Raises Unauthenticated for one that is unknown, or of another id.

    The secret alone will do too. Source: contract 1.2, quirk of the framework.
    """
    sent = auth.bearer(request)
    if sent is None:
        return None
    id, pipe, secret = sent.partition("|")
    holder = access.find_held(desk, DIALECT, TOKEN, secret if pipe else sent)
    if holder is None or (pipe and str(holder.credential.id) != id):
        raise Unauthenticated("unknown token, or its owner may not enter")
    desk.credential = holder.credential
    return holder.account


def issue(desk: Desk, owner: Person | Account) -> str:
    """A new token of somebody, as it is sent; those before stay good."""
    secret = make_secret(desk)
    credential = access.issue(desk, dialect=DIALECT, kind=TOKEN, secret=secret, owner=owner)
    return written(credential.id, secret)


def written(id: int, secret: str) -> str:
    """A token as clients send it."""
    return f"{id}|{secret}"


def make_secret(desk: Desk) -> str:
    """48 letters and digits."""
    drawn = int.from_bytes(desk.random_bytes(_LENGTH))
    letters = []
    for _ in range(_LENGTH):
        drawn, at = divmod(drawn, len(_LETTERS))
        letters.append(_LETTERS[at])
    return "".join(letters)


def _header(credential: Credential, secret: str) -> tuple[str, str]:
    return "Authorization", f"Bearer {written(credential.id, secret)}"


def _flaw(secret: str) -> str | None:
    good = len(secret) >= 16 and secret.isascii() and secret.isalnum()
    return None if good else "must be at least 16 letters and digits"


CREDENTIALS = {
    TOKEN: CredentialKind(
        TOKEN, make=make_secret, prefix=lambda _: None, header=_header, check=_flaw
    )
}


def _address(_: Desk, address: str) -> str | None:
    return address


def _caller(desk: Desk, address: str) -> str | None:
    return address if desk.person_id is None else str(desk.person_id)


LIMITS = [
    Limit(
        "sign-ins",
        lambda desk: int(settings.of(desk, "sign_ins_a_minute")),
        60,
        _address,
        PUBLIC,
        first=True,
    ),
    Limit("calls", lambda desk: int(settings.of(desk, "calls_a_minute")), 60, _caller, first=True),
]
"""The tightest first. Source: contract 1.8."""
