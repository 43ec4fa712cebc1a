"""Deskpro, whose bodies are HTML, and whose tickets list their own text among the messages."""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property, partial
from typing import Any, ClassVar

from contract_tests.cross.sides.base import Said, Tagging, Talking, Ticket, words
from polydesk.core.models import Format
from polydesk.dialects.deskpro.shown import as_html

_BASE = "/api/v2"


class Deskpro(Talking, Tagging):
    """Deskpro, asked by agents only: what Sam says is said in his name."""

    name = "deskpro"
    header = "Authorization"
    statuses: ClassVar[Mapping[str, str]] = {
        "NEW": "awaiting_agent",
        "OPEN": "awaiting_agent",
        "PENDING": "awaiting_user",
        "HELD": "pending",
        "RESOLVED": "resolved",
        "CLOSED": "archived",
        "CANCELLED": "archived",
    }
    priorities: ClassVar[Mapping[str, str]] = {
        "LOW": "Low",
        "NORMAL": "Medium",
        "HIGH": "High",
        "URGENT": "Critical",
    }
    unset = None
    writes = ("NEW", "PENDING", "HELD", "RESOLVED", "CLOSED")
    deletes = True
    bin = "deleted"
    format = Format.HTML
    converts: ClassVar[Mapping[Format, Callable[[str], str]]] = {
        format: partial(as_html, format=format)
        for format in (Format.TEXT, Format.MARKDOWN, Format.BBCODE)
    }

    @property
    def secret(self) -> str:  # type: ignore[override]
        """The key of Ada."""
        return self.desk.values["deskpro"]

    def _do(self, method: str, path: str, **sent: Any) -> Any:
        answer = self.open(method, f"{_BASE}{path}", **sent)
        assert answer.status_code < 300, answer.text
        return answer.json["data"] if answer.data else None  # type: ignore[index]

    @cached_property
    def _priority_ids(self) -> Mapping[str, int]:
        found = self._do("GET", "/ticket_priorities?count=100")
        by_rank = {one["priority"]: one["id"] for one in reversed(found)}
        return dict(zip(self.priorities, (by_rank[rank] for rank in sorted(by_rank)), strict=True))

    def create(self, *, subject: str, body: str, priority: str | None, status: str) -> int:
        asked = {
            "subject": subject,
            "person": self.desk.ids["sam"],
            "priority": None if priority is None else self._priority_ids[priority],
            "status": self.statuses[status],
            "message": {"message": body, "format": "html"},
        }
        return int(self._do("POST", "/tickets", json=asked)["id"])

    def show(self, id: int) -> Ticket | None:
        answer = self.open("GET", f"{_BASE}/tickets/{id}")
        if answer.status_code == 404:
            return None
        shown: Any = answer.json["data"]  # type: ignore[index]
        said = self._do("GET", f"/tickets/{id}/messages?count=1")
        codes = {number: code for code, number in self._priority_ids.items()}
        code = codes.get(shown["priority"])
        return {
            "id": shown["id"],
            "subject": shown["subject"],
            "body": said[0]["message"] if said else "",
            "status": shown["status"],
            "priority": None if code is None else self.priorities[code],
            "requester": self.desk.key(shown["person"]),
            "assignee": self.desk.key(shown["agent"]),
        }

    def move(self, id: int, status: str) -> None:
        self._do("PUT", f"/tickets/{id}", json={"status": self.statuses[status]})

    def assign(self, id: int, key: str | None) -> None:
        agent = None if key is None else self.desk.ids[key]
        self._do("PUT", f"/tickets/{id}", json={"agent": agent})

    def delete(self, id: int) -> None:
        self._do("DELETE", f"/tickets/{id}")

    def tag(self, id: int, names: Sequence[str]) -> None:
        self._do("PUT", f"/tickets/{id}", json={"labels": names})

    def tags(self, id: int) -> Sequence[str]:
        return list(self._do("GET", f"/tickets/{id}")["labels"])

    def say(self, id: int, words: str, by: str, *, internal: bool = False) -> None:
        asked = {"message": words, "person": self.desk.ids[by], "is_note": internal}
        self._do("POST", f"/tickets/{id}/messages", json=asked)

    def said(self, id: int, to: str = "ada") -> list[Said]:
        if to != "ada":  # end users have no API
            return []
        return [
            Said(
                words(one["message"]),
                self.desk.key(one["person"]),
                bool(one["is_agent_note"]),
                datetime.fromisoformat(one["date_created"]),
            )
            for one in self._do("GET", f"/tickets/{id}/messages")[1:]
        ]

    def attach(self, id: int, name: str, data: bytes) -> None:
        blob = self._do("POST", "/blobs/temp", data={"file": (io.BytesIO(data), name)})
        attached = [{"blob_auth": blob["blob_auth"]}]
        asked = {"message": "See the file.", "attachments": attached}
        self._do("POST", f"/tickets/{id}/messages", json=asked)

    def files(self, id: int) -> Mapping[str, bytes]:
        blobs = [one["blob"] for one in self._do("GET", f"/tickets/{id}/attachments")]
        return {
            one["filename"]: self.open("GET", f"/file.php/{one['blob_auth']}/x").data
            for one in blobs
        }
