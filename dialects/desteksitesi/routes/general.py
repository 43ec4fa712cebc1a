"""Who calls, and what no method answers to. Source: contract 6.1 and 1.8."""

from typing import Any

from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.dialects.desteksitesi.method import Methods
from polydesk.kit.routes import Routes

routes = Methods("general", tag="General")
rest = Routes("rest", tag="General")


@rest.route("GET POST", "/api/<path:rest>", aliases=["/api"], writes=False, documented=False)
def unknown(_: Desk, rest: str = "") -> Any:
    """Refuse a name that no method has.

    Source: contract 1.8: only those who are known learn it.
    """
    raise NotFound("method", rest)
