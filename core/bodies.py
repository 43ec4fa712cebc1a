"""What was written in one format, for those who read another."""

from functools import cache
from html import escape
from typing import TYPE_CHECKING

from polydesk.core.models import Format

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


def markdown(body: str, format: Format) -> str:
    """A body as Markdown: HTML is converted, anything else is as it was written."""
    if format is not Format.HTML:
        return body
    from markdownify import markdownify  # slow to import, needed for other vendors' bodies only

    return str(markdownify(body, heading_style="ATX")).strip()


def html(body: str, format: Format) -> str:
    """A body as HTML: text and Markdown are converted, HTML and BBCode are as they were written.

    Tags that are written in Markdown are shown, not obeyed.
    """
    if format is Format.TEXT:
        return escape(body, quote=False).replace("\n", "<br />\n")
    if format is Format.MARKDOWN:
        return str(_from_markdown().render(body)).strip()
    return body


@cache
def _from_markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # slow to import, needed for other vendors' bodies only

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
