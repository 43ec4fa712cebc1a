"""What the dialects have in common, as a client of each would do it, in the core's words.

Statuses and priorities are codes, None for a priority that is unset; people are called by key;
tickets by their number in the core.
"""

import html
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from werkzeug.test import Client, TestResponse

from polydesk.core.models import Format
from polydesk.site import Site

Ticket = Mapping[str, Any]
"""What a side shows: `subject`, `body`, `status`, `priority`, `requester`, `assignee`, `id`."""


@dataclass(frozen=True)
class Desk:
    """One world of the site; `ids` and `ulids` are those of its things by key.

    `values` are Ada's credentials as they are sent, by dialect, for those that nobody can choose.
    """

    site: Site
    world: str
    ids: Mapping[str, int]
    ulids: Mapping[str, str]
    values: Mapping[str, str]

    def key(self, id: int | str | None) -> str | None:
        """The key of an id or a ULID; None for none."""
        named = {value: key for names in (self.ids, self.ulids) for key, value in names.items()}
        return None if id is None else named[id]

    def row(self, id: int | str) -> Any:
        """A ticket as the core has it, by id or ULID; None where there is none."""
        path = f"/_polydesk/worlds/{self.world}/objects/tickets/{id}"
        answer = Client(self.site).get(path)
        return answer.json["core"] if answer.status_code == 200 else None


@dataclass(frozen=True)
class Said:
    """A reply as a side shows it: the words without markup, who said it by key, when."""

    words: str
    author: str | None
    internal: bool
    at: datetime


def words(body: str) -> str:
    """What is said in a body, whatever it is written in."""
    return html.unescape(re.sub(r"<[^>]*>", "", body)).strip()


class Side(ABC):
    """One dialect. `statuses` and `priorities` are its words for the codes.

    `writes` are the statuses that it can set, `unset` is its word for a priority that is not.
    `format` is what its clients write bodies in, `converts` what it shows other than written.
    `bin` is why the core keeps a ticket that was deleted here; None where it keeps nothing of it.
    """

    name: ClassVar[str]
    header: ClassVar[str]
    secret: ClassVar[str]
    statuses: ClassVar[Mapping[str, str]]
    priorities: ClassVar[Mapping[str, str]]
    unset: ClassVar[str | None]
    writes: ClassVar[tuple[str, ...]]
    deletes: ClassVar[bool] = False
    bin: ClassVar[str | None] = None
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


class Rewording(Side):
    """A dialect whose clients can change a ticket's own text."""

    @abstractmethod
    def reword(self, id: int, body: str) -> None:
        """Another text."""


class Tagging(Side):
    """A dialect whose tickets have tags."""

    @abstractmethod
    def tag(self, id: int, names: Sequence[str]) -> None:
        """Let a ticket have these tags and no other."""

    @abstractmethod
    def tags(self, id: int) -> Sequence[str]:
        """The tags of a ticket."""


class Talking(Side):
    """A dialect with replies and files; Sam and Tom can call it too."""

    @abstractmethod
    def say(self, id: int, words: str, by: str, *, internal: bool = False) -> None:
        """Answer in a ticket, as somebody by key."""

    @abstractmethod
    def said(self, id: int, to: str = "ada") -> list[Said]:
        """The replies that somebody may read, the oldest first."""

    @abstractmethod
    def attach(self, id: int, name: str, data: bytes) -> None:
        """Put a file beside a ticket."""

    @abstractmethod
    def files(self, id: int) -> Mapping[str, bytes]:
        """The files beside a ticket, by name."""
