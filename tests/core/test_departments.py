"""Departments as admins arrange them."""

import pytest
from sqlalchemy import select

from polydesk.core import catalogue, categories, chats, departments, people, tickets
from polydesk.core.errors import Conflict, Invalid
from polydesk.core.models import Department, Event


def told(desk):
    """What happened to departments."""
    query = select(Event.kind).filter_by(about="department").order_by(Event.id)
    return list(desk.all(query))


def test_a_department_is_made_below_another(desk):
    """And known at once."""
    support = desk.session.get_one(Department, 1)

    made = departments.create(desk, name="Field", parent=support, position=4)

    assert ("Field", 1, 4) == (made.name, made.parent_id, made.position)
    assert "Field" == catalogue.department(desk, made.id).name
    assert ["department.created"] == told(desk)


def test_a_change_changes_what_is_given(desk):
    """What stays the same is not told."""
    made = departments.create(desk, name="Field", parent=desk.session.get_one(Department, 1))

    departments.change(desk, made, name="Field", position=0)
    departments.change(desk, made, name="Visits", parent=None, position=2)

    assert ("Visits", None, 2) == (made.name, made.parent_id, made.position)
    assert ["department.created", "department.changed"] == told(desk)


def test_a_name_is_taken_once(desk):
    """Neither a new one nor a renamed one gets another's."""
    made = departments.create(desk, name="Field")

    with pytest.raises(Conflict) as refused:
        departments.create(desk, name="Support")
    with pytest.raises(Conflict):
        departments.change(desk, made, name="Support")

    assert ("department", "taken") == (refused.value.kind, refused.value.reason)
    desk.session.expire_all()
    assert "Field" == made.name


@pytest.mark.parametrize("below", [0, 1, 2])
def test_no_department_is_below_itself(desk, below):
    """Nor below one of those below it."""
    line = [departments.create(desk, name="A")]
    for name in ("B", "C"):
        line.append(departments.create(desk, name=name, parent=line[-1]))

    with pytest.raises(Invalid) as refused:
        departments.change(desk, line[0], parent=line[below])

    assert ["parent"] == list(refused.value.fields)
    assert None is line[0].parent_id


def test_the_oldest_at_the_top_stands_in(desk):
    """The next one where it is gone; none where there is none."""
    before = departments.default_id(desk)
    other = departments.create(desk, name="Other")
    departments.erase(desk, desk.session.get_one(Department, 1))
    after = departments.default_id(desk)
    departments.erase(desk, other)

    assert (1, other.id, None) == (before, after, departments.default_id(desk))


def test_an_unused_department_is_erased(desk):
    """From the store."""
    made = departments.create(desk, name="Field")

    departments.erase(desk, made)

    assert None is desk.find(Department, made.id)
    assert ["department.created", "department.deleted"] == told(desk)


def with_ticket(desk, made):
    tickets.create(
        desk, subject="s", body="", requester=people.create(desk, name="P"), department_id=made.id
    )


def with_person(desk, made):
    people.create(desk, name="P", department=made)


def with_chat(desk, made):
    chats.create(desk, department_id=made.id)


def with_category(desk, made):
    categories.create(desk, name="Visits", department_id=made.id)


def with_child(desk, made):
    departments.create(desk, name="Below", parent=made)


@pytest.mark.parametrize("use", [with_ticket, with_person, with_chat, with_category, with_child])
def test_a_department_in_use_is_not_erased(desk, use):
    """Whatever uses it."""
    made = departments.create(desk, name="Field")
    use(desk, made)

    with pytest.raises(Conflict) as refused:
        departments.erase(desk, made)

    assert ("department", "used") == (refused.value.kind, refused.value.reason)
    assert made is desk.find(Department, made.id)


def test_what_stands_in_for_a_ticket_is_in_use(desk, ticket):
    """The default department, where a ticket has none."""
    with pytest.raises(Conflict):
        departments.erase(desk, desk.session.get_one(Department, 1))

    tickets.erase(desk, ticket)
    departments.erase(desk, desk.session.get_one(Department, 1))

    assert [] == desk.all(select(Department))
