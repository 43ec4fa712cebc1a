"""What is run by the driver itself reads and writes as SQLAlchemy does."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, func, null, select, type_coerce
from sqlalchemy.exc import IntegrityError

from polydesk.core.models import Event, Person, Role, UtcText, World

NAMED = select(Person.id, Person.role, Person.created_at, Person.extras).where(
    Person.name == bindparam("name")
)
SOME = select(Person.id).where(Person.id.in_(bindparam("ids", expanding=True)))


def test_a_row_has_what_was_given_and_the_columns_defaults(desk):
    """As the same row has, read by the session."""
    id = desk.insert(Person, name="Ada", role=Role.AGENT, extras={"deskpro": {"stars": [1]}})

    read = desk.session.get_one(Person, id)

    assert ("Ada", Role.AGENT, {"deskpro": {"stars": [1]}}) == (read.name, read.role, read.extras)
    assert (desk.now(), desk.now()) == (read.created_at, read.updated_at)


def test_rows_have_names_and_python_values(desk):
    """Enumerations, moments and JSON are converted."""
    id = desk.insert(Person, name="Ada", role=Role.ADMIN)

    (row,) = desk.rows(NAMED, name="Ada")

    assert (id, Role.ADMIN, desk.now(), {}) == tuple(row)
    assert Role.ADMIN is row.role


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 2, 3, 4, 5, 6, 999_999, tzinfo=UTC), "2026-02-03T04:05:06Z"),
        (datetime(999, 12, 31, tzinfo=UTC), "0999-12-31T00:00:00Z"),
        (None, None),
    ],
)
def test_moments_are_read_as_text(desk, at, text):
    """Cut to the second, by the session as well."""
    desk.insert(Person, name="Ada", role=Role.USER, created_at=desk.now(), deleted_at=at)
    query = select(type_coerce(Person.deleted_at, UtcText("Z"))).where(Person.name == "Ada")

    assert [(text,)] == desk.rows(query) == desk.session.execute(query).all()


def test_a_list_is_bound_too(desk):
    """However long it is, and whether it comes with the values or with the query."""
    ids = [desk.insert(Person, name=name, role=Role.USER) for name in ("Ada", "Bo", "Cy")]
    others = select(Person.name).where(
        Person.id.not_in(ids[1:]), Person.created_at.in_(bindparam("times", expanding=True))
    )

    for some in (ids[:2], ids, ids[:1], ids[1:]):
        assert sorted(some) == sorted(id for (id,) in desk.rows(SOME, ids=some))
    assert [] == desk.rows(SOME, ids=[])
    assert [("Ada",)] == desk.rows(others, times=[desk.now()])
    assert [] == desk.rows(others, times=[])


def test_columns_without_a_name_do_no_harm(desk):
    """They are read by their place."""
    assert [(1, 1, None)] == desk.rows(select(func.count(), func.max(World.id), null()))


def test_what_the_database_refuses_is_sqlalchemys_error(desk):
    """So that whoever catches one catches all."""
    with pytest.raises(IntegrityError), desk.connection.begin_nested():
        desk.insert(
            Event, kind="thing.done", about="ticket", about_id=1, actor_id=999_999, at=desk.now()
        )


def test_a_row_may_say_any_columns(desk):
    """However many choices of them there have been; what is said to be NULL gets no default."""
    names = ("phone", "city", "region", "country", "location", "notes")
    for number in range(2 ** len(names)):
        said = {name: f"{at}" for at, name in enumerate(names) if number >> at & 1}
        id = desk.insert(Person, name="Ada", role=Role.AGENT, **said, title=None)

        read = desk.session.get_one(Person, id)

        assert said == {name: value for name in names if (value := getattr(read, name))}
        assert (Role.AGENT, {}, False) == (read.role, read.extras, read.disabled)


def test_null_is_no_default(desk):
    """Who says that a column is NULL means it, also where it may not be."""
    with pytest.raises(IntegrityError), desk.connection.begin_nested():
        desk.insert(Event, kind="thing.done", about="ticket", about_id=1, at=desk.now(), data=None)
