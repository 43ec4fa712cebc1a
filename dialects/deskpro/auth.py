"""Keys and tokens, what keys may do, and in whose name. Source: contract 2."""

import re
import string
from collections.abc import Iterable
from functools import lru_cache

from flask import Request
from werkzeug.exceptions import Locked

from polydesk.core import access, accounts
from polydesk.core.desk import Account, Actor, Caller, Desk
from polydesk.core.errors import Forbidden, Unauthenticated
from polydesk.core.models import Credential, Role
from polydesk.dialects.deskpro import settings
from polydesk.dialects.deskpro.envelope import BAD_KEY, BAD_TOKEN
from polydesk.dialects.deskpro.settings import DIALECT
from polydesk.kit.credentials import CredentialKind
from polydesk.kit.limits import Limit

KEY, TOKEN = "key", "token"
AGENT_HEADER = "X-DeskPRO-Agent-ID"
_SECRET_LENGTH = 25
_LETTERS = string.ascii_uppercase + string.digits
_FOR_ALL = ("auth.",)
"""The tags of what people who are no agents may call."""


def authenticate(request: Request, desk: Desk) -> Actor | None:
    """Who calls, if the helpdesk is online. Source: contract 2.1 to 2.5.

    Raises Unauthenticated, Forbidden for what a key or its agent may not, and Locked while offline.
    """
    if settings.of(desk, "offline"):
        raise Locked
    kind, secret = _sent(request)
    if kind is None:
        return None
    tag = tag_of(request)
    account = _by_key(request, desk, secret, tag) if kind == KEY else _by_token(desk, secret)
    if tag and account.role is Role.USER and not tag.startswith(_FOR_ALL):
        raise Forbidden("agent")
    return account


def _sent(request: Request) -> tuple[str | None, str]:
    """The kind of what is sent, and `ID:SECRET`; bare, it is a key. None for nothing of ours."""
    given = request.headers.get("Authorization", "").strip()
    scheme, _, rest = given.partition(" ")
    if not rest:
        return (KEY, given) if ":" in given else (None, "")
    kind = {"key": KEY, "token": TOKEN, "bearer": TOKEN}.get(scheme.lower())
    return (kind, rest.strip()) if ":" in rest or scheme.lower() == "bearer" else (None, "")


def _found(desk: Desk, kind: str, sent: str) -> Caller | None:
    id, colon, secret = sent.partition(":")
    found = access.find(desk, DIALECT, kind, secret if colon else sent)
    return found if found is not None and (not colon or str(found.id) == id.strip()) else None


def _by_key(request: Request, desk: Desk, sent: str, tag: str | None) -> Account:
    """The agent that a key acts as. Source: contract 2.3."""
    key = _found(desk, KEY, sent)
    if key is None:
        raise Unauthenticated(BAD_KEY)
    chosen = request.headers.get(AGENT_HEADER, "").strip()
    if key.data.get("superuser") and chosen:
        agent = (
            accounts.find(desk, int(chosen)) if chosen.isdecimal() and len(chosen) < 19 else None
        )
        if agent is None or not is_agent(agent):
            raise Forbidden("agent")
    else:
        agent = None if key.owner_id is None else accounts.find(desk, key.owner_id)
        if agent is None or not is_agent(agent):
            raise Unauthenticated(BAD_KEY)
    desk.credential = key
    if tag is not None and not allows(str(key.data.get("tags", "*")), tag):
        raise Forbidden(tag)
    return agent


def _by_token(desk: Desk, sent: str) -> Account:
    """The person that a token was given to. Source: contract 2.4."""
    token = _found(desk, TOKEN, sent)
    owner = None if token is None or token.owner_id is None else accounts.find(desk, token.owner_id)
    if token is None or owner is None or not owner.may_enter:
        raise Unauthenticated(BAD_TOKEN)
    desk.credential = token
    return owner


def is_agent(account: Account) -> bool:
    """Whether somebody is an agent who is active."""
    return account.role is not Role.USER and account.may_enter


def tag_of(request: Request) -> str | None:
    """The tag of the endpoint that is called, `tickets.messages.list`; None where there is none."""
    name = (request.endpoint or "").rpartition(".")[2]
    stem, _, view = name.rpartition("-")
    return f"{stem.replace('-', '.')}.{view.partition('_')[0]}" if stem else None


@lru_cache(1000)
def allows(patterns: str, tag: str) -> bool:
    """Whether one of a key's patterns matches, and none that begins with `-`.

    Source: contract 2.5.
    """
    given = [pattern.strip() for pattern in patterns.split(",")]
    good = [pattern for pattern in given if pattern and not pattern.startswith("-")]
    bad = [pattern[1:].strip() for pattern in given if pattern.startswith("-")]
    return _matches(good, tag) and not _matches(bad, tag)


def _matches(patterns: Iterable[str], tag: str) -> bool:
    return any(re.fullmatch(re.escape(one).replace(r"\*", ".*"), tag) for one in patterns)


def _make_secret(desk: Desk) -> str:
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in desk.random_bytes(_SECRET_LENGTH))


def _secret_flaw(secret: str) -> str | None:
    good = secret.isascii() and secret.isprintable() and not set(" :,") & set(secret)
    return (
        None
        if good and len(secret) >= 8
        else "must be at least 8 printable characters, no : , or blank"
    )


def sent_by(kind: str, credential: Credential, secret: str) -> str:
    """What a client sends: `key 1:SECRET`."""
    return f"{kind} {credential.id}:{secret}"


def _kind(name: str) -> CredentialKind:
    return CredentialKind(
        name,
        make=_make_secret,
        prefix=lambda _: None,
        header=lambda credential, secret: ("Authorization", sent_by(name, credential, secret)),
        check=_secret_flaw,
    )


def issue_token(desk: Desk, owner: Account) -> str:
    """A new API token of somebody's, as clients echo it: `18:BZWWGQ58QDX8H5B4W4RAJ978Q`."""
    secret = _make_secret(desk)
    token = access.issue(desk, dialect=DIALECT, kind=TOKEN, secret=secret, owner=owner)
    return f"{token.id}:{secret}"


def _of_key(desk: Desk, _: str) -> str | None:
    return str(desk.credential.id) if desk.credential and desk.credential.kind == KEY else None


def _most(name: str) -> "Limit":
    seconds = {"hourly_limit": 3600, "daily_limit": 86400}[name]

    def count(desk: Desk) -> int | None:
        most = desk.credential.data.get(name) if desk.credential else None
        return most if isinstance(most, int) else None

    return Limit(name, count, seconds, _of_key)


CREDENTIALS = {KEY: _kind(KEY), TOKEN: _kind(TOKEN)}
LIMITS = [_most("hourly_limit"), _most("daily_limit")]
"""Source: contract 2.6."""
