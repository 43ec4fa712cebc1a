"""Links between tickets."""

from typing import Any

from polydesk.core import links, policies, tickets
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid, NotFound
from polydesk.core.models import Ticket
from polydesk.dialects.openhelpdesk import linked, sight
from polydesk.dialects.openhelpdesk.envelope import WHOLE
from polydesk.dialects.openhelpdesk.schemas import links as schemas
from polydesk.kit.routes import Routes

routes = Routes("links", tag="Links", prefix="/api", errors=(401, 403, 404))


@routes.get("/tickets/<ulid:id>/links", at=sight.readable, gives=schemas.Link(), pages=WHOLE)
def index(desk: Desk, row: Any) -> Any:
    """The links of a ticket; users see those to tickets of theirs.

    Source: REST reference, "Links"; contract 6.3, row 12.
    """
    return linked.of(desk, row.id)


@routes.post(
    "/tickets/<ulid:id>/links",
    at=sight.changeable,
    json=schemas.NewLink(),
    gives=schemas.LinkPair(),
    status=201,
    errors=(400, 409),
)
def create(desk: Desk, ticket: Ticket, json: dict[str, Any]) -> Any:
    """Link a ticket to another one; the link back is made too.

    Source: REST reference, "Links"; contract 6.3, row 13.
    """
    to = tickets.get(desk, json["target_id"])
    if to.id == ticket.id:
        raise Invalid({"target_id": ["cannot link a ticket to itself"]})
    pair = links.create(desk, ticket, to, json["link_type"])
    forward, reverse = (linked.one(desk, link) for link in pair)
    return {"forward": forward, "reverse": reverse, "data": [forward, reverse]}


def _link(desk: Desk, id: str, link_id: str) -> dict[str, Any]:
    """For `at`: a ticket's own side of a link, for staff; to others only what they see is there."""
    ticket = tickets.get(desk, id)
    link = links.get(desk, ticket, link_id)
    if link.to.deleted_at is not None or not policies.may_see(desk.actor, link.to):
        raise NotFound("link", link_id)
    sight.changeable(desk, id)
    return {"link": link}


@routes.delete("/tickets/<ulid:id>/links/<ulid:link_id>", at=_link, status=204)
def delete(desk: Desk, link: Any) -> Any:
    """Take a link away, both sides of it.

    Source: REST reference, "Links"; contract 6.3, row 14.
    """
    links.erase(desk, link)
