"""Types of tickets as admins arrange them."""

from sqlalchemy import select

from polydesk.core import catalogue, types
from polydesk.core.models import Event


def told(desk):
    """What happened to types."""
    query = select(Event.kind).filter_by(about="ticket_type").order_by(Event.id)
    return list(desk.all(query))


def test_a_type_is_made_and_known_at_once(desk):
    """Even beside one of its name."""
    made = types.create(desk, name="Question")

    assert "Question" == catalogue.type(desk, made.id).name
    assert [3, made.id] == [
        id for id, known in catalogue.types(desk).items() if known.name == "Question"
    ]
    assert ["ticket_type.created"] == told(desk)


def test_a_type_is_renamed(desk):
    """What stays the same is not told."""
    made = types.create(desk, name="Outage")

    types.change(desk, made, name="Outage")
    types.change(desk, made, name="Downtime")

    assert "Downtime" == catalogue.type(desk, made.id).name
    assert ["ticket_type.created", "ticket_type.changed"] == told(desk)
