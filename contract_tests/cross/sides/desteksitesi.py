"""Destek Sitesi, whose bodies are BBCode, or HTML behind a mark."""

import base64
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property, partial
from typing import Any, ClassVar

from contract_tests.cross.sides.base import Rewording, Said, Tagging, Talking, Ticket, words
from polydesk.core import bodies
from polydesk.core.models import Format


def _basic(key: str) -> str:
    return f"Basic {base64.b64encode(f'{key}:destek_{key}'.encode()).decode()}"


def _as_html(body: str, format: Format) -> str:
    return f"<!--html-->{bodies.html(body, format)}"


class Destek(Rewording, Talking, Tagging):
    """Destek Sitesi: every ticket is of a category, and Markdown shows as HTML."""

    name = "desteksitesi"
    header = "Authorization"
    secret = _basic("ada")
    statuses: ClassVar[Mapping[str, str]] = {
        "NEW": "New",
        "OPEN": "In progress",
        "PENDING": "Pending",
        "HELD": "On hold",
        "RESOLVED": "Resolved",
        "CLOSED": "Closed",
        "CANCELLED": "Closed",
    }
    priorities: ClassVar[Mapping[str, str]] = {
        "LOW": "-1",
        "NORMAL": "0",
        "HIGH": "1",
        "URGENT": "2",
    }
    unset = "0"
    writes = ("NEW", "OPEN", "PENDING", "HELD", "RESOLVED", "CLOSED")
    deletes = True
    format = Format.BBCODE
    converts: ClassVar[Mapping[Format, Callable[[str], str]]] = {
        format: partial(_as_html, format=format) for format in (Format.MARKDOWN, Format.HTML)
    }
    _NUMBERS: ClassVar[Mapping[str, int]] = dict(zip(writes, (1, 2, 104, 105, 106, 3), strict=True))

    def create(self, *, subject: str, body: str, priority: str | None, status: str) -> int:
        asked = {
            "categoryId": self._hardware,
            "subject": subject,
            "body": body,
            "priorityId": self.priority(priority),
            "userId": self.desk.ids["sam"],
        }
        answer = self.open("POST", "/api/Ticket", data=asked)
        assert answer.status_code == 200, answer.text
        id = int(answer.text)
        if status != "NEW":
            self.move(id, status)
        return id

    @cached_property
    def _hardware(self) -> int:
        categories: Any = self.open("GET", "/api/Categories").json
        return next(int(one["CategoryID"]) for one in categories if one["Name"] == "Hardware")

    def show(self, id: int) -> Ticket | None:
        answer = self.open("GET", f"/api/Ticket/{id}")
        if answer.status_code == 404:
            return None
        shown: Any = answer.json
        return {
            "id": shown["TicketID"],
            "subject": shown["Subject"],
            "body": shown["Body"],
            "status": shown["Status"],
            "priority": str(shown["Priority"]),
            "requester": self.desk.key(shown["SubmitterUserInfo"]["UserID"]),
            "assignee": self.desk.key(shown["AssignedToUserID"]),
        }

    def _do(self, method: str, id: int, **given: Any) -> None:
        answer = self.open("POST", f"/api/{method}", data={"id": id, **given})
        assert (answer.status_code, answer.data) == (200, b""), answer.text

    def move(self, id: int, status: str) -> None:
        self._do("UpdateTicket", id, statusId=self._NUMBERS[status])

    def reword(self, id: int, body: str) -> None:
        self._do("UpdateTicket", id, body=body)

    def assign(self, id: int, key: str | None) -> None:
        self._do("UpdateTicket", id, assignedUserId=0 if key is None else self.desk.ids[key])

    def delete(self, id: int) -> None:
        self._do("DeleteTicket", id)

    def tag(self, id: int, names: Sequence[str]) -> None:
        self._do("UpdateTicket", id, tags=",".join(names))

    def tags(self, id: int) -> Sequence[str]:
        shown: Any = self.open("GET", f"/api/Ticket/{id}").json
        return [one["Name"] for one in shown["Tags"]]

    def say(self, id: int, words: str, by: str, *, internal: bool = False) -> None:
        asked = {"id": id, "body": words, "forTechsOnly": internal}
        answer = self.open("POST", "/api/Comment", secret=_basic(by), json=asked)
        assert answer.status_code == 200, answer.text

    def said(self, id: int, to: str = "ada") -> list[Said]:
        listed: Any = self.open("GET", f"/api/Comments?id={id}", secret=_basic(to)).json
        return [
            Said(
                words(one["Body"]),
                self.desk.key(one["UserID"]),
                one["ForTechsOnly"],
                datetime.fromisoformat(one["CommentDate"]),
            )
            for one in reversed(listed)
            if not one["IsSystem"]
        ]

    def attach(self, id: int, name: str, data: bytes) -> None:
        sent = {"uploadFile": (io.BytesIO(data), name)}
        answer = self.open("POST", f"/api/AttachFile?id={id}", data=sent)
        assert answer.status_code == 200, answer.text

    def files(self, id: int) -> Mapping[str, bytes]:
        shown: Any = self.open("GET", f"/api/Ticket/{id}").json
        return {
            one["FileName"]: self.open("GET", f"/api/Attachment?id={one['FileID']}").data
            for one in shown["Attachments"]
        }
