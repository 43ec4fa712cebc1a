"""The e-mail addresses of people: `Person.email` is the primary one, others stand beside it.

An address is one person's only, ignoring case and outer blanks, among the living and the deleted.
Nobody has others without a primary one.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import (
    Integer,
    Select,
    delete,
    literal_column,
    select,
    union_all,
)

from polydesk.core import accounts, text
from polydesk.core.conflicts import refusing, take_turn
from polydesk.core.desk import Account, Desk
from polydesk.core.errors import Conflict
from polydesk.core.models import EmailAddress, Person, Role
from polydesk.core.prepared import among
from polydesk.core.profile import named

_BY_ADDRESS = (
    select(Person.id).where(among(Person.email_key, "keys")),
    select(EmailAddress.person_id).where(among(EmailAddress.key, "keys")),
)
_HOLDERS = union_all(*_BY_ADDRESS, select(Person.id).where(among(Person.username_key, "keys")))
_OWNER = select(Person).where(Person.id.in_(union_all(*_BY_ADDRESS)))
_LIVING = _OWNER.where(Person.deleted_at.is_(None))
_ALL: Any = union_all(
    select(
        Person.id.label("person_id"),
        Person.id,
        Person.email.label("address"),
        literal_column("-1", Integer).label("position"),
    ).where(among(Person.id, "ids"), Person.email.is_not(None)),
    select(
        EmailAddress.person_id, EmailAddress.id, EmailAddress.address, EmailAddress.position
    ).where(among(EmailAddress.person_id, "ids")),
).order_by("person_id", "position", "id")


def of(desk: Desk, person: Person) -> list[str]:
    """The addresses of a person, the primary one first."""
    return of_many(desk, [person.id])[person.id]


def of_many(desk: Desk, ids: Collection[int]) -> dict[int, list[str]]:
    """The addresses of persons by their id, each's primary one first, in one statement."""
    found: dict[int, list[str]] = {id: [] for id in ids}
    if found:
        desk.flush()
        for row in desk.rows(_ALL, ids=list(found)):
            found[row.person_id].append(row.address)
    return found


def find(desk: Desk, address: str) -> Person | None:
    """The living person who has this address as any of theirs."""
    return _find(desk, _LIVING, address)


def account(desk: Desk, address: str) -> Account | None:
    """Who has this address as any of theirs, as processes remember one."""
    found = accounts.find_by_email(desk, address)
    if found is None and (person := find(desk, address)) is not None:
        return accounts.find(desk, person.id)
    return found


def owner(desk: Desk, address: str) -> Person | None:
    """As `find`, among the deleted too."""
    return _find(desk, _OWNER, address)


def _find(desk: Desk, query: Select[Person], address: str) -> Person | None:
    if not text.is_storable(address):
        return None
    return desk.session.scalars(query, {"keys": [text.key(address)]}).one_or_none()


def find_or_make(desk: Desk, address: str, *, name: str, phone: str | None = None) -> Person:
    """The living person who has this address, made if there is none; at once, it is one person.

    One that is made is an end user who cannot sign in; they lack the address if it is that of a
    deleted person, or the username of another.
    """
    found = find(desk, address)
    if found is None:
        take_turn(desk)
        found = find(desk, address)
    if found is not None:
        return found
    email = None if _holders(desk, [address]) else address
    made = Person(**named(name), email=email, phone=phone, role=Role.USER, can_sign_in=False)
    desk.add(made)
    desk.tell("person.created", made)
    return made


def put(desk: Desk, person: Person, addresses: Iterable[str]) -> None:
    """Let these be all addresses of a person, the first the primary one; the same changes nothing.

    One that is given twice counts where it is given first.
    Raises Conflict("person", "taken") for an address, or a username, of another person.
    """
    first: dict[str, str] = {}
    for address in addresses:
        first.setdefault(text.key(address), address)
    wanted = list(first.values())
    if wanted == of(desk, person):
        return
    refuse_taken(desk, wanted, person.id)
    _store(desk, person, wanted)


def refuse_taken(desk: Desk, names: Iterable[str], id: int = 0) -> None:
    """Raise Conflict where an address or username is another person's; who asks takes turns."""
    given = list(names)
    if given:
        take_turn(desk)
        if _holders(desk, given) - {id}:
            raise Conflict("person", "taken")


def is_taken(desk: Desk, name: str, *, but: int = 0) -> bool:
    """Whether an address or username is another person's than `but`; nobody waits for a turn.

    So another may have it the next moment, which `refuse_taken` rules out.
    """
    return text.is_storable(name) and bool(_holders(desk, [name]) - {but})


def follow(desk: Desk, person: Person) -> None:
    """Let no address stand beside a new primary one that is the same, and none beside none."""
    gone = delete(EmailAddress).where(EmailAddress.person_id == person.id)
    if person.email_key is not None:
        gone = gone.where(EmailAddress.key == person.email_key)
    desk.session.execute(gone)


def pass_on(desk: Desk, person: Person, *, to: Person) -> None:
    """Let another one have a person's addresses after their own; the person has none any more."""
    given = of(desk, person)
    if given:
        person.email = None
        follow(desk, person)
        _store(desk, to, [*of(desk, to), *given])


def _holders(desk: Desk, names: Iterable[str]) -> set[int]:
    """Who has any of these as an address or username."""
    return set(desk.session.scalars(_HOLDERS, {"keys": [text.key(name) for name in names]}))


def _store(desk: Desk, person: Person, wanted: Sequence[str]) -> None:
    email, others = (wanted[0], wanted[1:]) if wanted else (None, [])
    held = _beside(desk, person)
    changed = {
        "email": email != person.email,
        "emails": list(others) != [row.address for row in held],
    }
    with refusing(desk, "person", "taken"):
        person.email, person.updated_at = email, desk.now()
        _keep(desk, person, held, others)
    fields = [name for name, is_so in changed.items() if is_so]
    desk.tell("person.changed", person, fields=fields)


def _beside(desk: Desk, person: Person) -> Sequence[EmailAddress]:
    query = select(EmailAddress).where(EmailAddress.person_id == person.id)
    return desk.all(query.order_by(EmailAddress.position, EmailAddress.id))


def _keep(
    desk: Desk, person: Person, held: Sequence[EmailAddress], addresses: Sequence[str]
) -> None:
    """Let these stand beside the primary one, in this order."""
    there = {row.key: row for row in held}
    for position, address in enumerate(addresses):
        row = there.pop(text.key(address), None) or EmailAddress(person_id=person.id)
        row.address, row.position = address, position
        desk.session.add(row)
    for row in there.values():
        desk.session.delete(row)
