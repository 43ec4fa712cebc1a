"""Tickets of people without an account."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from polydesk.core import addresses
from polydesk.core.desk import Desk
from polydesk.core.models import World
from polydesk.core.people import Reference


@dataclass(frozen=True)
class Guest:
    """Who they say they are; nobody has proved it."""

    email: str
    name: str | None = None
    phone: str | None = None


def requester(desk: Desk, guest: Guest) -> Reference:
    """The living person of the guest's e-mail address, made if there is none."""
    name = guest.name or guest.email
    found = addresses.find_or_make(desk, guest.email, name=name, phone=guest.phone)
    return Reference(found.id, found.organization_id)


def columns(desk: Desk, guest: Guest) -> dict[str, Any]:
    """What is kept of a guest on the ticket, with the next tracking number of the world."""
    following = update(World).values(tracked=World.tracked + 1).returning(World.tracked)
    return {
        "guest_name": guest.name,
        "guest_email": guest.email,
        "guest_phone": guest.phone,
        "tracking_number": desk.connection.execute(following).scalar_one(),
    }
