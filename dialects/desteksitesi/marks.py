"""The mark at the beginning of bodies that are HTML. Source: contract 11.2.

It is not stored, so that no other vendor's clients see it: what is stored as HTML is shown with it,
and what came without it, and was to stay so, is stored as the vendor's other format, BBCode.
"""

from polydesk.core import bodies
from polydesk.core.desk import Desk
from polydesk.core.models import Format
from polydesk.dialects.desteksitesi import settings

MARK = "<!--html-->"
_ALL = "all"
_PLAIN = frozenset({Format.TEXT, Format.BBCODE})


def posted(desk: Desk, body: str, *, where: str) -> tuple[str, Format]:
    """A body as it is stored, and its format; `where` is `comments`, `tickets` or `articles`."""
    is_html = body.startswith(MARK) or settings.of(desk, "html_mark") in (_ALL, where)
    return body.removeprefix(MARK), Format.HTML if is_html else Format.BBCODE


def shown(body: str, format: Format) -> str:
    """A stored body as it is shown: HTML and what becomes HTML with the mark, plain text as it is.

    Plain text is BBCode that has no codes.
    """
    return body if format in _PLAIN else MARK + bodies.html(body, format).removeprefix(MARK)
