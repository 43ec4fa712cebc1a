"""Bodies in another format than they were written in."""

import pytest

from polydesk.core.bodies import html, markdown, text
from polydesk.core.models import Format


@pytest.mark.parametrize("format", [Format.TEXT, Format.MARKDOWN, Format.BBCODE])
def test_what_is_no_html_stays_as_it_was_written(format):
    """Blanks and what looks like a tag too."""
    body = " <b>*x*</b> [b]y[/b]\n"

    assert body == markdown(body, format)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>It is <b>off</b> &amp; <i>cold</i>.</p>", "It is **off** & *cold*."),
        ("<h2>Steps</h2><ol><li>a</li><li>b</li></ol>", "## Steps\n\n1. a\n2. b"),
        ('<a href="https://a.example/">a</a>', "[a](https://a.example/)"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_html_becomes_markdown(html, expected):
    assert expected == markdown(html, Format.HTML)


def test_html_stays_as_it_was_written():
    """Blanks, entities and broken tags too."""
    body = " <p>*x* &amp [b]y[/b]\n"

    assert body == html(body, Format.HTML)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>It is <b>off</b> &amp; <i>cold</i>.</p>", "It is off & cold."),
        ("<p>a</p><p>b<br />c</p>", "a\nb\nc"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("a < b", "a < b"),
        ("", ""),
    ],
)
def test_html_becomes_text(body, expected):
    """A line for every block."""
    assert expected == text(body, Format.HTML)


@pytest.mark.parametrize("format", [Format.TEXT, Format.MARKDOWN, Format.BBCODE])
def test_what_is_no_html_is_text(format):
    """Marks of Markdown and codes of BBCode are read as well as they can be."""
    assert " <b>*x*</b> [b]y[/b]\n" == text(" <b>*x*</b> [b]y[/b]\n", format)


@pytest.mark.parametrize(
    ("body", "format", "expected"),
    [
        ('a < b & c\nd "e"', Format.TEXT, 'a &lt; b &amp; c<br />\nd "e"'),
        ("[b]a[/b] < b", Format.BBCODE, "[b]a[/b] &lt; b"),
        (
            "It is **off** & *cold*.",
            Format.MARKDOWN,
            "<p>It is <strong>off</strong> &amp; <em>cold</em>.</p>",
        ),
        ("## Steps\n\n1. a", Format.MARKDOWN, "<h2>Steps</h2>\n<ol>\n<li>a</li>\n</ol>"),
        ("~~old~~", Format.MARKDOWN, "<p><s>old</s></p>"),
        ("<script>x</script>", Format.MARKDOWN, "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("[a](javascript:x)", Format.MARKDOWN, "<p>[a](javascript:x)</p>"),
        ("", Format.MARKDOWN, ""),
        ("", Format.TEXT, ""),
    ],
)
def test_text_and_markdown_become_html(body, format, expected):
    """What is written there is shown, whatever it looks like."""
    assert expected == html(body, format)
