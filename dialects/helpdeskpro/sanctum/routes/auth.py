"""Signing up, in and out, and new passwords. Source: contract 1.2."""

from datetime import timedelta
from typing import Any

from flask import request
from werkzeug.exceptions import BadRequest

from polydesk.core import access, accounts, mail, passwords, people, text
from polydesk.core.desk import Account, Desk
from polydesk.core.errors import NotFound, Unauthenticated
from polydesk.core.models import Person
from polydesk.dialects.helpdeskpro.sanctum import auth, persons, signup
from polydesk.dialects.helpdeskpro.sanctum.envelope import LOGIN
from polydesk.dialects.helpdeskpro.sanctum.schemas import auth as schemas
from polydesk.dialects.helpdeskpro.sanctum.schemas.people import User
from polydesk.dialects.helpdeskpro.sanctum.settings import DIALECT
from polydesk.kit.routes import Routes

NOT_SENT = "Unable to send password reset link"
NOT_RESET = "Unable to reset password"

routes = Routes("auth", tag="Authentication", prefix="/auth", errors=(429,))


@routes.post(
    "/login", public=True, json=schemas.Login(), gives=schemas.Session(), errors=(401, 422)
)
def login(desk: Desk, json: dict[str, Any]) -> Any:
    """Sign in; tokens of other devices stay good.

    Source: contract 1.2.
    """
    account = accounts.find_by_email(desk, json["email"])
    if not passwords.check(desk, account, json["password"]) or account is None:
        raise Unauthenticated(LOGIN)
    person = desk.get(Person, account.id)
    people.note_login(desk, person)
    return _session(desk, person)


@routes.post(
    "/register",
    public=True,
    json=schemas.Registration(),
    gives=schemas.Session(),
    status=201,
    errors=(422,),
)
def register(desk: Desk, json: dict[str, Any]) -> Any:
    """Sign up, in any role there is.

    Source: contract 1.2; quirk Q-S6.
    """
    return _session(desk, signup.make(desk, **json, proved=False))


def _session(desk: Desk, person: Person) -> dict[str, Any]:
    token = auth.issue(desk, person)
    return {"user": persons.user(desk, person), "token": token, "token_type": "Bearer"}


@routes.get("/me", gives=User(), errors=(401,))
def me(desk: Desk) -> Any:
    """Show who is calling.

    Source: contract 1.2.
    """
    return persons.users(desk, [desk.person_id])[desk.person_id or 0]


@routes.post("/logout", status=204, errors=(401,))
def logout(desk: Desk) -> None:
    """Let the token that is sent open nothing any more; no other.

    Source: contract 1.2.
    """
    assert desk.credential is not None, "whoever is known came with a token"
    try:
        token = access.get(desk, DIALECT, auth.TOKEN, desk.credential.ulid)
    except NotFound as error:  # by who has sent the same at once
        raise Unauthenticated from error
    access.revoke(desk, token)


@routes.post(
    "/password/reset",
    public=True,
    json=schemas.Forgotten(),
    gives=schemas.Said(),
    errors=(400, 422),
)
def forget(desk: Desk, json: dict[str, Any]) -> Any:
    """Mail a link that sets a new password, good for an hour; the next only after a minute.

    Source: contract 1.2.
    """
    account = accounts.find_by_email(desk, json["email"])
    if account is None or not account.may_enter:
        raise BadRequest(NOT_SENT)
    desk.get(Person, account.id)  # those who ask at once take turns from here
    if _has_just_asked(desk, account):
        raise BadRequest(NOT_SENT)
    access.revoke_all(desk, account, dialect=DIALECT, kinds=[auth.RESET])
    token = auth.make_secret(desk)
    access.issue(
        desk,
        dialect=DIALECT,
        kind=auth.RESET,
        secret=token,
        owner=account,
        expires_at=desk.now() + timedelta(seconds=auth.RESET_SECONDS),
    )
    url = f"{request.base_url.rstrip('/')}/{token}"
    mail.send(
        desk,
        to=account.email or "",
        subject="Reset Password Notification",
        text=f"Choose a new password within an hour:\n\n{url}\n",
        data={"token": token, "url": url},
    )
    return {"message": "Password reset link sent to your email"}


def _has_just_asked(desk: Desk, account: Account) -> bool:
    query = access.listed(DIALECT, auth.RESET).filter_by(owner_id=account.id).limit(1)
    since = desk.now() - timedelta(seconds=auth.RESET_AGAIN_SECONDS)
    return any(one.created_at > since for one in desk.all(query))


@routes.post(
    "/password/reset/<token>",
    public=True,
    json=schemas.Reset(),
    gives=schemas.Said(),
    errors=(400, 422),
)
def reset(desk: Desk, token: str, json: dict[str, Any]) -> Any:
    """Set a new password by the token of a mail; tokens to call with stay good.

    Source: contract 1.2.
    """
    holder = access.find_held(desk, DIALECT, auth.RESET, token)
    known = None if holder is None else holder.account.email
    if holder is None or known is None or text.key(known) != text.key(json["email"]):
        raise BadRequest(NOT_RESET)
    person = desk.get(Person, holder.account.id)
    try:
        access.get(desk, DIALECT, auth.RESET, holder.credential.ulid)
    except NotFound as error:  # used by who has sent the same at once
        raise BadRequest(NOT_RESET) from error
    passwords.set(desk, person, json["password"])
    access.revoke_all(desk, holder.account, dialect=DIALECT, kinds=[auth.RESET])
    return {"message": "Password reset successfully"}


ROUTES = (routes,)
