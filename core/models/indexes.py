"""Indexes over some of a table's rows, declared once for both databases."""

from typing import cast

from sqlalchemy import DDL, Index, Table, event, text

from polydesk.core.models.base import Base


def partial_index(
    model: type[Base], name: str, columns: tuple[str, ...], where: str, *, unique: bool = False
) -> None:
    """An index over the rows for which `where` (plain SQL) holds.

    PostgreSQL's is plain SQL: to declare it would import that dialect, 40 ms, everywhere.
    """
    table = cast(Table, model.__table__)
    over = [table.c[column] for column in columns]
    index = Index(name, *over, unique=unique, sqlite_where=text(where))
    index.ddl_if(dialect="sqlite")
    kind = "UNIQUE INDEX" if unique else "INDEX"
    made = f"CREATE {kind} {name} ON {table.name} ({', '.join(columns)}) WHERE {where}"
    event.listen(table, "after_create", DDL(made).execute_if(dialect="postgresql"))  # type: ignore[no-untyped-call]
