"""The vendor's roles, which are finer than the core's. Source: contract 1.5, 1.6.

They stand in a setting, so that showing a user asks the store for nothing; what is deleted stays
there, marked, and its id is never used again.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import orjson
from sqlalchemy import ColumnElement, String, bindparam, cast, or_, select

from polydesk.core import memory
from polydesk.core import settings as stored
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Person, Role
from polydesk.dialects.helpdeskpro.sanctum import settings
from polydesk.dialects.helpdeskpro.sanctum.fields import moment
from polydesk.dialects.helpdeskpro.sanctum.settings import DIALECT

ADMIN, CUSTOMER, AGENT = 1, 2, 6
_OF_CORE: Mapping[Role, int] = {Role.ADMIN: ADMIN, Role.AGENT: AGENT, Role.USER: CUSTOMER}
_CORE: Mapping[int, Role] = {id: role for role, id in _OF_CORE.items()}
_KEY = "role_id"
_OWN = cast(Person.extras[(DIALECT, _KEY)].as_string(), String)
_EXTRAS = select(Person.extras).where(Person.id == bindparam("id"))


class Known(TypedDict):
    """A role; `access` says which of read, update, create and delete it may.

    Those of the installation have no times, which are as models have them.
    """

    id: int
    name: str
    slug: str
    access: dict[str, Any]
    created_at: NotRequired[str]
    updated_at: NotRequired[str]
    deleted: NotRequired[bool]


def all_of(desk: Desk) -> Mapping[int, Known]:
    """All roles that are not deleted, by id."""
    return desk.recall(f"{DIALECT} roles", lambda: _read(desk))


def _kept(desk: Desk) -> list[Any]:
    """All roles, the deleted too."""
    return settings.of(desk, "roles") or settings.ROLES


def _read(desk: Desk) -> Mapping[int, Known]:
    kept = _kept(desk)
    return {one["id"]: one for one in kept if not one.get("deleted")}


def known_id(desk: Desk, id: int) -> int | None:
    """The id, where there is such a role; else None."""
    return id if id in all_of(desk) else None


def get(desk: Desk, id: int) -> Known:
    """The role of this id. Raises NotFound."""
    role = all_of(desk).get(id)
    if role is None:
        raise NotFound("role", id)
    return role


def create(desk: Desk, given: Mapping[str, Any]) -> Known:
    """A new role, of a name, a slug and what it may do."""
    memory.move(desk.session)  # those who do this at once take turns from here
    now = moment(desk.now())
    id = 1 + max((one["id"] for one in _kept(desk)), default=AGENT)
    role: Known = {"id": id, "created_at": now, "updated_at": now, **given}  # type: ignore[typeddict-item]
    _put(desk, role)
    return role


def change(desk: Desk, role: Known, given: Mapping[str, Any]) -> None:
    """Change what is given; what stays the same changes nothing."""
    memory.move(desk.session)
    before = get(desk, role["id"])
    after: Known = {**before, **given}  # type: ignore[typeddict-item]
    if after != before:
        _put(desk, {**after, "updated_at": moment(desk.now())})


def delete(desk: Desk, role: Known) -> None:
    """Take a role away; who has it keeps its id."""
    memory.move(desk.session)
    _put(desk, {**get(desk, role["id"]), "deleted": True})


def _put(desk: Desk, role: Known) -> None:
    others = [one for one in _kept(desk) if one["id"] != role["id"]]
    stored.put(desk, DIALECT, "roles", sorted([*others, role], key=lambda one: one["id"]))


def shown_of(desk: Desk) -> Mapping[int, Any]:
    """All roles as users have them, by id."""
    return desk.recall((DIALECT, "shown roles"), lambda: _shown_of(desk))


def _shown_of(desk: Desk) -> Mapping[int, Any]:
    return {id: shown(role) for id, role in all_of(desk).items()}


def shown(role: Known) -> dict[str, Any]:
    """A role as users have it, whose `access` is JSON in a string. Source: contract 1.5."""
    access = orjson.dumps(role["access"]).decode()
    return {"id": role["id"], "name": role["name"], "slug": role["slug"], "access": access}


def id_of(role: Role, extras: Mapping[str, Any]) -> int:
    """The vendor's role of a person: the core's, unless this vendor has given a finer one."""
    own = extras.get(DIALECT, {}).get(_KEY)
    return own if isinstance(own, int) and core_role(own) is role else _OF_CORE[role]


def are(id: int) -> Sequence[ColumnElement[bool]]:
    """The conditions that `id_of` gives this id for a person."""
    role = core_role(id)
    of_core = Person.role == role
    if role is not Role.AGENT:
        return [of_core]
    if id != AGENT:
        return [of_core, _OWN.in_([str(id)])]
    return [of_core, or_(_OWN.is_(None), _OWN.in_([str(one) for one in _CORE]))]


def core_role(id: int) -> Role:
    """What somebody of a vendor's role is to the core: the vendor's own are over agents."""
    return _CORE.get(id, Role.AGENT)


def given(id: int, extras: Mapping[str, Any]) -> dict[str, Any]:
    """What of a person says that they are of a role: `role` and `extras`."""
    own = {**extras.get(DIALECT, {}), _KEY: id}
    return {"role": core_role(id), "extras": {**extras, DIALECT: own}}


def of_caller(desk: Desk) -> int | None:
    """The role of who is calling; None for a machine. Agents may have one of the vendor's own."""
    role = getattr(desk.actor, "role", None)
    if role is not Role.AGENT:
        return None if role is None else _OF_CORE[role]
    (row,) = desk.rows(_EXTRAS, id=desk.person_id)
    return id_of(role, row.extras)
