"""Users."""

from collections.abc import Mapping
from typing import Any, cast

from flask import request

from polydesk.core import mfa, people, removal
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Person
from polydesk.core.profile import Profile
from polydesk.dialects.openhelpdesk.auth import admin
from polydesk.dialects.openhelpdesk.envelope import PAGED
from polydesk.dialects.openhelpdesk.people import mail_reset, make
from polydesk.dialects.openhelpdesk.schemas import people as schemas
from polydesk.dialects.openhelpdesk.vocabulary import REMOVED
from polydesk.kit.routes import Routes

routes = Routes("users", tag="Users", prefix="/api", errors=(401, 403), at=admin)


def _user(desk: Desk, id: str) -> dict[str, Any]:
    """For `at`: the account of this ULID, to admins; raises NotFound, for guests too."""
    admin(desk)
    person = desk.get(Person, id)
    if not person.can_sign_in:
        raise NotFound("person", id)
    return {"person": person}


@routes.get(
    "/admin/users",
    query=schemas.UserFilter(),
    gives=schemas.User(),
    pages=PAGED,
    errors=(400,),
)
def index(desk: Desk, query: dict[str, Any]) -> Any:
    """All accounts, the newest first, the disabled too.

    Source: contract 6.7 (32).
    """
    return people.newest(query.get("role")).where(Person.can_sign_in)


@routes.post(
    "/admin/users", json=schemas.NewUser(), gives=schemas.User(), status=201, errors=(400, 409)
)
def create(desk: Desk, json: dict[str, Any]) -> Any:
    """Make an account.

    Source: contract 6.7 (33).
    """
    return make(desk, **json)


@routes.get("/admin/users/<ulid:id>", at=_user, gives=schemas.User(), errors=(404,))
def show(desk: Desk, person: Person) -> Any:
    """One account.

    Source: contract 6.9 (X1).
    """
    return person


@routes.patch(
    "/admin/users/<ulid:id>",
    at=_user,
    json=schemas.UserChange(),
    gives=schemas.User(),
    errors=(400, 404, 409),
)
def change(desk: Desk, person: Person, json: dict[str, Any]) -> Any:
    """Change an account: let it in or out, take its second factor, mail a reset, and its profile.

    Source: contract 6.7 (34) and 8.6, for the order of these too.
    """
    if "disabled" in json:
        (people.disable if json["disabled"] else people.restore)(desk, person)
    if json.get("reset_mfa"):
        mfa.disable(desk, person)
    if json.get("force_password_reset"):
        mail_reset(desk, person, request.root_url.rstrip("/"))
    people.change(desk, person, **_profile(json))
    return person


@routes.delete("/admin/users/<ulid:id>", at=_user, status=204, errors=(404, 409))
def delete(desk: Desk, person: Person) -> None:
    """Erase an account for good; what it wrote stays, by a removed user.

    Source: contract 6.7 (35).
    """
    removal.erase(desk, person, name=REMOVED)


def _profile(json: Mapping[str, Any]) -> Profile:
    return cast(Profile, {name: json[name] for name in ("name", "email", "role") if name in json})
