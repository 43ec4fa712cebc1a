"""Files beside tickets, and those beside articles and assets. Source: contract 6.2 and 6.9."""

from typing import Any

from polydesk.core import files, replies
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.models import File
from polydesk.dialects.desteksitesi import downloads, sight, uploads
from polydesk.dialects.desteksitesi.method import Methods
from polydesk.dialects.desteksitesi.schemas import files as schemas

routes = Methods("files", tag="Files")

_BYTES: dict[str, Any] = {
    "gives": {"type": "string", "format": "binary"},
    "media_types": ("application/octet-stream",),
}


@routes.method("GET", "Attachment", given=schemas.FileId(), errors=(404,), **_BYTES)
def show(desk: Desk, given: dict[str, Any]) -> Any:
    """The bytes of a file, for who sees the ticket, article or asset that it is beside.

    Source: contract 6.2, method 12.
    """
    return downloads.send(desk, given["id"])


@routes.route(
    "GET POST",
    "/File/Get",
    aliases=["/File/Get/<id>"],
    given=schemas.FileId(),
    writes=False,
    errors=(400, 401, 403, 404, 429),
    **_BYTES,
)
def page(desk: Desk, given: dict[str, Any]) -> Any:
    """The bytes of a file, as `Attachment` sends them: where the URLs of attachments lead.

    Source: contract 6.9 and 7.15.
    """
    return downloads.send(desk, given["id"])


@routes.method("POST", "AttachFile", given=schemas.Target(), files=uploads.PARTS, errors=(404,))
def create(desk: Desk, given: dict[str, Any]) -> None:
    """Put files beside a ticket's own text.

    Source: contract 6.2, method 13; 2.14.
    """
    sent = uploads.read()
    if not sent:
        raise Invalid({uploads.PARTS[0]: ["is required"]})
    ticket = sight.get(desk, given["id"])
    replies.attach(desk, ticket, None, uploads.store(desk, sent))


@routes.method(
    "GET", "DeleteFile", given=schemas.FileId(), at=sight.admin, writes=True, errors=(404,)
)
def delete(desk: Desk, given: dict[str, Any]) -> None:
    """Take a file away for good.

    Source: contract 6.2, method 14.
    """
    files.erase(desk, desk.get(File, given["id"]))
