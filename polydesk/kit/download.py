"""Files sent to be saved."""

import re
import unicodedata
from urllib.parse import quote

from flask import Response
from werkzeug.http import quote_header_value

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def download(data: bytes, *, name: str, media_type: str) -> Response:
    """The bytes, to be saved under a name in any script. Source: RFC 6266 and 5987."""
    safe = _CONTROL.sub("", media_type) if media_type.isascii() else ""
    response = Response(data, content_type=safe or "application/octet-stream")
    response.headers["Content-Disposition"] = disposition(_CONTROL.sub("", name))
    return response


def disposition(name: str) -> str:
    """To be saved under this name: in ASCII as near as that comes, and whole if it differs."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or "file"
    quoted = quote_header_value(plain, allow_token=False)
    more = "" if name.isascii() else f"; filename*=UTF-8''{quote(name, safe='')}"
    return f"attachment; filename={quoted}{more}"
