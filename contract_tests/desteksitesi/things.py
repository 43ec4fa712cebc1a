"""What several chapters' tests put into the world."""

from io import BytesIO
from typing import Any

from contract_tests.desteksitesi.conftest import Client
from polydesk.core import tickets
from polydesk.core.models import Format, Person

FORBIDDEN = (403, "You don't have permission to perform this action")


def said(answer: Any) -> tuple[int, str]:
    """Status and text of an answer."""
    return answer.status_code, answer.text


def make_ticket(
    destek: Client,
    requester: str = "sam",
    category: str | None = "hardware",
    *,
    assignee: str | None = None,
    status_id: int | None = None,
    body: str | None = "It is stuck.",
) -> int:
    """A ticket, by its id, made by nobody in particular."""
    with destek.desk() as desk:
        return tickets.enter(
            desk,
            subject="Printer",
            body=body,
            format=Format.BBCODE,
            requester=desk.get(Person, destek.ids[requester]),
            category_id=destek.ids[category] if category else None,
            assignee_id=destek.ids[assignee] if assignee else None,
            status_id=status_id,
        )


def part(name: str, content: bytes = b"hello", kind: str | None = "text/plain") -> Any:
    """A file as werkzeug's client sends it."""
    return (BytesIO(content), name) if kind is None else (BytesIO(content), name, kind)
