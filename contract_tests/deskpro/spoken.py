"""Tickets of Sam's as other vendors' clients make them, and files as clients of this one do."""

import io
from typing import TYPE_CHECKING, Any

from polydesk.core import accounts, files, said, tickets
from polydesk.core.desk import Account, Desk
from polydesk.core.models import Format, Message, MessageKind, Ticket

if TYPE_CHECKING:
    from contract_tests.deskpro.conftest import Client


def quiet(deskpro: "Client", **given: Any) -> int:
    """The id of a ticket in which nothing is said."""
    return _made(deskpro, body=None, **given)


def spoken(deskpro: "Client") -> int:
    """The id of a ticket in which much is said.

    A text with a file, a reply of Tom's, a note of Tia's, a log, and what a rule says.
    """
    id = _made(deskpro, body="Help <me>\nnow", attached=[("panic.txt", b"aaa")])
    with deskpro.desk() as desk:
        ticket = desk.get(Ticket, id)
        text = {"body": "**Which** one?", "format": Format.MARKDOWN, "by_user": False}
        said.say(desk, ticket, author=_who(desk, deskpro, "tom"), **text)
        text = {"body": "<p>Ours</p>", "format": Format.HTML, "by_user": False}
        said.say(desk, ticket, author=_who(desk, deskpro, "tia"), internal=True, **text)
        desk.add(Message(ticket_id=id, kind=MessageKind.SYSTEM, body="Assigned."))
        said.say(desk, ticket, author=None, body="By a rule.", by_user=False)
    return id


def _made(deskpro: "Client", *, body: str | None, attached: Any = (), **given: Any) -> int:
    with deskpro.desk() as desk:
        made = [
            files.make(desk, name=name, data=data, media_type="text/plain")
            for name, data in attached
        ]
        sam = _who(desk, deskpro, "sam")
        asked = {"subject": "Printer on fire", "requester": sam, "body": body, "files": made}
        return tickets.enter(desk, **asked | given)


def _who(desk: Desk, deskpro: "Client", key: str) -> Account:
    found = accounts.find(desk, deskpro.ids[key])
    assert found is not None
    return found


def upload(deskpro: "Client", name: str = "a.txt", data: bytes = b"abc", **sent: Any) -> Any:
    """A blob, as the API answers it."""
    parts = {"file": (io.BytesIO(data), name, *sent.pop("kind", ()))}
    answer = deskpro.post("/blobs/temp", data=parts, **sent)
    assert answer.status_code == 201, answer.text
    return answer.json["data"]  # type: ignore[index]


def attached(deskpro: "Client", ticket: int, message: int | None = None) -> list[str]:
    """The names of the files in a ticket, or of a message of it."""
    at = f"/tickets/{ticket}" + (f"/messages/{message}" if message else "")
    return [one["blob"]["filename"] for one in deskpro.data(f"{at}/attachments")]
