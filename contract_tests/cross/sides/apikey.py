"""Helpdesk Pro with API keys, which has neither replies nor files."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, ClassVar

from contract_tests.cross.sides.base import Rewording, Ticket
from polydesk.core import bodies
from polydesk.core.models import Format


class Apikey(Rewording):
    """Helpdesk Pro with API keys."""

    name = "helpdeskpro-apikey"
    header, secret = "X-API-Key", "hp_cross_abc123"
    statuses: ClassVar[Mapping[str, str]] = {
        "NEW": "Open",
        "OPEN": "In Progress",
        "PENDING": "Pending",
        "HELD": "On Hold",
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
    writes = tuple(statuses)
    deletes = True
    converts: ClassVar[Mapping[Format, Callable[[str], str]]] = {
        Format.HTML: partial(bodies.text, format=Format.HTML)
    }

    def create(self, *, subject: str, body: str, priority: str | None, status: str) -> int:
        asked = {
            "subject": subject,
            "description": body,
            "priority": self.priority(priority),
            "status": self.statuses[status],
            "created_by": "sam",
        }
        answer = self.open("POST", "/tickets", json=asked)
        assert answer.status_code == 201, answer.text
        return int(answer.json["ticket"]["id"])  # type: ignore[index]

    def show(self, id: int) -> Ticket | None:
        answer = self.open("GET", f"/tickets/{id}")
        if answer.status_code == 404:
            return None
        shown = answer.json["ticket"]  # type: ignore[index]
        return {
            "id": shown["id"],
            "subject": shown["subject"],
            "body": shown["description"],
            "status": shown["status"],
            "priority": shown["priority"],
            "requester": self.desk.key(shown["created_by"]),
            "assignee": self.desk.key(shown["assigned_to"]),
        }

    def _change(self, id: int, **given: Any) -> None:
        answer = self.open("PATCH", f"/tickets/{id}", json=given)
        assert answer.status_code == 200, answer.text

    def move(self, id: int, status: str) -> None:
        self._change(id, status=self.statuses[status])

    def reword(self, id: int, body: str) -> None:
        self._change(id, description=body)

    def assign(self, id: int, key: str | None) -> None:
        self._change(id, assigned_to=key)

    def delete(self, id: int) -> None:
        answer = self.open("DELETE", f"/tickets/{id}")
        assert answer.status_code == 200, answer.text
