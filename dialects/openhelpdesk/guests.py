"""Tickets of people without an account, and the links that open them. Source: contract 8.10."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from polydesk.core import access, mail
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.guests import Guest
from polydesk.core.models import Ticket
from polydesk.dialects.openhelpdesk import settings
from polydesk.dialects.openhelpdesk.auth import make_secret
from polydesk.dialects.openhelpdesk.settings import DIALECT
from polydesk.dialects.openhelpdesk.vocabulary import tracking_number

LINK = "guest_link"
"""The kind of the credential; its data are `{"ticket": id}`."""
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_LONGEST = {"guest_email": 255, "guest_name": 255, "guest_phone": 80}
_DAYS = 100 * 365


def read(given: Mapping[str, Any]) -> Guest:
    """Who a guest says they are; raises Invalid."""
    email = _line(given, "guest_email")
    if email is None:
        raise Invalid({"guest_email": ["guest_email is required"]})
    if not _ADDRESS.fullmatch(email):
        raise Invalid({"guest_email": ["invalid guest_email"]})
    return Guest(email, _line(given, "guest_name"), _line(given, "guest_phone"))


def _line(given: Mapping[str, Any], name: str) -> str | None:
    value = given.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or len(value.strip()) > _LONGEST[name]:
        raise Invalid({name: [f"invalid {name}"]})
    return value.strip() or None


def send_link(desk: Desk, ticket: Ticket) -> None:
    """Mail a fresh link for a guest's ticket; it works for as many days as the setting says."""
    token = make_secret(desk)
    days = min(max(0, settings.of(desk, "guest_link_expiry_days")), _DAYS)
    access.issue(
        desk,
        dialect=DIALECT,
        kind=LINK,
        secret=token,
        expires_at=desk.now() + timedelta(days=days),
        data={"ticket": ticket.id},
    )
    number = tracking_number(ticket.tracking_number)
    link = f"/api/tickets/{ticket.ulid}?token={token}"
    mail.send(
        desk,
        to=str(ticket.guest_email),
        subject=f"[{number}] {ticket.subject}",
        text=f"Your ticket {number} is open. Follow it here: {link}",
        data={"token": token, "link": link, "tracking_number": number},
    )
