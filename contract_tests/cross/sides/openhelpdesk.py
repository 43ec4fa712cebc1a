"""Open Help Desk, whose bodies are Markdown."""

import io
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, ClassVar

from contract_tests.cross.sides.base import Said, Talking, Ticket, words
from polydesk.core import bodies
from polydesk.core.models import Format


class OpenHelpDesk(Talking):
    """Open Help Desk: every ticket is of a category, and no API deletes one."""

    name = "openhelpdesk"
    header, secret = "Authorization", "Bearer ohd_sk_ada"
    statuses: ClassVar[Mapping[str, str]] = {
        "NEW": "New",
        "OPEN": "In Progress",
        "PENDING": "Pending",
        "HELD": "Pending",
        "RESOLVED": "Resolved",
        "CLOSED": "Closed",
        "CANCELLED": "Closed",
    }
    priorities: ClassVar[Mapping[str, str]] = {
        "LOW": "Low",
        "NORMAL": "Medium",
        "HIGH": "High",
        "URGENT": "Critical",
    }
    unset = "Medium"
    writes = ("NEW", "OPEN", "PENDING", "RESOLVED", "CLOSED")
    format = Format.MARKDOWN
    converts: ClassVar[Mapping[Format, Callable[[str], str]]] = {
        Format.HTML: partial(bodies.markdown, format=Format.HTML)
    }

    def create(self, *, subject: str, body: str, priority: str | None, status: str) -> int:
        asked = {
            "subject": subject,
            "description": body,
            "priority": self.priority(priority),
            "category_id": self.desk.ulids["hardware"],
        }
        answer = self.open("POST", "/api/tickets", secret="Bearer ohd_sk_sam", json=asked)
        assert answer.status_code == 201, answer.text
        id = int(self.desk.row(answer.json["id"])["id"])  # type: ignore[index]
        if status != "NEW":
            self.move(id, status)
        return id

    def show(self, id: int) -> Ticket | None:
        row = self.desk.row(id)
        answer = self.open("GET", f"/api/tickets/{row['ulid'] if row else id}")
        if answer.status_code == 404:
            return None
        shown: Any = answer.json
        return {
            "id": self.desk.row(shown["id"])["id"],
            "subject": shown["subject"],
            "body": shown["description"],
            "status": shown["status"],
            "priority": shown["priority"],
            "requester": self.desk.key(shown["submitter"]["id"]),
            "assignee": self.desk.key((shown["assignee"] or {"id": None})["id"]),
        }

    def _change(self, id: int, **given: Any) -> None:
        answer = self.open("PATCH", f"/api/tickets/{self.desk.row(id)['ulid']}", json=given)
        assert answer.status_code == 200, answer.text

    def move(self, id: int, status: str) -> None:
        statuses: Any = self.open("GET", "/api/statuses").json
        ids = {one["name"]: one["id"] for one in statuses["data"]}
        self._change(id, status_id=ids[self.statuses[status]])

    def assign(self, id: int, key: str | None) -> None:
        self._change(id, assignee_id=None if key is None else self.desk.ulids[key])

    def _path(self, id: int) -> str:
        return f"/api/tickets/{self.desk.row(id)['ulid']}"

    def say(self, id: int, words: str, by: str, *, internal: bool = False) -> None:
        asked = {"body": words, "is_internal": internal}
        path = f"{self._path(id)}/replies"
        answer = self.open("POST", path, secret=f"Bearer ohd_sk_{by}", json=asked)
        assert answer.status_code == 201, answer.text

    def said(self, id: int, to: str = "ada") -> list[Said]:
        answer = self.open("GET", f"{self._path(id)}/replies", secret=f"Bearer ohd_sk_{to}")
        listed: Any = answer.json
        return [
            Said(
                words(one["body"]),
                self.desk.key(one["author"]["id"]),
                one["is_internal"],
                datetime.fromisoformat(one["created_at"]),
            )
            for one in listed["data"]
        ]

    def attach(self, id: int, name: str, data: bytes) -> None:
        sent = {"file": (io.BytesIO(data), name)}
        answer = self.open("POST", f"{self._path(id)}/attachments", data=sent)
        assert answer.status_code == 201, answer.text

    def files(self, id: int) -> Mapping[str, bytes]:
        path = f"{self._path(id)}/attachments"
        listed: Any = self.open("GET", path).json
        return {
            one["filename"]: self.open("GET", f"{path}/{one['id']}").data for one in listed["data"]
        }
