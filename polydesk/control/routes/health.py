"""Is the server alive, ready, and what is it."""

from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from polydesk import __version__
from polydesk.control import schemas
from polydesk.control.context import site
from polydesk.kit.problem import Unavailable
from polydesk.kit.routes import Routes

routes = Routes("health", errors=(401,))


@routes.get("/health", gives=schemas.Health(), desk=False)
def show() -> Any:
    """What is served, and from which database."""
    return {
        "status": "ok",
        "version": __version__,
        "database": site().store.database,
        "dialects": sorted(site().dialects),
        "worlds": len(site().store.worlds()),
    }


@routes.get("/live", gives=schemas.Alive(), desk=False)
def live() -> Any:
    """Whether the process answers."""
    return {"status": "ok"}


@routes.get("/ready", gives=schemas.Alive(), desk=False, errors=(503,))
def ready() -> Any:
    """Whether clients may come: the store answers, the scenario is seeded; else 503 says why."""
    if site().ready.reason is not None:
        raise Unavailable(str(site().ready.reason))
    try:
        site().store.worlds()
        with site().store.desk(writes=False):
            pass
    except SQLAlchemyError as error:
        raise Unavailable(f"the database does not answer: {type(error).__name__}") from error
    return {"status": "ok"}
