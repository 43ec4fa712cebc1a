"""Files of every owner. Source: contract 1.4, "Content, files"."""

from collections.abc import Mapping
from typing import Any

from flask import Response
from sqlalchemy import Select, bindparam, select

from polydesk.core import files, replies
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Blob, File
from polydesk.dialects.helpdeskpro.sanctum import media_shown, sight
from polydesk.dialects.helpdeskpro.sanctum.collection import Collection
from polydesk.dialects.helpdeskpro.sanctum.listing import ordered
from polydesk.dialects.helpdeskpro.sanctum.schemas import media as schemas
from polydesk.kit import uploads
from polydesk.kit.download import download

_ORDERS = {"id": File.id, "name": File.name, "created_at": File.created_at}
_BYTES = select(Blob.data).where(Blob.id == bindparam("key"))


def _visible(desk: Desk) -> Select[File]:
    return files.visible().where(*sight.files(desk))


def _get(desk: Desk, id: int) -> File:
    file = files.get(desk, id)
    if sight.is_customer(desk) and not desk.all(_visible(desk).where(File.id == id)):
        raise NotFound("file", id)
    return file


def _create(desk: Desk, json: dict[str, Any]) -> File:
    part, ticket = json["file"], json.get("ticket")
    file = files.make(
        desk,
        name=uploads.name_of(part),
        data=part.stream.read(),
        media_type=uploads.type_of(part),
    )
    if ticket is None:
        return desk.add(file)
    replies.attach(desk, ticket, None, [file])
    return file


def _change(desk: Desk, row: File, json: Mapping[str, Any]) -> None:
    if "name" in json:
        files.rename(desk, row, json["name"])
    if "ticket" in json:
        files.move(desk, row, json["ticket"])


media = Collection(
    path="/media",
    stem="media",
    chapter="Media",
    source="contract 1.4, row `/media`; 1.5",
    thing="file",
    shows=schemas.Media(),
    show=media_shown.attachments,
    rows=lambda desk, query: ordered(_visible(desk), query, _ORDERS, File.created_at),
    get=_get,
    new=schemas.NewMedia,
    changes=schemas.MediaChange,
    create=_create,
    change=_change,
    delete=files.erase,
    files=("file",),
)


@media.routes.get(
    "/<number:id>/download",
    at=media.at,
    gives={"type": "string", "format": "binary"},
    media_types=("application/octet-stream",),
    errors=(404,),
    note="The path is ours: the vendor tells of none, and serves files outside of its API.",
)
def show_bytes(desk: Desk, row: File) -> Response:
    """Give the bytes of a file, to be saved.

    Source: contract 1.5, `path` of Media.
    """
    (content,) = desk.rows(_BYTES, key=row.blob_id)
    response = download(content.data, name=row.name, media_type=row.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


ROUTES = (media.routes,)
