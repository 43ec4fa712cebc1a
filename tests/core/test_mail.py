"""Mails: kept, with what is in them."""

from sqlalchemy import select

from polydesk.core import mail
from polydesk.core.models import Mail


def test_a_mail_is_kept(desk):
    """With what is in its text."""
    mail.send(desk, to="a@x.example", subject="Reset", text="See …/abc", data={"token": "abc"})

    (kept,) = desk.all(select(Mail))
    assert ("a@x.example", "Reset", "See …/abc", {"token": "abc"}) == (
        kept.to,
        kept.subject,
        kept.text,
        kept.data,
    )
