"""What the dialects have in common, as a client of each would do it, in the core's words.

Statuses and priorities are codes, None for a priority that is unset; people are called by key;
tickets by their number in the core.
"""

import base64
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from werkzeug.test import Client, TestResponse

from polydesk.core import bodies
from polydesk.core.models import Format
from polydesk.site import Site

Ticket = Mapping[str, Any]
"""What a side shows: `subject`, `body`, `status`, `priority`, `requester`, `assignee`, `id`."""


@dataclass(frozen=True)
class Desk:
    """One world of the site; `ids` and `ulids` are those of its things by key."""

    site: Site
    world: str
    ids: Mapping[str, int]
    ulids: Mapping[str, str]

    def key(self, id: int | str | None) -> str | None:
        """The key of an id or a ULID; None for none."""
        named = {value: key for names in (self.ids, self.ulids) for key, value in names.items()}
        return None if id is None else named[id]

    def row(self, id: int | str) -> Any:
        """A ticket as the core has it, by id or ULID; None where there is none."""
        path = f"/_polydesk/worlds/{self.world}/objects/tickets/{id}"
        answer = Client(self.site).get(path)
        return answer.json["core"] if answer.status_code == 200 else None


class Side(ABC):
    """One dialect. `statuses` and `priorities` are its words for the codes.

    `writes` are the statuses that it can set, `unset` is its word for a priority that is not.
    `format` is what its clients write bodies in, `converts` what it shows other than written.
    """

    name: ClassVar[str]
    header: ClassVar[str]
    secret: ClassVar[str]
    statuses: ClassVar[Mapping[str, str]]
    priorities: ClassVar[Mapping[str, str]]
    unset: ClassVar[str | None]
    writes: ClassVar[tuple[str, ...]]
    deletes: ClassVar[bool] = False
    format: ClassVar[Format] = Format.TEXT
    converts: ClassVar[Mapping[Format, Callable[[str], str]]] = {}

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def open(self, method: str, path: str, secret: str = "", **sent: Any) -> TestResponse:
        """Send a request, with the credential of the side unless another is given."""
        root = self.desk.site.dialects[self.name].root
        url = f"/~{self.desk.world}/{self.name}{root}{path}"
        headers = {self.header: secret or self.secret}
        return Client(self.desk.site).open(url, method=method, headers=headers, **sent)

    def priority(self, code: str | None) -> str | None:
        """The word for a code."""
        return self.unset if code is None else self.priorities[code]

    def reads(self, body: str, made_in: "Side") -> str:
        """How a body shows here that was written there."""
        convert = self.converts.get(made_in.format)
        return body if convert is None else convert(body)

    @abstractmethod
    def create(self, *, subject: str, body: str, priority: str | None, status: str) -> int:
        """A new ticket of Sam's."""

    @abstractmethod
    def show(self, id: int) -> Ticket | None:
        """A ticket as the side shows it, people by key; None where it shows none."""

    @abstractmethod
    def move(self, id: int, status: str) -> None:
        """Another status."""

    @abstractmethod
    def assign(self, id: int, key: str | None) -> None:
        """Another assignee."""

    def delete(self, id: int) -> None:
        """Take a ticket away, where the vendor has that."""
        raise NotImplementedError


class Apikey(Side):
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

    def assign(self, id: int, key: str | None) -> None:
        self._change(id, assigned_to=key)

    def delete(self, id: int) -> None:
        answer = self.open("DELETE", f"/tickets/{id}")
        assert answer.status_code == 200, answer.text


class OpenHelpDesk(Side):
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
    priorities = Apikey.priorities
    unset = "Medium"
    writes = ("NEW", "OPEN", "PENDING", "RESOLVED", "CLOSED")
    format = Format.MARKDOWN

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


def _as_html(body: str) -> str:
    return f"<!--html-->{bodies.html(body, Format.MARKDOWN)}"


class Destek(Side):
    """Destek Sitesi: every ticket is of a category, and Markdown shows as HTML."""

    name = "desteksitesi"
    header = "Authorization"
    secret = f"Basic {base64.b64encode(b'ada:destek_ada').decode()}"
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
    converts: ClassVar[Mapping[Format, Callable[[str], str]]] = {Format.MARKDOWN: _as_html}
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

    def assign(self, id: int, key: str | None) -> None:
        self._do("UpdateTicket", id, assignedUserId=0 if key is None else self.desk.ids[key])

    def delete(self, id: int) -> None:
        self._do("DeleteTicket", id)


SIDES: tuple[type[Side], ...] = (Apikey, OpenHelpDesk, Destek)
