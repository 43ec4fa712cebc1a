"""People made and changed as clients write them. Source: contract 10.3, 11."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select

from polydesk.core import access, addresses, groups, passwords, people, removal, text
from polydesk.core.desk import Desk
from polydesk.core.errors import Conflict, Forbidden, Invalid
from polydesk.core.models import Group, Organization, Person, Role, Usage
from polydesk.core.profile import named
from polydesk.dialects.deskpro import contact, custom_values, extras, languages
from polydesk.dialects.deskpro.auth import DEVICE, TOKEN
from polydesk.dialects.deskpro.fields import REQUIRED
from polydesk.dialects.deskpro.flaws import Flaw, dupe_email
from polydesk.dialects.deskpro.people_shown import teams
from polydesk.dialects.deskpro.settings import DIALECT

Given = Mapping[str, Any]
_TEXTS = ("title_prefix", "override_display_name")
_OWN = ("labels", "user_groups", "agent_groups", "primary_team", "agent_data")


def create(desk: Desk, given: Given) -> int:
    """A new end user, who may sign in if there is a password; gives the id."""
    emails = _emails(desk, None, given) or []
    name = _names(given, None, emails)
    with _refusing_taken(desk, emails):
        person = people.create(
            desk,
            **name,
            **_columns(desk, None, given),
            email=emails[0] if emails else None,
            can_sign_in="password" in given,
        )
        addresses.put(desk, person, emails)
    _around(desk, person, given)
    custom_values.enter(desk, Usage.PERSON, person.id, given.get("fields", {}))
    return person.id


def change(desk: Desk, person: Person, given: Given) -> None:
    """Change what is given. Raises Forbidden where an agent is changed by one who is no admin."""
    refuse_agents(desk, person)
    emails = _emails(desk, person, given)
    values = {**_names(given, person, emails or []), **_columns(desk, person, given)}
    if "password" in given:
        values["can_sign_in"] = True
    people.change(desk, person, **values)
    if emails is not None:
        with _refusing_taken(desk, emails, person.id):
            addresses.put(desk, person, emails)
    _around(desk, person, given)
    custom_values.put(desk, person, given.get("fields", {}))
    if "password" in given:
        _sign_out(desk, person)


def _sign_out(desk: Desk, person: Person) -> None:
    """End what the old password has opened beside sessions: tokens; keys stay."""
    access.revoke_all(desk, person, dialect=DIALECT, kinds=[TOKEN, DEVICE])


def remove(desk: Desk, person: Person) -> None:
    """Let nobody find somebody any more. Raises what `change` raises."""
    refuse_agents(desk, person)
    removal.remove(desk, person)


def refuse_agents(desk: Desk, person: Person) -> None:
    """Raise Forbidden for another agent, unless an admin asks: else any agent were an admin."""
    asking = desk.person_id
    role = getattr(desk.actor, "role", None)
    if person.role is not Role.USER and role is not Role.ADMIN and person.id != asking:
        raise Forbidden("person.change")


def appoint(desk: Desk, person: Person, *, agent: bool) -> None:
    """Make somebody an agent, who may sign in; or one no more, who is in no team then.

    Raises Forbidden for who is no admin, and Conflict("person", "last_admin").
    """
    if getattr(desk.actor, "role", None) is not Role.ADMIN:
        raise Forbidden("person.permissions")
    if agent is (person.role is not Role.USER):
        return
    if agent:
        people.change(desk, person, role=Role.AGENT, can_sign_in=True)
    else:
        _put_teams(desk, person, [])
        people.change(
            desk, person, role=Role.USER, extras=extras.having(person, {"was_agent": True})
        )


@contextmanager
def _refusing_taken(desk: Desk, emails: Sequence[str], id: int = 0) -> Iterator[None]:
    """Say which of these addresses is another's already, as the vendor says it."""
    try:
        addresses.refuse_taken(desk, emails, id)
        yield
    except Conflict as error:
        if error.reason != "taken":
            raise
        raise Invalid({"emails": _taken(desk, emails, id)}) from error  # type: ignore[dict-item]


def _taken(desk: Desk, emails: Sequence[str], id: int) -> Mapping[int, Sequence[Flaw]]:
    """The flaws of the addresses that somebody else has; one may be taken as a username only."""
    owners = [addresses.owner(desk, email) for email in emails]
    taken = [at for at, one in enumerate(owners) if one is not None and one.id != id]
    return {at: [dupe_email(emails[at])] for at in taken or [0]}


