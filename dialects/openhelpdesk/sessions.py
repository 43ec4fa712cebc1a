"""Sessions: begun by a password, promoted by a code, carried by a cookie. Source: contract 2.2."""

from datetime import timedelta

from flask import Request
from werkzeug.http import dump_cookie

from polydesk.core import access, mfa
from polydesk.core.desk import Desk
from polydesk.core.models import Credential, Person
from polydesk.dialects.openhelpdesk.auth import COOKIE, ENROLL, FULL, PENDING, make_secret
from polydesk.dialects.openhelpdesk.settings import DIALECT, all_of
from polydesk.dialects.openhelpdesk.vocabulary import ROLES
from polydesk.kit import auth

LIFETIME = timedelta(days=30)
PENDING_FOR = timedelta(minutes=5)
"""How long a session waits for a code."""


def state_of(desk: Desk, person: Person) -> str:
    """The state that a session begins in, after the right password. Source: contract 2.3."""
    settings = all_of(desk)
    if not settings["mfa_enabled"]:
        return FULL
    if mfa.is_enrolled(person):
        return PENDING
    return ENROLL if ROLES[person.role] in settings["mfa_enforced_roles"] else FULL


def begin(desk: Desk, person: Person, state: str) -> str:
    """A new session, by its secret."""
    secret = make_secret(desk)
    lives = PENDING_FOR if state == PENDING else LIFETIME
    access.issue(
        desk,
        dialect=DIALECT,
        kind=access.SESSION,
        secret=secret,
        owner=person,
        expires_at=desk.now() + lives,
        data={"state": state},
    )
    return secret


def promote(desk: Desk) -> None:
    """Let the session that calls do everything, as long as its cookie lives; keys do already."""
    caller = desk.credential
    if caller is None or caller.kind != access.SESSION or caller.data["state"] == FULL:
        return
    session = desk.get(Credential, caller.id)
    access.change(desk, session, data={"state": FULL}, expires_at=caller.created_at + LIFETIME)


def end(desk: Desk, request: Request) -> None:
    """Let the cookie's session open nothing any more, if there is one."""
    secret = auth.cookie(request, COOKIE)
    caller = None if secret is None else access.find(desk, DIALECT, access.SESSION, secret)
    if caller is not None:
        access.revoke(desk, desk.get(Credential, caller.id))


def cookie(request: Request, secret: str) -> dict[str, str]:
    """The header that gives a browser its session; an empty secret takes it away."""
    made = dump_cookie(
        COOKIE,
        secret,
        max_age=LIFETIME if secret else 0,
        path="/",
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
        sync_expires=False,  # a date would be of the machine's clock
    )
    return {"Set-Cookie": made}
