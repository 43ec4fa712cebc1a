"""Users, and what they are technicians of. Source: contract 6.1 and 6.4."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, or_, select

from polydesk.core import accounts, addresses, merging, people, removal, techs
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid, NotFound
from polydesk.core.models import MAX_ID, Category, CategoryTech, Person, Role
from polydesk.core.prepared import OFFSET, SIZE
from polydesk.dialects.desteksitesi import members, persons, sight
from polydesk.dialects.desteksitesi.method import Methods
from polydesk.dialects.desteksitesi.schemas import users as schemas

routes = Methods("users", tag="Users")

_COUNT, _MOST = 500, 1000
_IS_ADMIN: ColumnElement[bool] = Person.role == Role.ADMIN
_IS_TECH = or_(
    _IS_ADMIN,
    (Person.role == Role.AGENT)
    & or_(
        Person.all_categories.is_(True),
        select(CategoryTech.id).where(CategoryTech.person_id == Person.id).exists(),
    ),
)
_MODES: dict[str, ColumnElement[bool]] = {
    "techs": _IS_TECH,
    "admins": _IS_ADMIN,
    "regular": ~_IS_TECH,
    "disabled": Person.disabled.is_(True),
}
"""Conditions by `listMode`; any other is all. Source: contract 5."""


@routes.method("POST", "Authorization", gives=schemas.UserAuth(), writes=False)
def caller(desk: Desk, **_: Any) -> Any:
    """Show who calls.

    Source: contract 6.1, method 1.
    """
    return _shown(desk, desk.person_id or 0)


@routes.method("POST", "CreateUser", given=schemas.NewUser(), at=sight.admin)
def create(desk: Desk, given: dict[str, Any]) -> int:
    """Create a user, and the company and department named if there are none such.

    Source: contract 6.4, method 34.
    """
    return members.create(desk, given).id


@routes.method("POST", "UpdateUser", given=schemas.UserChange(), at=sight.admin, errors=(404,))
def change(desk: Desk, given: dict[str, Any]) -> None:
    """Change what is given of a user.

    Source: contract 6.4, method 35.
    """
    members.change(desk, members.get(desk, given["id"]), given)


@routes.method("POST", "DeleteUser", given=schemas.UserKey(), at=sight.admin, errors=(404,))
def delete(desk: Desk, given: dict[str, Any]) -> None:
    """Delete a user; their tickets pass to the caller.

    Source: contract 6.4, method 36, and 11.10.
    """
    person = members.get(desk, given["id"])
    removal.dismiss(desk, person, heir=members.get(desk, desk.person_id or 0))


@routes.method("GET", "User", given=schemas.UserKey(), gives=schemas.UserDetail(), errors=(404,))
def show(desk: Desk, given: dict[str, Any]) -> Any:
    """Show a user: anybody to technicians, themselves to others.

    Source: contract 6.4, method 37.
    """
    sight.require(given["id"] == desk.person_id or sight.is_tech(desk))
    return _shown(desk, given["id"])


@routes.method(
    "GET",
    "UserByEmail",
    given=schemas.EmailQuery(),
    gives=schemas.UserDetail(),
    at=sight.tech,
    errors=(404,),
)
def by_email(desk: Desk, given: dict[str, Any]) -> Any:
    """Show the user of an e-mail address, in any letter case.

    One that was merged into another is found by their address still.
    Source: contract 6.4, method 39.
    """
    found = addresses.account(desk, given["email"])
    return _shown(desk, 0 if found is None else found.id)


@routes.method(
    "GET",
    "UserByUsername",
    given=schemas.UsernameQuery(),
    gives=schemas.UserDetail(),
    at=sight.tech,
    errors=(404,),
)
def by_username(desk: Desk, given: dict[str, Any]) -> Any:
    """Show the user of a username, in any letter case.

    Source: contract 6.4, method 41.
    """
    found = people.refer(desk, given["username"])
    return _shown(desk, 0 if found is None else found.id)


@routes.method("POST", "MergeUsers", given=schemas.UserMerge(), at=sight.admin, errors=(404,))
def merge(desk: Desk, given: dict[str, Any]) -> None:
    """Give all that is one user's to another; the first is gone then.

    Source: contract 6.4, method 40, and 11.9.
    """
    if given["other"] == given["into"]:
        raise Invalid({"toUserId": ["is the same user"]})
    ids = sorted((given["other"], given["into"]))  # locked in the same order by everybody
    found = {id: members.get(desk, id) for id in ids}
    merging.merge_people(desk, found[given["into"]], found[given["other"]])


@routes.method(
    "GET", "Users", given=schemas.UserFilter(), gives=schemas.UserItem(many=True), at=sight.admin
)
def index(desk: Desk, given: dict[str, Any]) -> Any:
    """List users, by id.

    Source: contract 6.4, method 43, and 8.
    """
    count = min(given["count"], _MOST) if given["count"] > 0 else _COUNT
    page = max(given["page"], 1)
    places = {name: given[name] for name in ("department", "company") if name in given}
    mode = given["mode"].strip().lower()
    query = _listed(mode if mode in _MODES else "", *(name in places for name in _PLACES))
    offset = min((page - 1) * count, MAX_ID)
    found = desk.rows(query, size=count, offset=offset, **places)
    return [persons.shown(desk, row) for row in found]


_PLACES = {"department": Person.department_id, "company": Person.organization_id}


@cache
def _listed(mode: str, of_department: bool, of_company: bool) -> Select[Any]:
    query: Select[Any] = persons.ALL.where(Person.deleted_at.is_(None)).order_by(Person.id)
    if mode:
        query = query.where(_MODES[mode])
    for name, asked in zip(_PLACES, (of_department, of_company), strict=True):
        if asked:
            query = query.where(_PLACES[name] == bindparam(name))
    return query.limit(SIZE).offset(OFFSET)


@routes.method(
    "POST",
    "AddCategoryTechPermission",
    given=schemas.TechPermission(),
    at=sight.admin,
    errors=(404,),
)
def add_tech(desk: Desk, given: dict[str, Any]) -> None:
    """Make a user technician of a category.

    Source: contract 6.4, method 44.
    """
    techs.add(desk, members.get(desk, given["id"]), desk.get(Category, given["category"]))


@routes.method(
    "POST",
    "RemoveCategoryTechPermission",
    given=schemas.TechPermission(),
    at=sight.admin,
    errors=(404,),
)
def remove_tech(desk: Desk, given: dict[str, Any]) -> None:
    """Let a user be technician of a category no more.

    Source: contract 6.4, method 45.
    """
    techs.remove(desk, members.get(desk, given["id"]), desk.get(Category, given["category"]))


def _shown(desk: Desk, id: int) -> dict[str, Any]:
    """One living user. Raises NotFound."""
    if accounts.find(desk, id) is None:
        raise NotFound("person", id)
    return persons.detail(desk, [id])[id]
