"""Where the ids of each table stand: the last one that was given out, in use or not."""

from collections.abc import Mapping

from sqlalchemy import text

from polydesk.core.desk import Desk
from polydesk.core.models import Base


def stands(desk: Desk) -> dict[str, int]:
    """The last id given out, by table; 0 for none."""
    if _is_sqlite(desk):
        found = desk.session.execute(text("SELECT name, seq FROM sqlite_sequence")).all()
        known = {str(name): int(last) for name, last in found}
        return {table: known.get(table, 0) for table in Base.metadata.tables}
    one = "SELECT '{0}', CASE WHEN is_called THEN last_value ELSE 0 END FROM {0}_id_seq"
    query = " UNION ALL ".join(one.format(table) for table in Base.metadata.tables)
    return {str(table): int(last) for table, last in desk.session.execute(text(query))}


def let_stand(desk: Desk, last: Mapping[str, int]) -> None:
    """Let the next row of each of these tables get the id after the last one given here."""
    if not last:
        return
    if _is_sqlite(desk):
        rows = [{"name": table, "seq": number} for table, number in last.items()]
        desk.session.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), rows)
        desk.session.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :seq)"), rows)
        return
    calls = (
        f"setval('{table}_id_seq', {max(number, 1)}, {number > 0})"
        for table, number in last.items()
    )
    desk.session.execute(text(f"SELECT {', '.join(calls)}"))


def _is_sqlite(desk: Desk) -> bool:
    return desk.session.get_bind().dialect.name == "sqlite"
