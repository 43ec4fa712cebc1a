"""The files that a request brings. Source: contract 2.14."""

import mimetypes
import re
from collections.abc import Sequence
from dataclasses import dataclass

import flask
from werkzeug.datastructures import FileStorage

from polydesk.core import files
from polydesk.core.desk import Desk
from polydesk.core.models import File

PARTS = ("uploadFile",)
"""For `files=` of a method: what the vendor's documents call the parts."""
_LONGEST = 255
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


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
    name = _name(part.filename or "")
    kind = part.mimetype or mimetypes.guess_type(name)[0] or ""
    return Upload(name, kind[:_LONGEST], part.stream.read())


def _name(sent: str) -> str:
    """A file's name without folders and control characters, its extension kept if it is cut."""
    name = _CONTROL.sub("", re.split(r"[/\\]", sent)[-1]).strip() or "file"
    stem, dot, extension = name.rpartition(".")
    kept = f"{dot}{extension}" if stem and len(extension) < _LONGEST // 2 else ""
    return name[: _LONGEST - len(kept)] + kept if len(name) > _LONGEST else name
