"""Me."""

from typing import Any

from flask import request

from polydesk.core import access, mfa, passwords
from polydesk.core.desk import Account, Desk
from polydesk.core.errors import Conflict, Invalid, NotFound
from polydesk.core.models import Credential, Person, Role
from polydesk.dialects.openhelpdesk import sessions
from polydesk.dialects.openhelpdesk.auth import api_key, make_key, person
from polydesk.dialects.openhelpdesk.envelope import WHOLE
from polydesk.dialects.openhelpdesk.schemas import auth as schemas
from polydesk.dialects.openhelpdesk.schemas.people import Me
from polydesk.dialects.openhelpdesk.settings import DIALECT
from polydesk.kit.problem import Malformed
from polydesk.kit.routes import Routes

routes = Routes("me", tag="Me", prefix="/api", errors=(401, 403), at=person)

ISSUER = "Open Help Desk"
WRONG_CODE = "invalid TOTP code"


@routes.get("/me", at=None, gives=Me())
def show(desk: Desk) -> Any:
    """Who calls; an OAuth client is shown as staff.

    Source: contract 2.6 and 6.6 (24).
    """
    if isinstance(desk.actor, Account):
        return desk.actor
    client = desk.credential
    assert client is not None, "a machine comes with the credential of its client"
    return {
        "ulid": client.ulid,
        "name": client.name,
        "email": None,
        "role": Role.AGENT,
        "mfa_confirmed_at": None,
        "created_at": client.created_at,
    }


@routes.patch("/me/password", json=schemas.PasswordChange(), status=204, errors=(400,))
def password(desk: Desk, json: dict[str, Any]) -> None:
    """Change the password; 400, not 401, for a wrong one.

    Source: contract 6.6 (25).
    """
    me = _me(desk)
    if not passwords.check(desk, me, json["current_password"]):
        raise Invalid({"current_password": ["current password is incorrect"]})
    passwords.set(desk, me, json["new_password"])


@routes.post("/me/mfa/enroll", gives=schemas.Enrollment(), errors=(409,))
def enroll(desk: Desk) -> Any:
    """Begin with a second factor: a secret for an authenticator app.

    Source: contract 2.4 and 6.6 (26).
    """
    me = _me(desk)
    uri = mfa.uri(mfa.enroll(desk, me), issuer=ISSUER, label=me.shown_username)
    return {"totp_uri": uri, "qr_code": mfa.qr_code(uri)}


@routes.post("/me/mfa/confirm", json=schemas.Code(), gives=schemas.RecoveryCodes(), errors=(400,))
def confirm(desk: Desk, json: dict[str, Any]) -> Any:
    """Make the secret the second factor, by a code of it; gives the recovery codes, this once.

    Source: contract 2.4 and 6.6 (27).
    """
    try:
        codes = mfa.confirm(desk, _me(desk), json["code"])
    except Conflict:
        raise Invalid({"code": ["MFA enrollment not started"]}) from None
    except Invalid:
        raise Invalid({"code": [WRONG_CODE]}) from None
    sessions.promote(desk)
    return {"recovery_codes": codes}


@routes.delete(
    "/me/mfa",
    json=schemas.MaybeCode(),
    query=schemas.MaybeCode(),
    needs_body=False,
    status=204,
    errors=(400,),
)
def disable(desk: Desk, json: dict[str, Any], query: dict[str, Any]) -> None:
    """Do without a second factor from now on; the code is in the body, or else in the query.

    Source: contract 2.4, 6.6 (28) and 11 (22).
    """
    code = json.get("code") or query.get("code")
    if not code and not request.get_data():
        raise Malformed("neither a body nor a code in the query")
    if not code:
        raise Invalid({"code": ["code is required"]})
    me = _me(desk)
    if not mfa.is_enrolled(me):
        raise Invalid({"code": ["MFA is not enabled"]})
    if not mfa.verify(desk, me, code):
        raise Invalid({"code": [WRONG_CODE]})
    mfa.disable(desk, me)


@routes.get("/me/api-keys", gives=schemas.ApiKey(), pages=WHOLE)
def keys(desk: Desk) -> Any:
    """The caller's keys, the newest first.

    Source: contract 4.8 and 6.6 (29).
    """
    return access.listed(DIALECT, api_key.name).where(Credential.owner_id == desk.person_id)


@routes.post(
    "/me/api-keys",
    json=schemas.NewCredential(),
    gives=schemas.NewApiKey(),
    status=201,
    errors=(400,),
)
def create_key(desk: Desk, json: dict[str, Any]) -> Any:
    """Make a key for the caller; it is shown this once.

    Source: contract 2.5 and 6.6 (30).
    """
    secret = make_key(desk)
    made = access.issue(
        desk,
        dialect=DIALECT,
        kind=api_key.name,
        secret=secret,
        name=json["name"],
        prefix=api_key.prefix(secret),
        owner=_me(desk),
    )
    return {"credential": made, "key": secret}


def _key(desk: Desk, id: str) -> dict[str, Any]:
    """For `at`: a key of the caller's; raises NotFound."""
    person(desk)
    found = access.get(desk, DIALECT, api_key.name, id)
    if found.owner_id != desk.person_id:
        raise NotFound(api_key.name, id)
    return {"key": found}


@routes.delete("/me/api-keys/<ulid:id>", at=_key, status=204, errors=(404,))
def revoke_key(desk: Desk, key: Credential) -> None:
    """Let a key of the caller's open nothing any more.

    Source: contract 2.5 and 6.6 (31).
    """
    access.revoke(desk, key)


def _me(desk: Desk) -> Person:
    """The caller's row, locked where the desk writes."""
    assert desk.person_id is not None, "`person` has let a person in"
    return desk.get(Person, desk.person_id)
