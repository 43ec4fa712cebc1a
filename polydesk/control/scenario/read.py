"""From a scenario as it came to drafts of rows; all that is wrong with it is noted on the way."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from polydesk.control.scenario.schemas import List
from polydesk.control.scenario.steps import Steps
from polydesk.control.scenario.values import Key, Named, Text, Wrong
from polydesk.core.errors import Invalid

_KEY = Text(255)
_DEPTH = 20


class Problems:
    """What is wrong, by the path of the offender."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    def add(self, path: str, reason: str) -> None:
        """Note one more; a path that cannot be printed is escaped."""
        self.found.setdefault(_printable(path), []).append(_printable(reason))

    def check(self) -> None:
        """Raise Invalid if there are any."""
        if self.found:
            raise Invalid(self.found)


def _printable(text: str) -> str:
    return text.encode(errors="backslashreplace").decode()


@dataclass(eq=False)
class Draft:
    """A row to be: `values` by column, as far as given; a reference is a key until it is resolved.

    `also` are the given keys without a column. `owner_column` refers to the entry around.
    `stored` tells that a row of the world is changed.
    """

    schema: List
    path: str
    index: int = 0
    owner: "Draft | None" = None
    owner_column: str = ""
    key: str | None = None
    id: int = 0
    stored: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    also: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, list["Draft"]] = field(default_factory=dict)

    def get(self, column: str) -> Any:
        """What the column will hold, unless it is found out later."""
        if column in self.values:
            return self.values[column]
        return next(f.absent for f in self.schema.fields.values() if f.column == column)

    def all(self) -> Iterator["Draft"]:
        """This one, and all inside of it."""
        yield self
        for part in self.parts.values():
            for draft in part:
                yield from draft.all()


def entries(list_: List, given: Any, path: str, problems: Problems) -> list[Draft]:
    """The drafts of one list."""
    return _entries(list_, given, path, problems)


def _entries(
    list_: List,
    given: Any,
    path: str,
    problems: Problems,
    owner: Draft | None = None,
    owner_column: str = "",
    depth: int = 0,
) -> list[Draft]:
    if list_.mapped is not None:
        return _mapped(list_, given, path, problems, owner, owner_column)
    if not isinstance(given, list):
        problems.add(path, "must be a list")
        return []
    if depth > _DEPTH:
        problems.add(path, "is nested too deeply")
        return []
    drafts = []
    for index, entry in enumerate(given):
        draft = Draft(list_, f"{path}[{index}]", index, owner, owner_column)
        if isinstance(entry, str) and list_.short:
            entry = {list_.short: entry}
        if isinstance(entry, dict):
            _fill(draft, entry, problems, depth)
            drafts.append(draft)
        else:
            problems.add(draft.path, "must be an object")
    return drafts


def _mapped(
    list_: List,
    given: Any,
    path: str,
    problems: Problems,
    owner: Draft | None,
    owner_column: str,
) -> list[Draft]:
    if not isinstance(given, dict):
        problems.add(path, "must be an object")
        return []
    drafts = []
    for index, (key, value) in enumerate(given.items()):
        draft = Draft(list_, f"{path}.{key}", index, owner, owner_column)
        try:
            draft.values[str(list_.mapped)] = _KEY.read(key)
            draft.also["value"] = list_.also["value"].read(value)
            drafts.append(draft)
        except Wrong as wrong:
            problems.add(draft.path, str(wrong))
    return drafts


def _fill(draft: Draft, entry: dict[Any, Any], problems: Problems, depth: int) -> None:
    for name, given in entry.items():
        path = f"{draft.path}.{name}"
        try:
            _take(draft, name, given, path, problems, depth)
        except Wrong as wrong:
            problems.add(path + wrong.at, str(wrong))
    for field_ in draft.schema.fields.values():
        if field_.required and field_.name not in entry:
            problems.add(f"{draft.path}.{field_.name}", "is missing")


def _take(draft: Draft, name: Any, given: Any, path: str, problems: Problems, depth: int) -> None:
    list_ = draft.schema
    if name in list_.also:
        if given is not None:
            draft.also[name] = list_.also[name].read(given)
    elif name in list_.fields:
        field_ = list_.fields[name]
        if given is None and not field_.nullable:
            raise Wrong("must not be null")
        draft.values[field_.column] = None if given is None else field_.value.read(given)
    elif name in list_.children:
        part, column = list_.children[name]
        draft.parts[name] = _entries(part, given, path, problems, draft, column, depth + 1)
    elif name == "key" and list_.hands_out_keys:
        draft.key = _KEY.read(given)
    else:
        raise Wrong("unknown key")


class Keys:
    """What the keys of a file stand for: drafts, or ids of rows that the world has already."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Draft | int] = {}
        self._in_file: set[str] = set()
        self._standard: set[tuple[str, str]] = set()
        self._named: dict[tuple[str, str], Draft | int] = {}

    def know(self, table: str, key: str, id: int, *, reserved: bool) -> None:
        """Let a row of the world be referred to; a file may not give a reserved key to another."""
        self._known[table, key] = id
        if reserved:
            self._standard.add((table, key))

    def add(self, draft: Draft, problems: Problems) -> None:
        """Let a draft be referred to; a key stands for one thing in the whole file."""
        code = draft.values.get("code")
        if code is not None:
            self._known[draft.schema.noun, code.lower()] = draft
        if draft.key is None:
            return
        place = (draft.schema.noun, draft.key)
        if draft.key in self._in_file or (place in self._standard and draft.key != code):
            problems.add(f"{draft.path}.key", f'"{draft.key}" is taken')
        self._in_file.add(draft.key)
        self._known[place] = draft

    def name(self, table: str, name: str, it: "Draft | int") -> None:
        """Let a draft, or a row of the world by its id, be referred to by name."""
        self._named[table, name] = it

    def find(self, table: str, key: str) -> "Draft | int | None":
        """What the key stands for in this table's list."""
        return self._known.get((table, key))

    def resolve(self, draft: Draft, problems: Problems) -> None:
        """Put ids where the draft refers to others; those must have ids by now."""
        for field_ in draft.schema.fields.values():
            key = draft.values.get(field_.column)
            if isinstance(field_.value, Key) and isinstance(key, str):
                path = f"{draft.path}.{field_.name}"
                draft.values[field_.column] = self._id(field_.value, key, path, problems)
            if isinstance(field_.value, Steps):
                for place, step, name, kind in field_.value.references(key or []):
                    path = f"{draft.path}.{field_.name}[{place}].{name}"
                    step[name] = self._id(kind, step[name], path, problems)
        for name, key in draft.also.items():
            value = draft.schema.also[name]
            if isinstance(value, Key):
                draft.also[name] = self._id(value, key, f"{draft.path}.{name}", problems)

    def _id(self, value: Key, key: str, path: str, problems: Problems) -> int:
        known = self._named if isinstance(value, Named) else self._known
        found = known.get((value.table, key))
        if found is None:
            problems.add(path, f'no {value.table} "{key}"')
            return 0
        return found.id if isinstance(found, Draft) else found
