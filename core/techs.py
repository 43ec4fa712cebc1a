"""The technicians of categories: agents of all, or of those given, each category for itself.

Admins are technicians of the categories given only, end users of none. Who has categories given has
`all_categories` false.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from polydesk.core import categories, people
from polydesk.core.desk import Desk
from polydesk.core.models import Category, CategoryTech, Person, Role

_EVERYWHERE = select(Person.id).where(
    Person.role == Role.AGENT, Person.all_categories.is_(True), Person.deleted_at.is_(None)
)
_GIVEN = (
    select(CategoryTech.person_id, CategoryTech.category_id)
    .join(CategoryTech.person)
    .where(Person.deleted_at.is_(None), Person.role != Role.USER)
)


@dataclass(frozen=True)
class Known:
    """Who is technician of what, by ids, as processes remember it."""

    everywhere: frozenset[int]
    given: Mapping[int, frozenset[int]]


def known(desk: Desk) -> Known:
    """All technicians, without a query where nothing has changed."""
    return desk.recall("techs", lambda: _read(desk))


def _read(desk: Desk) -> Known:
    given: dict[int, set[int]] = defaultdict(set)
    for person_id, category_id in desk.session.execute(_GIVEN):
        given[person_id].add(category_id)
    return Known(
        frozenset(desk.session.scalars(_EVERYWHERE)),
        {id: frozenset(found) for id, found in given.items()},
    )


def of(desk: Desk, category_id: int) -> frozenset[int]:
    """The ids of the technicians of a category, the disabled among them."""
    all_of_them = known(desk)
    given = (id for id, found in all_of_them.given.items() if category_id in found)
    return all_of_them.everywhere.union(given)


def categories_of(desk: Desk, person_id: int) -> frozenset[int]:
    """The ids of the categories that somebody is technician of."""
    all_of_them = known(desk)
    if person_id in all_of_them.everywhere:
        return frozenset(categories.tree(desk))
    return all_of_them.given.get(person_id, frozenset())


def is_everywhere(desk: Desk, person_id: int) -> bool:
    """Whether somebody is technician of all categories, also of those to come."""
    return person_id in known(desk).everywhere


def is_anywhere(desk: Desk, person_id: int) -> bool:
    """Whether somebody is technician of any category."""
    return is_everywhere(desk, person_id) or person_id in known(desk).given


def add(desk: Desk, person: Person, category: Category) -> None:
    """Make somebody technician of a category; twice is once. An end user becomes an agent."""
    if _is_everywhere(person):
        return
    role = Role.AGENT if person.role is Role.USER else person.role
    people.change(desk, person, role=role, all_categories=False)
    held = desk.all(select(CategoryTech).filter_by(person_id=person.id))
    if category.id not in [one.category_id for one in held]:
        desk.add(CategoryTech(person_id=person.id, category_id=category.id))
        desk.tell("person.tech_added", person, category=category.id)


def remove(desk: Desk, person: Person, category: Category) -> None:
    """Let somebody be technician of a category no more; twice is once.

    Who was technician of all is one of the others then. Who was one of this only is an end user,
    unless they are an admin.
    """
    held = categories_of(desk, person.id)
    if category.id not in held:
        return
    kept = held - {category.id}
    if _is_everywhere(person):
        people.change(desk, person, all_categories=False)
        given = [CategoryTech(person_id=person.id, category_id=id) for id in sorted(kept)]
        desk.add_all(given)
    else:
        query = select(CategoryTech).filter_by(person_id=person.id, category_id=category.id)
        desk.session.delete(desk.session.scalars(query).one())
    desk.flush()
    if not kept and person.role is Role.AGENT:
        people.change(desk, person, role=Role.USER, all_categories=True)
    desk.tell("person.tech_removed", person, category=category.id)


def pass_on(desk: Desk, person: Person, *, to: Person) -> None:
    """Let another one be technician, too, of what this person is, who is so of nothing any more."""
    held = categories_of(desk, person.id)
    if _is_everywhere(person) and to.role is not Role.ADMIN:
        _clear(desk, to)
        people.change(desk, to, role=Role.AGENT, all_categories=True)
    else:
        for id in sorted(held):
            add(desk, to, desk.session.get_one(Category, id))
    _clear(desk, person)


def _clear(desk: Desk, person: Person) -> None:
    for one in desk.all(select(CategoryTech).filter_by(person_id=person.id)):
        desk.session.delete(one)
    desk.flush()


def _is_everywhere(person: Person) -> bool:
    return person.role is Role.AGENT and person.all_categories
