"""Accounts as the vendor makes and mends them. Source: contract 6.7 and 8.6."""

from datetime import timedelta
from urllib.parse import urlencode

from polydesk.core import access, mail, passwords, people, text
from polydesk.core.desk import Desk
from polydesk.core.models import Person, Role
from polydesk.dialects.openhelpdesk.auth import make_secret
from polydesk.dialects.openhelpdesk.settings import DIALECT

RESET = "reset"
"""The kind of credentials that reset a password."""
RESET_LIVES = timedelta(hours=1)


def make(desk: Desk, *, name: str, email: str, role: Role, password: str) -> Person:
    """A new account; who was known as a guest of this address only keeps what they have asked.

    Raises Conflict("person", "taken").
    """
    person = people.find_by_email(desk, email)
    if person is None or person.can_sign_in or person.email_key != text.key(email):
        person = people.create(desk, name=name, email=email, role=role)
    else:
        people.change(desk, person, name=name, role=role, can_sign_in=True)
    passwords.set(desk, person, password)
    return person


def mail_reset(desk: Desk, person: Person, base_url: str) -> None:
    """Mail a link that resets the password, good for an hour; nothing to who has no address.

    The password works as before till the link is used. Source: contract 8.6.
    """
    if person.email is None:
        return
    token = make_secret(desk)
    access.issue(
        desk,
        dialect=DIALECT,
        kind=RESET,
        secret=token,
        owner=person,
        expires_at=desk.now() + RESET_LIVES,
    )
    url = f"{base_url}/reset-password?{urlencode({'token': token})}"
    mail.send(
        desk,
        to=person.email,
        subject="Reset your password",
        text=f"Choose a new password within an hour:\n\n{url}\n",
        data={"token": token, "url": url},
    )
