"""Keys and tokens, what keys may do, and in whose name. Source: contract 2."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import lru_cache

from flask import Request
from werkzeug.exceptions import Locked

from polydesk.core import access, accounts
from polydesk.core.desk import Account, Actor, Caller, Desk
from polydesk.core.errors import Forbidden, Unauthenticated
from polydesk.core.models import Credential, Role
from polydesk.dialects.deskpro import settings
from polydesk.dialects.deskpro.envelope import BAD_KEY, BAD_TOKEN
from polydesk.dialects.deskpro.fields import whole
from polydesk.dialects.deskpro.letters import spelled
from polydesk.dialects.deskpro.paths import BASE, MALFORMED
from polydesk.dialects.deskpro.settings import DIALECT
from polydesk.kit import auth
from polydesk.kit.credentials import CredentialKind
from polydesk.kit.limits import Limit
from polydesk.kit.problem import Malformed
from polydesk.kit.routes import Operation

KEY, TOKEN, SESSION, DEVICE = "key", "token", "session", "device"
DEVICE_SECONDS = 600
"""For how long a device may be set up with a code."""
SESSION_SECONDS = 86400
"""For how long somebody who has signed in with a browser stays so."""
COOKIE = "deskpro_session"
AGENT_HEADER = "X-DeskPRO-Agent-ID"
_SECRET_LENGTH = 25
_FOR_ALL = ("auth.",)
"""The tags of what people who are no agents may call begin so."""
_FOR_SESSIONS = frozenset({"auth.api_tokens.get_session"})
"""The endpoints for who has signed in with a browser, and for nobody else."""


def authenticate(request: Request, desk: Desk) -> Actor | None:
    """Who calls, if the helpdesk is online. Source: contract 2.1 to 2.4.

    Raises Unauthenticated, Forbidden for whom no key may act as, and Locked while offline.
    """
    if settings.of(desk, "offline") and f"{request.path}/".startswith(f"{BASE}/"):
        raise Locked
    kind, secret = _sent(request)
    if kind == KEY:
        return _by_key(request, desk, secret)
    if kind == TOKEN:
        return _by_holder(desk, TOKEN, secret)
    return _by_session(request, desk)


def admits(request: Request, desk: Desk, operation: Operation) -> None:
    """Refuse who may not call an endpoint, and a query that could not be read.

    Source: contract 2.5 and 5.4.
    """
    tag, key = tag_of(operation), desk.credential
    assert key is not None, "whoever is known came with a credential"
    if key.kind not in modes_of(operation):
        raise Forbidden(tag)
    if key.kind == KEY and not allows(str(key.data.get("tags", "*")), tag):
        raise Forbidden(tag)
    if getattr(desk.actor, "role", None) is Role.USER and not tag.startswith(_FOR_ALL):
        raise Forbidden(tag)
    if MALFORMED in request.environ:
        raise Malformed(request.environ[MALFORMED])


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


def _by_key(request: Request, desk: Desk, sent: str) -> Account:
    """The agent that a key acts as. Source: contract 2.3."""
    key = _found(desk, KEY, sent)
    if key is None:
        raise Unauthenticated(BAD_KEY)
    chosen = request.headers.get(AGENT_HEADER, "").strip()
    if key.data.get("superuser") and chosen:
        agent = accounts.find(desk, whole(chosen) or 0)
        if agent is None or not is_agent(agent):
            raise Forbidden("agent")
    else:
        agent = None if key.owner_id is None else accounts.find(desk, key.owner_id)
        if agent is None or not is_agent(agent):
            raise Unauthenticated(BAD_KEY)
    desk.credential = key
    return agent


def _by_holder(desk: Desk, kind: str, sent: str) -> Account:
    """The person that a token was given to, or who has signed in. Source: contract 2.4."""
    found = _found(desk, kind, sent)
    owner = None if found is None or found.owner_id is None else accounts.find(desk, found.owner_id)
    if found is None or owner is None or not owner.may_enter or _is_older(found, owner):
        raise Unauthenticated(BAD_TOKEN)
    desk.credential = found
    return owner


def _is_older(token: Caller, owner: Account) -> bool:
    """Whether the password has become another one since, through any dialect."""
    changed = owner.password_changed_at
    return changed is not None and token.created_at < changed


def _by_session(request: Request, desk: Desk) -> Account | None:
    """Who has signed in with this browser; None for nobody, or not any more."""
    sent = auth.cookie(request, COOKIE)
    if sent is None:
        return None
    try:
        return _by_holder(desk, SESSION, sent)
    except Unauthenticated:
        return None


def is_agent(account: Account) -> bool:
    """Whether somebody is an agent who is active."""
    return account.role is not Role.USER and account.may_enter


def tag_of(operation: Operation) -> str:
    """The tag of an endpoint, `tickets.messages.list`. Source: contract 2.5.

    What is shown in several places has one tag: `tickets.tickets_of_people` are `tickets.tickets`.
    """
    stem, _, view = operation.name.rpartition(".")
    return f"{stem.partition('_of_')[0]}.{view.partition('_')[0]}"


def modes_of(operation: Operation) -> Sequence[str]:
    """The ways of proving who one is that an endpoint takes. Source: contract 2.5."""
    return (SESSION,) if operation.name in _FOR_SESSIONS else (KEY, TOKEN)


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
    return spelled(desk.random_bytes(_SECRET_LENGTH))


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


def issue(desk: Desk, owner: Account, kind: str = TOKEN, *, seconds: int | None = None) -> str:
    """A new token or the like of somebody's, as clients echo it: `18:BZWWGQ58QDX8H5B4W4RAJ978Q`.

    It is good for so many seconds; None is for ever.
    """
    secret = _make_secret(desk)
    ends = None if seconds is None else desk.now() + timedelta(seconds=seconds)
    made = access.issue(
        desk, dialect=DIALECT, kind=kind, secret=secret, owner=owner, expires_at=ends
    )
    return f"{made.id}:{secret}"


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
