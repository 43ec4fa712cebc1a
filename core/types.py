"""Types of tickets as admins arrange them; `catalogue` remembers them, `shelf` puts them away."""

from polydesk.core.desk import Desk
from polydesk.core.models import TicketType


def create(desk: Desk, *, name: str) -> TicketType:
    """A new type; others may be called alike."""
    made = desk.add(TicketType(name=name))
    desk.tell("ticket_type.created", made)
    return made


def change(desk: Desk, type: TicketType, *, name: str) -> None:
    """Give a type another name, for all vendors; the same one changes nothing."""
    type.name = name
    if desk.touch(type):
        desk.flush()
        desk.tell("ticket_type.changed", type)
