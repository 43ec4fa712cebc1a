"""What is to be said when a request cannot be answered as asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from polydesk.core import errors


@dataclass(eq=False)
class Malformed(errors.DeskError):
    """The body is not what its Content-Type says, or not an object: `reason` is for people."""

    reason: str


@dataclass(eq=False)
class Unstorable(errors.Invalid):
    """Text that no database stores: with NUL characters or lone surrogates."""


@dataclass(eq=False)
class Unavailable(errors.DeskError):
    """The server cannot answer yet, or not now: `reason` is for people."""

    reason: str


STATUS: Mapping[type[BaseException], int] = {
    errors.Unauthenticated: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Invalid: 400,
    errors.TooMany: 429,
    Malformed: 400,
    Unavailable: 503,
}
"""The status where an envelope says no other; what is not here and no HTTP error is a 500."""


@dataclass(frozen=True)
class Problem:
    """An error on its way to an envelope: its cause, the usual status, the headers it needs.

    `headers` holds what HTTP itself asks for, such as `Allow` on a 405.
    """

    cause: BaseException
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, cause: BaseException) -> "Problem":
        """The problem that an error of the core, of the kit or of werkzeug is."""
        if isinstance(cause, HTTPException):
            kept = ("Allow", "Location", "Retry-After")
            headers = {name: text for name, text in cause.get_headers() if name in kept}
            return cls(cause, cause.code or 500, headers)
        if isinstance(cause, errors.TooMany):
            return cls(cause, 429, {"Retry-After": str(cause.retry_after)})
        if is_away(cause):
            return cls(Unavailable("the database does not answer"), 503)
        status = next((s for kind, s in STATUS.items() if isinstance(cause, kind)), 500)
        return cls(cause, status)

    @property
    def phrase(self) -> str | None:
        """What HTTP calls an error of its own; None for other causes."""
        return self.cause.name if isinstance(self.cause, HTTPException) else None

    @property
    def description(self) -> str | None:
        """What an error of HTTP's says, in werkzeug's words or in ours; None for other causes."""
        if not isinstance(self.cause, HTTPException):
            return None
        return self.cause.description or self.cause.name

    @property
    def told(self) -> str | None:
        """What an error of HTTP's says in our words; None where they are werkzeug's."""
        return self.description if "description" in vars(self.cause) else None

    @property
    def hint(self) -> str | None:
        """The first broken rule of an `Invalid`, as `field: reason`; None for other causes."""
        if not isinstance(self.cause, errors.Invalid):
            return None
        return first_hint(self.cause.fields)


def is_away(cause: BaseException) -> bool:
    """Whether an error is that the database cannot be reached, or has ended the connection."""
    return isinstance(cause, OperationalError) and (
        cause.connection_invalidated or cause.statement is None
    )


def first_hint(fields: object) -> str:
    """The first reason in `{field: [reason, …]}`, nested however deep, as `field.part: reason`."""
    path: list[str] = []
    while isinstance(fields, Mapping) and fields:
        name, fields = next(iter(fields.items()))
        path.append(str(name))
    reason = fields[0] if isinstance(fields, list | tuple) and fields else fields
    where = ".".join(name for name in path if name != "_schema")
    return f"{where}: {reason}" if where else str(reason)
