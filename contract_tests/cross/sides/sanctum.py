"""HelpDesk Pro (Sanctum), whose bodies are plain text."""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, ClassVar

from contract_tests.cross.sides.base import Rewording, Said, Tagging, Talking, Ticket, words
from polydesk.core import bodies
from polydesk.core.models import Format

PLAIN: Mapping[Format, Callable[[str], str]] = {
    format: partial(bodies.text, format=format)
    for format in (Format.MARKDOWN, Format.HTML, Format.BBCODE)
}


def _bearer(key: str) -> str:
    return f"Bearer {key * 16}"


class Sanctum(Rewording, Talking, Tagging):
    """HelpDesk Pro (Sanctum): agents see what is theirs to do, customers what they have asked."""

    name = "helpdeskpro-sanctum"
    header, secret = "Authorization", _bearer("ada")
    statuses: ClassVar[Mapping[str, str]] = {
        "NEW": "Open",
        "OPEN": "In Progress",
        "PENDING": "Pending",
        "HELD": "Pending",
        "RESOLVED": "Resolved",
        "CLOSED": "Closed",
        "CANCELLED": "Cancelled",
    }
    priorities: ClassVar[Mapping[str, str]] = {
        "LOW": "Low",
        "NORMAL": "Medium",
        "HIGH": "High",
        "URGENT": "Critical",
    }
    unset = None
    writes = ("NEW", "OPEN", "PENDING", "RESOLVED", "CLOSED", "CANCELLED")
    deletes = True
    bin = "deleted"
    converts = PLAIN
    _NUMBERS: ClassVar[Mapping[str, int]] = dict(zip(writes, (1, 3, 2, 4, 5, 6), strict=True))
    _RANKS: ClassVar[Mapping[str | None, int]] = {"LOW": 1, "NORMAL": 2, "HIGH": 3, "URGENT": 4}

    def create(self, *, subject: str, body: str, priority: str | None, status: str) -> int:
        asked = {
            "subject": subject,
            "details": body,
            "status_id": self._NUMBERS[status],
            "priority_id": self._RANKS.get(priority),
            "user_id": self.desk.ids["sam"],
        }
        answer = self.open("POST", "/tickets", json=asked)
        assert answer.status_code == 201, answer.text
        id = int(answer.json["data"]["id"])
        if priority is None:  # to leave it out asks for the default
            self._change(id, priority_id=None)
        return id

    def show(self, id: int) -> Ticket | None:
        answer = self.open("GET", f"/tickets/{id}")
        if answer.status_code == 404:
            return None
        shown: Any = answer.json["data"]
        return {
            "id": shown["id"],
            "subject": shown["subject"],
            "body": shown["details"],
            "status": shown["status"]["name"],
            "priority": shown["priority"] and shown["priority"]["name"],
            "requester": self.desk.key(shown["user"]["id"]),
            "assignee": self.desk.key(shown["assigned_to"] and shown["assigned_to"]["id"]),
        }

    def _change(self, id: int, **given: Any) -> None:
        answer = self.open("PATCH", f"/tickets/{id}", json=given)
        assert answer.status_code == 200, answer.text

    def move(self, id: int, status: str) -> None:
        self._change(id, status_id=self._NUMBERS[status])

    def reword(self, id: int, body: str) -> None:
        self._change(id, details=body)

    def assign(self, id: int, key: str | None) -> None:
        self._change(id, assigned_to=None if key is None else self.desk.ids[key])

    def delete(self, id: int) -> None:
        answer = self.open("DELETE", f"/tickets/{id}")
        assert answer.status_code == 204, answer.text

    def tag(self, id: int, names: Sequence[str]) -> None:
        self._change(id, tags=[*names])

    def tags(self, id: int) -> Sequence[str]:
        shown: Any = self.open("GET", f"/tickets/{id}").json
        return list(shown["data"]["tags"])

    def say(self, id: int, words: str, by: str, *, internal: bool = False) -> None:
        asked = {"comment": words, "is_internal": internal}
        answer = self.open("POST", f"/tickets/{id}/comments", secret=_bearer(by), json=asked)
        assert answer.status_code == 201, answer.text

    def said(self, id: int, to: str = "ada") -> list[Said]:
        answer = self.open("GET", f"/tickets/{id}/comments?per_page=100", secret=_bearer(to))
        listed: Any = answer.json["data"]
        return [
            Said(
                words(one["comment"]),
                self.desk.key(one["user_id"]),
                one["is_internal"],
                datetime.fromisoformat(one["created_at"]),
            )
            for one in listed
        ]

    def attach(self, id: int, name: str, data: bytes) -> None:
        sent = {"file": (io.BytesIO(data), name), "ticket_id": str(id)}
        answer = self.open("POST", "/media", data=sent)
        assert answer.status_code == 201, answer.text

    def files(self, id: int) -> Mapping[str, bytes]:
        shown: Any = self.open("GET", f"/tickets/{id}").json["data"]
        root = self.desk.site.dialects[self.name].root
        return {
            one["name"]: self.open("GET", one["path"].partition(root)[2]).data
            for one in shown["attachments"]
        }
