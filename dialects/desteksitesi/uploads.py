"""The files that a request brings. Source: contract 2.14."""

from collections.abc import Sequence
from dataclasses import dataclass

import flask
from werkzeug.datastructures import FileStorage

from polydesk.core import files
from polydesk.core.desk import Desk
from polydesk.core.models import File
from polydesk.kit import uploads

PARTS = ("uploadFile",)
"""For `files=` of a method: what the vendor's documents call the parts."""


@dataclass(frozen=True)
class Upload:
    """A file as it was sent, not stored yet; `data` are its bytes."""

    name: str
    media_type: str
    data: bytes


def read() -> Sequence[Upload]:
    """Every part with a filename, whatever the name of its field; parts of one name in order."""
    parts = flask.request.files.items(multi=True)
    return [_upload(part) for _, part in parts if part.filename]


def store(desk: Desk, sent: Sequence[Upload]) -> list[File]:
    """The files, not added yet and nobody's; give them to a message, an article or an asset."""
    return [
        files.make(desk, name=one.name, data=one.data, media_type=one.media_type) for one in sent
    ]


def _upload(part: FileStorage) -> Upload:
    data = part.stream.read()
    return Upload(uploads.name_of(part), uploads.type_of(part), data)