def _emails(desk: Desk, person: Person | None, given: Given) -> list[str] | None:
    """All addresses that somebody is to have, the primary one first; None for those they have."""
    if not given.keys() & {"primary_email", "email", "emails"}:
        return None
    held = [] if person is None else addresses.of(desk, person)
    others = given.get("emails", held)
    primary = given.get("primary_email", given.get("email"))
    if "emails" not in given and held and _key(primary) != text.key(held[0]):
        is_other = _key(primary) in [text.key(one) for one in held]
        others = held if is_other else held[1:]
    given_first: dict[str, str] = {}
    for address in filter(None, [primary, *others]):
        given_first.setdefault(text.key(address), address)
    return list(given_first.values())


def _key(address: str | None) -> str | None:
    return None if address is None else text.key(address)


def _names(given: Given, person: Person | None, emails: Sequence[str]) -> dict[str, Any]:
    """The name and its parts, where any of it is given. Raises Invalid for nothing at all."""
    parts = {key: given[key] or "" for key in ("first_name", "last_name") if key in given}
    whole = (given.get("name") or "").strip()
    if person is not None and not parts and "name" not in given:
        return {}
    if whole:
        return {**named(whole), **parts}
    if person is not None:
        parts = {"first_name": person.first_name, "last_name": person.last_name, **parts}
    name = " ".join(part.strip() for part in parts.values() if part.strip())
    stands_in = emails[0] if emails else "" if person is None else person.email or ""
    if not (name or stands_in):
        raise Invalid({"name": [REQUIRED]})
    if len(name) > 255:
        raise Invalid({"name": [Flaw("too_long")]})
    return {"name": name or stands_in, "first_name": "", "last_name": "", **parts}


def _columns(desk: Desk, person: Person | None, given: Given) -> dict[str, Any]:
    """What of it the core keeps in columns, with the extras."""
    own: dict[str, Any] = {key: given[key] for key in _OWN if key in given}
    own |= {key: given[key] or "" for key in _TEXTS if key in given}
    own |= {"labels": given["labels"] or []} if "labels" in given else {}
    columns: dict[str, Any] = {}
    for key, column, empty in (
        ("summary", "notes", None),
        ("timezone", "timezone", None),
        ("organization_position", "organization_position", ""),
    ):
        if key in given:
            columns[column] = given[key] or empty
    if "language" in given:
        columns |= _language(person, given["language"] or languages.DEFAULT)
    if "organization" in given:
        id = given["organization"]
        columns["organization"] = None if id is None else desk.session.get(Organization, id)
    reached, reached_columns = reach(person, given)
    own |= reached
    columns |= reached_columns
    return {**columns, **({"extras": extras.having(person, own)} if own else {})}


def _language(person: Person | None, id: int) -> dict[str, Any]:
    """The column of a language; what shows as it already stays as another vendor wrote it."""
    shown = languages.id_of(None if person is None else person.language)
    return {} if id == shown else {"language": languages.tag(id)}


def reach(row: contact.Owner | None, given: Given) -> tuple[dict[str, Any], dict[str, Any]]:
    """The extras and the columns of somebody who is to be reached as is given."""
    own: dict[str, Any] = {}
    columns: dict[str, Any] = {}
    for key, read in _REACH.items():
        if key in given:
            more, also = read(row, given[key])
            own |= more
            columns |= also
    return own, columns


_REACH: Mapping[str, Callable[[Any, Any], tuple[dict[str, Any], dict[str, Any]]]] = {
    "contact_data": lambda row, given: contact.values(row, contact.with_(row, given)),
    "phone_numbers": lambda _, given: contact.phone_values(given),
}


def _around(desk: Desk, person: Person, given: Given) -> None:
    """What is kept beside the row."""
    if "teams" in given:
        if person.role is Role.USER and given["teams"]:
            raise Invalid({"teams": [Flaw("bad_choice")]})
        _put_teams(desk, person, given["teams"])
    if given.get("is_disabled") is True:
        people.disable(desk, person)
    elif given.get("is_disabled") is False:
        people.restore(desk, person)
    if "password" in given:
        passwords.set(desk, person, given["password"])


def _put_teams(desk: Desk, person: Person, ids: Sequence[int]) -> None:
    """Let somebody be in these teams, and in no other."""
    held = teams(desk).get(person.id, ())
    changed = {*held} ^ {*ids}
    if not changed:
        return
    query = select(Group).where(Group.id.in_(changed)).order_by(Group.id).with_for_update()
    for group in desk.all(query):
        members = [member.person for member in group.members if member.person_id != person.id]
        groups.change(desk, group, members=[*members, *([person] if group.id in ids else [])])
