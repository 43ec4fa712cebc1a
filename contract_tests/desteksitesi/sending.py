"""Requests as the real clients put them together, byte by byte where their libraries do."""

from collections.abc import Sequence
from typing import Any

from contract_tests.desteksitesi.conftest import Client

JSON = {"Content-Type": "application/json"}
"""What many clients send with every call, body or not."""
Part = tuple[str, bytes]
"""The header lines of a part of a multipart body, and what it holds."""


def multipart(parts: Sequence[Part], boundary: str = "xYzZY", *, quoted: bool = False) -> Any:
    """A multipart body, to be sent as it stands."""
    lines = [
        f"--{boundary}\r\n{headers}\r\n\r\n".encode() + body + b"\r\n" for headers, body in parts
    ]
    named = f'"{boundary}"' if quoted else boundary
    return {
        "data": b"".join(lines) + f"--{boundary}--\r\n".encode(),
        "content_type": f"multipart/form-data; boundary={named}",
    }


def dotnet(parts: Sequence[tuple[str, str]], files: Sequence[tuple[str, str, bytes]] = ()) -> Any:
    """As .NET's MultipartFormDataContent: names bare, a type on each text, the boundary quoted."""
    texts = [
        (
            "Content-Type: text/plain; charset=utf-8\r\n"
            f"Content-Disposition: form-data; name={name}",
            value.encode(),
        )
        for name, value in parts
    ]
    attached = [
        (
            f"Content-Disposition: form-data; name={name}; filename={filename}; "
            f"filename*=utf-8''{filename}",
            held,
        )
        for name, filename, held in files
    ]
    boundary = "a2e5ba6d-3b1e-4f0c-9b3c-1d0f4a6a2c11"
    return multipart([*texts, *attached], boundary, quoted=True)


def browser(parts: Sequence[tuple[str, str]], files: Sequence[tuple[str, str, bytes]] = ()) -> Any:
    """As browsers and curl: names quoted, a type on files alone."""
    texts = [
        (f'Content-Disposition: form-data; name="{name}"', value.encode()) for name, value in parts
    ]
    attached = [
        (
            f'Content-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
            "Content-Type: application/octet-stream",
            held,
        )
        for name, filename, held in files
    ]
    return multipart([*texts, *attached], "----WebKitFormBoundary7MA4YWxkTrZu0gW")


def opened(destek: Client, *, as_: str = "sam", **given: Any) -> int:
    """The id of a new ticket: of sam's, in Hardware, unless something else is `given`."""
    sent = {"categoryId": destek.ids["hardware"], "subject": "Printer", "body": "It jams."}
    answer = destek.post("/api/Ticket", as_=as_, data=sent | given)
    assert answer.status_code == 200, answer.text
    return int(answer.text)


def detail(destek: Client, id: int) -> Any:
    """A ticket as the administrator sees it alone."""
    return destek.get(f"/api/Ticket?id={id}").json


def standing(destek: Client, id: int) -> Any:
    """What of a ticket a refused request may not change: when its people were seen it may."""
    found = detail(destek, id)
    return {key: value for key, value in found.items() if not key.endswith("UserInfo")}


def comments(destek: Client, id: int) -> Any:
    """A ticket's comments as the administrator sees them, newest first."""
    return destek.get(f"/api/Comments?id={id}").json


OFFICE = {
    "custom_fields": [
        {"key": "room", "name": "Room", "usage": "ticket", "type": "text"},
        {
            "key": "impact",
            "name": "Impact",
            "usage": "ticket",
            "type": "choice",
            "options": ["One person", "Everybody"],
        },
        {"key": "needed", "name": "Needed by", "usage": "ticket", "type": "date"},
        {"key": "badge", "name": "Badge", "usage": "person", "type": "text"},
        {"key": "contract", "name": "Contract", "usage": "organization", "type": "text"},
        {"key": "warranty", "name": "Warranty", "usage": "asset", "type": "text"},
    ],
    "canned_replies": [{"key": "greeting", "name": "Greeting", "body": "Thank you."}],
    "rules": [
        {
            "key": "rule",
            "name": "Mark",
            "trigger": "created",
            "conditions": [{"type": "subject", "value": "urgent"}],
            "actions": [{"type": "tag", "value": "seen"}],
        }
    ],
}
"""A scenario: what clients meet in an installation that is in use."""


def bearer(destek: Client, name: str = "ada") -> dict[str, str]:
    """The header of a user's token."""
    token = destek.get("/User/Token?json=true", as_=name).json["token"]
    return {"Authorization": f"Bearer {token}"}


def asset(destek: Client, **given: Any) -> int:
    """The id of a new asset."""
    sent = {"modelName": "T14", "manufacturer": "Lenovo", "type": "Laptop", "supplier": "Shop"}
    answer = destek.post("/api/Asset", data=sent | given)
    assert answer.status_code == 200, answer.text
    return int(answer.json["id"])


def values(destek: Client, id: int) -> dict[str, Any]:
    """What a ticket's custom fields hold, by name."""
    found = destek.get(f"/api/TicketCustomFields?id={id}").json
    return {one["FieldName"]: one["Value"] for one in found}


def change(destek, ticket, **given):
    """Change the ticket by form; what it is then."""
    answer = destek.post("/api/UpdateTicket", data={"id": ticket, **given})
    assert (200, b"") == (answer.status_code, answer.data), answer.text
    return detail(destek, ticket)
