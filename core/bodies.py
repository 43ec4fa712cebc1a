"""What was written in one format, for those who read another."""

from functools import cache
from html import escape
from typing import TYPE_CHECKING

from polydesk.core.models import Format

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_BLOCKS = ("p", "div", "li", "tr", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6")


def markdown(body: str, format: Format) -> str:
    """A body as Markdown: HTML is converted, anything else is as it was written."""
    if format is not Format.HTML:
        return body
    from markdownify import markdownify  # slow to import, needed for other vendors' bodies only

    return str(markdownify(body, heading_style="ATX")).strip()


def text(body: str, format: Format) -> str:
    """A body as plain text: of HTML what is said, anything else as it was written."""
    if format is not Format.HTML:
        return body
    from bs4 import BeautifulSoup  # slow to import, needed for other vendors' bodies only

    read = BeautifulSoup(body, "html.parser")
    for line in read.find_all("br"):
        line.replace_with("\n")
    for block in read.find_all(_BLOCKS):
        block.append("\n")
    return str(read.get_text()).strip()


def html(body: str, format: Format) -> str:
    """A body as HTML, which stays as it was written: all else is converted.

    Tags that are written there are shown, not obeyed; the codes of BBCode are shown too.
    """
    if format in (Format.TEXT, Format.BBCODE):
        return escape(body, quote=False).replace("\n", "<br />\n")
    if format is Format.MARKDOWN:
        return str(_from_markdown().render(body)).strip()
    return body


@cache
def _from_markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # slow to import, needed for other vendors' bodies only

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
