"""The files of a multipart body: how they are called, and what they are."""

import mimetypes
import re

from werkzeug.datastructures import FileStorage

_LONGEST = 255
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def name_of(part: FileStorage) -> str:
    """A file's name without folders and control characters; if it is cut, its extension stays."""
    sent = re.split(r"[/\\]", part.filename or "")[-1]
    name = _CONTROL.sub("", sent).strip() or "file"
    stem, dot, extension = name.rpartition(".")
    kept = f"{dot}{extension}" if stem and len(extension) < _LONGEST // 2 else ""
    return name[: _LONGEST - len(kept)] + kept if len(name) > _LONGEST else name


def type_of(part: FileStorage) -> str:
    """A file's media type without parameters: as it is said, or by the ending of the name."""
    guessed = mimetypes.guess_type(name_of(part))[0]
    return (part.mimetype or guessed or "")[:_LONGEST]
