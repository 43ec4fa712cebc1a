"""What of a vendor's contract is done, a row an operation."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from polydesk.kit.dialect import Dialect
from polydesk.kit.routes import template


def table(dialect: Dialect) -> list[dict[str, str]]:
    """`{method, path, status, note, source}` of every operation; status: full, partial or none."""
    rows = [
        {
            "method": method,
            "path": dialect.root + template(path),
            "status": operation.coverage,
            "note": operation.note,
            "source": operation.source,
        }
        for operation in dialect.operations
        for path in (operation.path, *operation.aliases)
        for method in (*operation.methods, *operation.also)
    ]
    if dialect.document.path:
        path = dialect.root + dialect.document.path
        note = "made of the declarations"
        rows.append({"method": "GET", "path": path, "status": "full", "note": note, "source": ""})
    return rows


def markdown(
    rows: list[dict[str, str]], columns: Sequence[str] = ("method", "path", "status", "note")
) -> str:
    """The rows as a table in Markdown; those of a path that differ by method alone are one."""
    merged: dict[tuple[str, ...], dict[str, str]] = {}
    for row in rows:
        others = tuple(row[column] for column in columns if column != "method")
        known = merged.setdefault(others, {**row, "method": ""})
        known["method"] = f"{known['method']} {row['method']}".strip()
    lines = [
        _line(dict(zip(columns, columns, strict=True)), columns),
        "| --- " * len(columns) + "|",
    ]
    return "\n".join(lines + [_line(row, columns) for row in merged.values()]) + "\n"


_BETWEEN_MARKS = re.compile(r"(?<=<!-- coverage -->\n).*?(?=<!-- /coverage -->)", re.DOTALL)


def written_into(page: str, dialect: Dialect) -> str:
    """A page with the table of the dialect between its marks; raises ValueError without them."""
    text = "\n" + markdown(table(dialect))
    written, count = _BETWEEN_MARKS.subn(lambda _: text, page)
    if count != 1:
        raise ValueError("it needs the marks <!-- coverage --> and <!-- /coverage -->, once")
    return written


def _line(row: Mapping[str, Any], columns: Sequence[str]) -> str:
    cells = (str(row[column]).replace("|", "&#124;") for column in columns)
    return f"| {' | '.join(cells)} |"
