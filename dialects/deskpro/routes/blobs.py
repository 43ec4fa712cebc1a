"""Files: sent, found, taken away and downloaded. Source: contract 9.7 and 9.8."""

from collections.abc import Mapping
from typing import Any

import flask
from sqlalchemy import Select, bindparam, select

from polydesk.core import files as stored
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid, NotFound
from polydesk.core.models import MAX_ID, Blob, File
from polydesk.dialects.deskpro import files, shown
from polydesk.dialects.deskpro.collection import Collection
from polydesk.dialects.deskpro.envelope import bare
from polydesk.dialects.deskpro.fields import REQUIRED, Listed, whole
from polydesk.dialects.deskpro.paths import BASE, root
from polydesk.dialects.deskpro.query import Listing
from polydesk.dialects.deskpro.schemas import blobs as schemas
from polydesk.kit import uploads
from polydesk.kit.download import download
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes

_PART = "file"
_BYTES = select(Blob.data).where(Blob.id == bindparam("id"))


class BlobListing(Listing):
    """Which files are asked for; at most the first `files.MOST` of those that are named."""

    auth_ids = Listed()


def _rows(desk: Desk, query: Mapping[str, Any]) -> Select[File]:
    if not query.get("auth_ids"):
        return files.THERE
    asked = query["auth_ids"][: files.MOST]
    found = files.find_all(desk, asked)
    named = {id for one in asked if (id := whole(one)) is not None and id <= MAX_ID}
    return files.THERE.where(File.id.in_(named | {file.id for file in found.values()}))


def _get(desk: Desk, id: str) -> File:
    found = files.find(desk, id)
    if found is None:
        raise NotFound("blob", id)
    return found


blobs = Collection(
    path="/blobs",
    stem="blobs.blobs",
    chapter="Blobs",
    source="contract 9.7, row `/blobs`; 10.5",
    shows=schemas.Blob(),
    show=shown.blobs,
    rows=_rows,
    get=_get,
    filters=BlobListing(),
    orders={"filename": File.name, "content_type": File.media_type},
    delete=lambda desk, row: stored.erase(desk, row),
    key="<id>",
)


_TAKES_A_FILE: Mapping[str, Any] = {
    "files": (_PART,),
    "gives": schemas.Blob(),
    "status": 201,
    "errors": (400,),
}


@blobs.routes.route("POST PUT", "/blobs/temp", **_TAKES_A_FILE)
def post_temp(desk: Desk) -> Any:
    """Send a file, as to `/blobs`.

    Source: contract 9.7, row `/blobs/temp`.
    """
    return post(desk)


@blobs.routes.route("POST PUT", "/blobs", **_TAKES_A_FILE)
def post(desk: Desk) -> Any:
    """Send a file, which is nobody's until it is attached to something.

    Source: contract 9.7, rows `/blobs/temp` and "no file part".
    """
    part = flask.request.files.get(_PART)
    if part is None or not part.filename:
        raise Invalid({_PART: [REQUIRED]})
    name, media_type = uploads.name_of(part), uploads.type_of(part)
    file = desk.add(stored.make(desk, name=name, data=part.stream.read(), media_type=media_type))
    at = f"{root()}{BASE}/blobs/{files.auth_id(file)}"
    return Answer(blobs.single(desk, shown.blob(file)), 201), {"Location": at}


_download = Routes("blobs.download", tag="Blobs")


@_download.get(
    "/file.php/<code>",
    aliases=["/file.php/<code>/<path:name>"],
    public=True,
    gives=bare({"type": "string", "format": "binary"}),
    media_types=("application/octet-stream",),
    errors=(404,),
)
def get(desk: Desk, code: str, name: str = "") -> Any:  # noqa: ARG001
    """Download a file by its code, whoever asks; it is saved, never shown in place.

    Source: contract 9.8.
    """
    file = files.find_all(desk, [code]).get(code)
    if file is None:
        raise NotFound("file", code)
    (found,) = desk.rows(_BYTES, id=file.blob_id)
    response = download(found.data, name=file.name, media_type=file.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


ROUTES = (blobs.routes, _download)
