"""What tickets are sorted into, and who answers there. Source: contract 6.2."""

from typing import Any

from sqlalchemy import func, or_, select

from polydesk.core import techs
from polydesk.core.desk import Desk
from polydesk.core.models import Person, Role, Ticket
from polydesk.core.prepared import among
from polydesk.dialects.desteksitesi import persons, sorting, vocabulary
from polydesk.dialects.desteksitesi.method import Methods
from polydesk.dialects.desteksitesi.schemas import categories as schemas

routes = Methods("categories", tag="Categories")

_ADMINS = select(Person.id).where(Person.role == Role.ADMIN, Person.deleted_at.is_(None))
_ASSIGNED = (
    select(Ticket.assignee_id, func.count().label("count"))
    .where(
        among(Ticket.assignee_id, "ids"),
        Ticket.deleted_at.is_(None),
        or_(
            Ticket.status_id.is_(None),
            ~among(Ticket.status_id, "closed"),
        ),
    )
    .group_by(Ticket.assignee_id)
)


@routes.method("GET", "Categories", gives=schemas.Category(many=True))
def index(desk: Desk, **_: Any) -> Any:
    """The categories that the caller may see, by name with section.

    Source: contract 6.2, method 18; 7.8.
    """
    return sorting.listed(desk)


@routes.method(
    "GET",
    "TechsForCategory",
    given=schemas.CategoryId(),
    gives=schemas.Tech(many=True),
    errors=(404,),
)
def technicians(desk: Desk, given: dict[str, Any]) -> Any:
    """Who may be assigned tickets of a category: its technicians and the admins, by full name.

    Source: contract 6.2, method 19; 7.9.
    """
    node = sorting.get(desk, given["id"])
    ids = techs.of(desk, node.id).union(row.id for row in desk.rows(_ADMINS))
    known = persons.detail(desk, ids).values()
    found = [person for person in known if not person["Disabled"]]
    counts = _assigned(desk, [person["UserID"] for person in found])
    shown = [{**person, "TicketsAssigned": counts.get(person["UserID"], 0)} for person in found]
    return sorted(shown, key=lambda one: (one["FullName"].casefold(), one["UserID"]))


def _assigned(desk: Desk, ids: list[int]) -> dict[int, int]:
    """How many tickets that are not closed each of these has, of any category."""
    closed = vocabulary.closed_ids(desk)
    return {row.assignee_id: row.count for row in desk.rows(_ASSIGNED, ids=ids, closed=closed)}
