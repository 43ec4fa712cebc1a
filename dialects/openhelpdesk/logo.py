"""The logo of the site: what may be one, made small enough, and where it is kept."""

import io
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from xml.parsers import expat

from polydesk.core import records
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.dialects.openhelpdesk.settings import DIALECT

COLLECTION = "logo"
MOST_BYTES = 2 * 2**20
BOX = (320, 64)
"""What a picture is scaled down to fit into, width and height in pixels."""
MOST_PIXELS = 40_000_000
"""What is read into memory at most: four bytes each."""

_RASTERS = ("PNG", "JPEG", "GIF")
_UNKNOWN = "unsupported file type: must be PNG, JPG, GIF, or SVG"
_UNSAFE = "SVG must not contain scripts or foreign objects"
_BLANKS = re.compile(r"[\s\x00-\x1f]+")


@dataclass(frozen=True)
class Logo:
    """A picture as it is served."""

    media_type: str
    data: bytes


def read(data: bytes) -> Logo:
    """What an uploaded file makes; raises Invalid, by its content and not by its name."""
    if len(data) > MOST_BYTES:
        raise _wrong("file exceeds the 2 MB limit")
    return _svg(data) if _looks_like_xml(data) else Logo("image/png", _scaled(data))


def _wrong(text: str) -> Invalid:
    return Invalid({"logo": [text]})


def _scaled(data: bytes) -> bytes:
    """A PNG of a picture, scaled down to fit into the box; raises Invalid."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # slow to import, rarely needed

    try:
        with Image.open(io.BytesIO(data), formats=_RASTERS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise _wrong(f"image exceeds {MOST_PIXELS} pixels")
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise _wrong(_UNKNOWN) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:  # what broken pictures raise
        raise _wrong(_UNKNOWN) from error
    upright.thumbnail(BOX)
    scaled = io.BytesIO()
    upright.save(scaled, "PNG")
    return scaled.getvalue()


def _looks_like_xml(data: bytes) -> bool:
    return data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def _svg(data: bytes) -> Logo:
    """A drawing that is well-formed and does nothing; raises Invalid."""
    check = _Check()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = check.element
    parser.CharacterDataHandler = check.text
    parser.EntityDeclHandler = check.entity
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise _wrong(_UNKNOWN) from error
    return Logo("image/svg+xml", data)


class _Check:
    """Refuses what could run; raises Invalid."""

    def __init__(self) -> None:
        self._is_root = True

    def element(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if self._is_root and local != "svg":
            raise _wrong(_UNKNOWN)
        self._is_root = False
        if local in ("script", "foreignobject"):
            raise _wrong(_UNSAFE)
        for attribute, value in attributes.items():
            if _local(attribute).startswith("on"):
                raise _wrong(_UNSAFE)
            self.text(value)

    def text(self, text: str) -> None:
        plain = _BLANKS.sub("", text).lower()
        if "javascript:" in plain or "expression(" in plain:
            raise _wrong(_UNSAFE)

    def entity(self, *_: object) -> None:
        raise _wrong(_UNSAFE)  # a few bytes of these can stand for gigabytes


def _local(name: str) -> str:
    return name.rpartition("}")[2].lower()


def put(desk: Desk, logo: Logo) -> None:
    """Keep the logo, in the place of the one there was."""
    remove(desk)
    data = {"media_type": logo.media_type, "base64": b64encode(logo.data).decode()}
    records.create(desk, DIALECT, COLLECTION, data=data)


def find(desk: Desk) -> Logo | None:
    """The logo, if there is one."""
    found = desk.session.scalars(records.collected(DIALECT, COLLECTION)).first()
    if found is None:
        return None
    return Logo(found.data["media_type"], b64decode(found.data["base64"]))


def remove(desk: Desk) -> None:
    """Forget the logo, if there is one."""
    for record in desk.all(records.collected(DIALECT, COLLECTION)):
        records.delete(desk, record)
