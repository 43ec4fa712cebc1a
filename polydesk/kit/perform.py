"""Doing what an operation does, for who has not come by HTTP."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema
from sqlalchemy import Select

from polydesk.core.desk import Desk
from polydesk.kit.dump import dump, dump_all
from polydesk.kit.parse import load
from polydesk.kit.routes import Operation


@dataclass(frozen=True)
class Answer:
    """What is answered, before it is put into bytes: JSON, but for what the headers say.

    A view that gives one has put the body together by itself: no schema and no envelope is put
    to it. The body of a 204 is None.
    """

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def perform(
    desk: Desk, operation: Operation, url: Mapping[str, Any], **places: Mapping[str, Any]
) -> Any:
    """What an operation answers, without the envelope; of a list all of it, unpaged.

    `url` has the parts of the path, `places` what a client would send in each place that the
    operation takes. The caller is the desk's, and everything is checked as for a request: `at`,
    then the schemas. Raises what the operation raises.
    """
    arguments = url if operation.at is None else operation.at(desk, **url)
    taken = {place: load(schema, places[place]) for place, schema in operation.takes.items()}
    result, _ = pair(operation.view(desk, **arguments, **taken))
    if operation.writes:
        desk.flush()  # what is answered is what is stored
    if isinstance(result, Select):
        result = desk.all(result)
    if operation.pages is not None:
        return dumped_all(operation, result)
    return dumped(operation, result)


def pair(result: Any) -> tuple[Any, Mapping[str, str]]:
    """What a view gives, and the headers it gives beside it, if any."""
    return result if isinstance(result, tuple) else (result, {})


def dumped(operation: Operation, result: Any) -> Any:
    """A result as the operation's schema writes it."""
    return dump(operation.gives, result) if isinstance(operation.gives, Schema) else result


def dumped_all(operation: Operation, rows: Iterable[Any]) -> list[Any]:
    """Each row of a page as the operation's schema writes it."""
    return dump_all(operation.gives, rows) if isinstance(operation.gives, Schema) else [*rows]
