"""Comments in tickets. Source: contract 6.3."""

from typing import Any

from sqlalchemy import select

from polydesk.core import accounts
from polydesk.core.desk import Account, Desk
from polydesk.core.errors import Forbidden, Hidden, Invalid, NotFound
from polydesk.core.models import CannedReply
from polydesk.dialects.desteksitesi import said, sight, uploads
from polydesk.dialects.desteksitesi.method import Methods
from polydesk.dialects.desteksitesi.schemas import comments as schemas

routes = Methods("comments", tag="Comments")

_TEMPLATES = select(CannedReply.id, CannedReply.body, CannedReply.name)


@routes.method(
    "POST",
    "Comment",
    given=schemas.NewComment(),
    files=uploads.PARTS,
    gives={"type": "integer"},
    errors=(404,),
)
def create(desk: Desk, given: dict[str, Any]) -> int:
    """Say something in a ticket; the answer is the ticket's id.

    Source: contract 6.3, method 31; 11.2, 11.3, 11.7 and 11.12.
    """
    sent = uploads.read()
    if not given["body"] and not sent:
        raise Invalid({"body": ["must not be empty"]})
    ticket = sight.existing(desk, given["id"])
    author = _author(desk, given["from_user_id"])
    if not sight.may_see(desk, ticket.id, ticket.category_id):
        raise Hidden("ticket", ticket.id)
    if given["from_user_id"] is not None:
        sight.require(sight.is_admin(desk))
    if given["techs_only"] or given["is_system"]:
        sight.require(sight.is_tech(desk))
    said.comment(
        desk,
        ticket,
        body=given["body"],
        author=author,
        techs_only=given["techs_only"],
        is_system=given["is_system"],
        recipient_ids=given["recipient_ids"],
        files=uploads.store(desk, sent),
    )
    return ticket.id


def _author(desk: Desk, id: int | None) -> Account:
    """The caller, or in whose name they speak. Raises NotFound."""
    found = accounts.find(desk, desk.person_id or 0 if id is None else id)
    if found is not None:
        return found
    if id is None:
        raise Forbidden("comment")
    raise NotFound("person", id)


@routes.method(
    "GET",
    "Comments",
    given=schemas.OfTicket(),
    gives=schemas.Comment(many=True),
    errors=(404,),
)
def index(desk: Desk, given: dict[str, Any]) -> Any:
    """The comments of a ticket, newest first; those for technicians only to technicians.

    Source: contract 6.3, method 32; 7.7.
    """
    return said.of_ticket(desk, sight.get(desk, given["id"]).id)


@routes.method("GET", "CommentTemplates", gives=schemas.Template(many=True), at=sight.tech)
def templates(desk: Desk, **_: Any) -> Any:
    """What technicians say again and again, by name.

    Source: contract 6.3, method 33; 7.19; the order is that of the vendor's example.
    """
    return sorted(desk.rows(_TEMPLATES), key=lambda one: (one.name.casefold(), one.id))
