"""Files: stored by their SHA-256, and read for the search."""

import hashlib
import io
import logging
import re

from sqlalchemy import select

from polydesk.core.desk import Desk
from polydesk.core.models import Blob, File

log = logging.getLogger(__name__)

_TEXTS = ("text/", "application/json", "application/xml", "application/yaml")
_READ_BYTES = 5 * 2**20
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def make(desk: Desk, *, name: str, data: bytes, media_type: str = "") -> File:
    """A file of nobody yet, brought by who is at the desk: give it to a message or the like.

    What no database stores is left out of the media type.
    """
    digest = hashlib.sha256(data).hexdigest()
    blob = desk.find_or_add(
        select(Blob).filter_by(sha256=digest), lambda: Blob(sha256=digest, data=data)
    )
    media_type = _CONTROL.sub("", media_type) or "application/octet-stream"
    text = read_text(data, media_type)
    return File(
        name=name,
        media_type=media_type,
        size=len(data),
        text=text,
        author_id=desk.person_id,
        blob=blob,
    )


def read_text(data: bytes, media_type: str) -> str:
    """What is written in a file, as far as it can be read: text files and PDF, up to 5 MiB.

    NUL characters are dropped. A PDF that cannot be read gives the empty text.
    """
    if len(data) > _READ_BYTES:
        return ""
    if media_type.startswith(_TEXTS):
        return data.decode("utf-8", errors="replace").replace("\0", "")
    if media_type == "application/pdf":
        return _read_pdf(data).replace("\0", "")
    return ""


def _read_pdf(data: bytes) -> str:
    import pypdf  # slow to import, rarely needed

    try:
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    except Exception as broken:  # pypdf raises nearly anything on a broken file
        log.info("no text read from a PDF of %d bytes: %s", len(data), broken)
        return ""
