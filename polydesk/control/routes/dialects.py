"""The dialects that are mounted."""

from typing import Any

from polydesk.control import schemas
from polydesk.control.context import base_urls, site
from polydesk.core.errors import NotFound
from polydesk.core.worlds import MAIN
from polydesk.kit import coverage
from polydesk.kit.dialect import Dialect
from polydesk.kit.routes import Routes

routes = Routes("dialects", errors=(401,))


@routes.get("/dialects", gives=schemas.MountedDialect(many=True), desk=False)
def index() -> Any:
    """All mounted dialects, and where they are."""
    urls = base_urls(MAIN)
    return [_shown(dialect, urls[name]) for name, dialect in site().dialects.items()]


def _shown(dialect: Dialect, url: str) -> dict[str, Any]:
    rows = coverage.table(dialect)
    path = dialect.document.path
    return {
        "name": dialect.name,
        "title": dialect.title,
        "base_url": url,
        "root": dialect.root,
        "openapi_url": url + path if path else None,
        "operations": len(rows),
        "implemented": sum(row["status"] != "none" for row in rows),
    }


@routes.get("/dialects/<name>/openapi.json", gives={"type": "object"}, desk=False, errors=(404,))
def openapi(name: str) -> Any:
    """A dialect's OpenAPI document."""
    from polydesk.kit.openapi import describe

    return describe(_get(name), base_urls(MAIN)[name])


@routes.get("/dialects/<name>/coverage", gives=schemas.Coverage(), desk=False, errors=(404,))
def covered(name: str) -> Any:
    """How far each operation of a dialect's contract is done."""
    return {"operations": coverage.table(_get(name))}


def _get(name: str) -> Dialect:
    dialect = site().dialects.get(name)
    if dialect is None:
        raise NotFound("dialect", name)
    return dialect
