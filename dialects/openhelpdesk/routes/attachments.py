"""Attachments, of tickets and of replies."""

from typing import Any

from polydesk.core import replies
from polydesk.core.desk import Desk
from polydesk.core.models import Ticket
from polydesk.dialects.openhelpdesk import attached, sight
from polydesk.dialects.openhelpdesk.auth import LINK
from polydesk.dialects.openhelpdesk.envelope import PAGED
from polydesk.dialects.openhelpdesk.schemas import replies as schemas
from polydesk.kit.dump import dump
from polydesk.kit.routes import Routes

routes = Routes("attachments", tag="Attachments", prefix="/api", errors=(401, 403, 404))

_UPLOADED = {
    "oneOf": [
        schemas.Attachment(),
        {
            "type": "object",
            "required": ["data"],
            "properties": {"data": {"type": "array", "items": schemas.Attachment()}},
        },
    ]
}


def _roomy(desk: Desk, id: str) -> dict[str, Any]:
    """For `at`: as `sight.answerable`, for a large body."""
    attached.make_room(desk)
    return sight.answerable(desk, id)


@routes.post(
    "/tickets/<ulid:id>/attachments",
    at=_roomy,
    public=True,
    security=LINK,
    form=schemas.UploadTarget(),
    files=(attached.PART,),
    gives=_UPLOADED,
    status=201,
    errors=(400, 413, 415),
)
def create(desk: Desk, ticket: Ticket, form: dict[str, Any]) -> Any:
    """Put up to ten files beside a ticket, or beside the reply `reply_id`.

    Source: guides, "Attachments"; contract 6.9, X9.
    """
    reply = replies.get(desk, ticket, form["reply_id"]) if "reply_id" in form else None
    found = replies.attach(desk, ticket, reply, attached.read(desk))
    told = [dump(schemas.Attachment(), file) for file in found]
    return told[0] if len(told) == 1 else {"data": told}


@routes.get(
    "/tickets/<ulid:id>/attachments",
    at=sight.readable,
    public=True,
    security=LINK,
    gives=schemas.Attachment(),
    pages=PAGED,
)
def index(desk: Desk, row: Any) -> Any:
    """The files of a ticket and of its replies, oldest first.

    Source: guides, "Attachments"; contract 6.9, X10.
    """
    return attached.of(desk, row.id)


@routes.get(
    "/tickets/<ulid:id>/attachments/<ulid:attachment_id>",
    at=sight.readable,
    public=True,
    security=LINK,
    gives={"type": "string", "format": "binary"},
    media_types=("application/octet-stream",),
)
def show(desk: Desk, row: Any, attachment_id: str) -> Any:
    """The bytes of a file.

    Source: guides, "Attachments"; contract 6.9, X11.
    """
    return attached.send(desk, row.id, attachment_id)
