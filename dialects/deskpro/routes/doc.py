"""The API browser: every endpoint on a page. Source: contract 1, row "API browser"."""

from html import escape
from typing import Any

from polydesk.core.desk import Desk
from polydesk.dialects.deskpro import pages
from polydesk.dialects.deskpro.auth import modes_of, tag_of
from polydesk.dialects.deskpro.envelope import bare
from polydesk.dialects.deskpro.paths import BASE
from polydesk.kit.routes import Operation, Routes

_routes = Routes("auth.doc", tag="Doc", prefix=BASE)
_HEADS = ("Method", "Path", "What it does", "Tag", "Modes")


@_routes.get("/doc", public=True, gives=bare({"type": "string"}), media_types=("text/html",))
def get(_: Desk) -> Any:
    """Show every endpoint with its tag, and the ways of proving who one is that it takes.

    Source: contract 1, row "API browser".
    """
    from polydesk.dialects.deskpro.routes import ROUTES  # this chapter is one of them

    chapters: dict[str, list[Operation]] = {}
    for routes in ROUTES:
        chapters.setdefault(routes.tag, []).extend(routes.operations)
    parts = [_chapter(name, operations) for name, operations in chapters.items()]
    return pages.page("Deskpro API", "\n".join(parts))


def _chapter(name: str, operations: list[Operation]) -> str:
    rows = [_row(f"<th>{head}</th>" for head in _HEADS)]
    rows += [_row(f"<td>{escape(one)}</td>" for one in _told(each)) for each in operations]
    return f"<h2>{escape(name)}</h2>\n<table>\n{chr(10).join(rows)}\n</table>"


def _row(cells: Any) -> str:
    return f"<tr>{''.join(cells)}</tr>"


def _told(operation: Operation) -> tuple[str, ...]:
    modes = ("public",) if operation.public else modes_of(operation)
    return (
        ", ".join(operation.methods),
        operation.template,
        operation.summary,
        tag_of(operation),
        ", ".join(modes),
    )


ROUTES = (_routes,)
