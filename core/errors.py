"""What can go wrong at a help desk, as data: no status, no wording.

Each dialect says these in its vendor's words, in the table of its `envelope.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(eq=False)
class DeskError(Exception):
    """The root of all errors that a client, not the server, has caused."""

    def __post_init__(self) -> None:
        """Let the error be printed, copied and pickled like any other exception."""
        super().__init__(*(getattr(self, name) for name in self.__dataclass_fields__))


@dataclass(eq=False)
class Unauthenticated(DeskError):
    """Nobody is known to be calling. `reason` is for logs, not for clients."""

    reason: str = "no credentials"


@dataclass(eq=False)
class NotFound(DeskError):
    """There is no `kind` (a table's name in the singular) called `key`."""

    kind: str
    key: object = None


@dataclass(eq=False)
class Hidden(NotFound):
    """It exists, and the actor may not know. Vendors that answer 403 map this one apart."""


@dataclass(eq=False)
class Forbidden(DeskError):
    """The actor may not do `action` (`noun.verb`)."""

    action: str


@dataclass(eq=False)
class Invalid(DeskError):
    """Input breaks a rule: `fields` is `{field: [reason, …]}`, nested like the input."""

    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(eq=False)
class Conflict(DeskError):
    """The state of `kind` does not allow it: `reason` is a word such as `taken` or `closed`."""

    kind: str
    reason: str


@dataclass(eq=False)
class TooMany(DeskError):
    """A limit is spent, of `count` requests; `retry_after` is in seconds of the world's clock."""

    retry_after: int
    count: int = 0
