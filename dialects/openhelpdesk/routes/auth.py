"""Auth."""

from typing import Any

from flask import request

from polydesk.core import access, accounts, mfa, passwords, people, tokens
from polydesk.core.desk import Account, Desk
from polydesk.core.errors import Forbidden, Unauthenticated
from polydesk.core.models import Person, Role
from polydesk.dialects.openhelpdesk import oauth, sessions
from polydesk.dialects.openhelpdesk.auth import ENROLL, PENDING, SESSION, client_id
from polydesk.dialects.openhelpdesk.schemas import auth as schemas
from polydesk.dialects.openhelpdesk.settings import DIALECT, of
from polydesk.kit.routes import Routes

routes = Routes("auth", tag="Auth", prefix="/api", errors=(401, 403))

SECONDS = 3600
"""How long a token is good."""
_TOKEN_REQUEST = schemas.TokenRequest()


@routes.post(
    "/auth/login", public=True, json=schemas.Login(), gives=schemas.LoggedIn(), errors=(400,)
)
def login(desk: Desk, json: dict[str, Any]) -> Any:
    """Sign in with e-mail address and password; a second factor is asked for next.

    Source: contract 2.3 and 6.5 (19).
    """
    person = _known(desk, json["email"], json["password"])
    state = sessions.state_of(desk, person)
    cookie = sessions.cookie(request, sessions.begin(desk, person, state))
    if state == PENDING:
        return {"mfa_required": True}, cookie
    people.note_login(desk, person)
    needed = {"mfa_enrollment_needed": True} if state == ENROLL else {}
    return {"user": person, **needed}, cookie


def _known(desk: Desk, email: str, password: str) -> Person:
    """Who has this address and this password; raises Unauthenticated, and Forbidden under SAML."""
    account = accounts.find_by_email(desk, email)
    person = None if account is None else desk.find(Person, account.id)
    if not passwords.check(desk, person, password) or person is None:
        raise Unauthenticated("login")
    if of(desk, "saml_enabled") and person.role is not Role.ADMIN:
        raise Forbidden("login.local")
    return person


def _session(desk: Desk) -> dict[str, Any]:
    """For `at`: the person whose session waits for a code, or is full.

    Raises Unauthenticated for anybody without a session, Forbidden for who has to enroll first.
    """
    session = desk.credential
    if session is None or session.kind != access.SESSION or not isinstance(desk.actor, Account):
        raise Unauthenticated("session")
    if session.data["state"] == ENROLL:
        raise Forbidden("session.enroll")
    return {"person": desk.get(Person, desk.actor.id)}


@routes.post(
    "/auth/mfa/verify",
    public=True,  # says in its own words that there is no session
    security=(SESSION,),
    at=_session,
    json=schemas.Code(),
    gives=schemas.LoggedIn(),
    errors=(400,),
)
def verify(desk: Desk, person: Person, json: dict[str, Any]) -> Any:
    """Prove the second factor, with a code of the app or a recovery code.

    Source: contract 2.3 and 6.5 (20).
    """
    if not mfa.verify(desk, person, json["code"]):
        raise Unauthenticated("code")
    sessions.promote(desk)
    people.note_login(desk, person)
    return {"user": person}


@routes.post("/auth/logout", public=True, status=204)
def logout(desk: Desk) -> Any:
    """Sign out; the same for who was not signed in.

    Source: contract 2.2 and 6.5 (21).
    """
    sessions.end(desk, request)
    return None, sessions.cookie(request, "")


@routes.post(
    "/auth/token",
    public=True,
    reads=dict.fromkeys(("application/json", *oauth.FORMS), _TOKEN_REQUEST),
    gives=schemas.Token(),
    errors=(400,),
)
def token(desk: Desk) -> Any:
    """Give an OAuth client a token for an hour; asked in JSON or a form, or with HTTP Basic.

    Source: contract 2.6 and 6.5 (22); RFC 6749, sections 4.4 and 5.
    """
    try:
        client = oauth.asking(desk, request)
    except oauth.Refused as refused:
        return refused.answer(request)
    claims = {"sub": client.ulid, "cid": client_id(client), "scopes": []}
    made = tokens.issue(desk, DIALECT, claims, seconds=SECONDS)
    answer = {"access_token": made, "token_type": "Bearer", "expires_in": SECONDS}
    return answer, oauth.NOT_STORED
