"""Persons: found, made, changed, disabled; for those who go see `removal`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Unpack

from sqlalchemy import (
    BindParameter,
    Select,
    bindparam,
    or_,
    select,
)

from polydesk.core import access, accounts, addresses, text
from polydesk.core.conflicts import refusing, take_turn
from polydesk.core.desk import Desk
from polydesk.core.errors import Conflict
from polydesk.core.memory import Seen
from polydesk.core.models import (
    Person,
    Role,
)
from polydesk.core.profile import Details, Profile, named


def visible() -> Select[Person]:
    """All persons that are not deleted."""
    return select(Person).where(Person.deleted_at.is_(None))


_KEY: BindParameter[Any] = bindparam("key")
_BY_USERNAME = (
    visible()
    .where(
        or_(
            Person.username_key == _KEY,
            Person.username_key.is_(None) & (Person.email_key == _KEY),
        )
    )
    .order_by(Person.id)
    .limit(1)
    .with_only_columns(Person.id, Person.organization_id)
)
_OTHER_ADMINS = (
    select(Person.id)
    .where(
        Person.role == Role.ADMIN,
        Person.can_sign_in.is_(True),
        Person.disabled.is_(False),
        Person.deleted_at.is_(None),
        Person.id != bindparam("id"),
    )
    .limit(1)
)
_USERS = select(Person.id).where(Person.can_sign_in.is_(True), Person.deleted_at.is_(None)).limit(1)
_UNPLACED: Profile = {"organization_position": "", "organization_manager": False}
"""What somebody is in an organization that they have just come to."""


@dataclass(frozen=True)
class Reference:
    """A living person as others refer to one."""

    id: int
    organization_id: int | None


def refer(desk: Desk, key: int | str) -> Reference | None:
    """The person of this id, or shown under this username (case and outer blanks ignored).

    The disabled are found too, the deleted are not.
    """
    if isinstance(key, str):
        found = desk.rows(_BY_USERNAME, key=text.key(key))
        return Reference(*found[0]) if found else None
    account = accounts.find(desk, key)
    return None if account is None else Reference(account.id, account.organization_id)


def last_seen(desk: Desk, person: Any) -> Seen | None:
    """When somebody has called last, also where that is not written down yet; None for never.

    `person` has the columns `id`, `last_seen_at`, `last_ip` and `last_user_agent`.
    """
    noted = desk.memory.seen.get(person.id)
    if noted is not None or person.last_seen_at is None:
        return noted
    return Seen(person.last_seen_at, person.last_ip, person.last_user_agent)


def find_by_username(desk: Desk, name: str) -> Person | None:
    """The living person shown under this username, ignoring case and outer blanks."""
    found = refer(desk, name)
    return None if found is None else desk.session.get(Person, found.id)


def create(desk: Desk, *, name: str, **given: Unpack[Details]) -> Person:
    """A new person, an end user unless a role is given.

    First and last name are the parts of the name before and after the first blank, unless given.
    Raises Conflict("person", "taken") for an e-mail address or username in use.
    """
    _refuse_taken(desk, given)
    person = Person(**{"role": Role.USER, **named(name), **given})
    with refusing(desk, "person", "taken"):
        desk.add(person)
    desk.tell("person.created", person)
    return person


def change(desk: Desk, person: Person, **given: Unpack[Profile]) -> None:
    """Change what is given; what stays the same changes nothing, not even `updated_at`.

    A new name is taken apart as `create` does it. Who changes the organization has no position
    there and is no manager, unless given. Who has no e-mail address any more has no others either.
    Raises Conflict("person", "taken") for an e-mail address or username in use by another, and
    Conflict("person", "last_admin") where no admin would be left who may enter.
    """
    values: dict[str, Any] = dict(given)
    if "name" in given and given["name"] != person.name:
        values = named(given["name"]) | values
    if "organization" in given and given["organization"] is not person.organization:
        values = {**_UNPLACED, **values}
    changed = {key: value for key, value in values.items() if value != getattr(person, key)}
    if not changed:
        return
    _refuse_taken(desk, changed, person.id)
    if changed.get("role", person.role) is not Role.ADMIN or not changed.get(
        "can_sign_in", person.can_sign_in
    ):
        keep_an_admin(desk, person)
    with refusing(desk, "person", "taken"):
        for key, value in changed.items():
            setattr(person, key, value)
        person.updated_at = desk.now()
        if "email" in changed:
            addresses.follow(desk, person)
    desk.tell("person.changed", person, fields=sorted(changed))


def disable(desk: Desk, person: Person) -> None:
    """Let nothing of theirs open anything till `restore`; their sessions are over for good.

    Raises Conflict("person", "last_admin").
    """
    if person.disabled:
        return
    keep_an_admin(desk, person)
    person.disabled = True
    desk.touch(person)
    access.revoke_all(desk, person, kinds=[access.SESSION])
    desk.session.flush()
    desk.tell("person.disabled", person)


def restore(desk: Desk, person: Person) -> None:
    """Let a disabled person in again: their password and their keys are as they were."""
    if person.disabled:
        person.disabled = False
        desk.touch(person)
        desk.session.flush()
        desk.tell("person.restored", person)


def note_login(desk: Desk, person: Person) -> None:
    """Note that the person has just signed in; `updated_at` stays."""
    person.last_login_at = person.last_seen_at = desk.now()
    desk.session.flush()


def has_users(desk: Desk) -> bool:
    """Whether anybody has an account; those who write and ask this take turns."""
    if desk.writes:
        take_turn(desk)
    return bool(desk.rows(_USERS))


def newest(role: Role | None = None) -> Select[Person]:
    """All persons that are not deleted, of one role if given, the newest first."""
    query = visible().order_by(Person.id.desc())
    return query if role is None else query.where(Person.role == role)


def _refuse_taken(desk: Desk, given: Mapping[str, Any], id: int = 0) -> None:
    """Raise Conflict where an address or username is that of another person."""
    names = [given.get("email"), given.get("username")]
    addresses.refuse_taken(desk, [name for name in names if name is not None], id)


def keep_an_admin(desk: Desk, person: Person) -> None:
    """Raise Conflict if no other admin may enter, where this one does; takes turns with others."""
    if person.role is not Role.ADMIN or person.disabled or not person.can_sign_in:
        return
    take_turn(desk)
    if desk.session.scalars(_OTHER_ADMINS, {"id": person.id}).one_or_none() is None:
        raise Conflict("person", "last_admin")


def find_by_email(desk: Desk, address: str) -> Person | None:
    """The living person who has this e-mail address as any of theirs; see `addresses`."""
    return addresses.find(desk, address)
