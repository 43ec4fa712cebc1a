"""Finding rows by what is written in them, alike on every database."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from sqlalchemy import Boolean, ColumnElement, Table, Text, bindparam, delete, insert, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from polydesk.core.desk import Desk
from polydesk.core.models import Base, SearchDocument
from polydesk.core.text import fold

_documents = cast(Table, SearchDocument.__table__)
_ADD = insert(_documents)
_FORGET = delete(_documents).where(
    _documents.c.about == bindparam("row"), _documents.c.about_id == bindparam("key")
)


def add(desk: Desk, model: type[Base], id: int, texts: Iterable[str | None]) -> None:
    """Let a new row be found by these texts."""
    desk.insert(SearchDocument, **_document(model, id, texts))


def index(desk: Desk, model: type[Base], texts: Mapping[int, Iterable[str | None]]) -> None:
    """Let rows of a table be found by these texts, and no more by those they were found by.

    The texts are by the rows' ids.
    """
    if texts:
        gone = [{"row": model.__tablename__, "key": id} for id in texts]
        desk.connection.execute(_FORGET, gone)
        desk.connection.execute(_ADD, [_document(model, id, said) for id, said in texts.items()])


def _document(model: type[Base], id: int, texts: Iterable[str | None]) -> dict[str, Any]:
    text = fold("\n".join(t for t in texts if t))
    return {"about": model.__tablename__, "about_id": id, "text": text}


def forget(desk: Desk, row: Base) -> None:
    """Let the row be found no more."""
    desk.connection.execute(_FORGET, {"row": row.__tablename__, "key": row.id})


def containing(model: type[Base], part: str) -> ColumnElement[bool]:
    """The condition that a row's texts contain the part, ignoring case; no wildcards."""
    return model.id.in_(
        select(SearchDocument.about_id).where(
            SearchDocument.about == model.__tablename__,
            has_part(SearchDocument.text, fold(part)),
        )
    )


class has_part(GenericFunction[bool]):
    """SQL: the first argument contains the second, to the letter; nothing is a wildcard."""

    type = Boolean()
    inherit_cache = True


@compiles(has_part, "sqlite")
def _has_part_by_instr(element: has_part, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(instr({compiler.process(element.clauses, **kw)}) > 0)"


@compiles(has_part, "postgresql")
def _has_part_by_strpos(element: has_part, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(strpos({compiler.process(element.clauses, **kw)}) > 0)"


class folded(GenericFunction[str]):
    """SQL: a column or a value as it is compared, ignoring case; done by the database.

    SQLite calls `polydesk.core.text.fold`; PostgreSQL asks ICU, which is as good but not the same,
    so fold both sides of a comparison with this.
    """

    type = Text()
    inherit_cache = True


@compiles(folded, "postgresql")
def _folded_by_icu(element: folded, compiler: SQLCompiler, **kw: Any) -> str:
    text = compiler.process(element.clauses, **kw)
    return f"""lower(translate({text}, 'İı', 'ii') COLLATE "und-x-icu")"""


def part_of(column: Any, part: str) -> ColumnElement[bool]:
    """The condition that the column contains the part, ignoring case; no wildcards."""
    return has_part(folded(column), folded(part))


def same(column: Any, value: str) -> ColumnElement[bool]:
    """The condition that the column is the value, ignoring case; no wildcards."""
    return folded(column) == folded(value)
