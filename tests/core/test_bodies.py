"""Bodies in another format than they were written in."""

import pytest

from polydesk.core.bodies import html, markdown
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


@pytest.mark.parametrize("format", [Format.HTML, Format.BBCODE])
def test_html_and_bbcode_stay_as_they_were_written(format):
    """Blanks, entities and broken tags too."""
    body = " <p>*x* &amp [b]y[/b]\n"

    assert body == html(body, format)


@pytest.mark.parametrize(
    ("body", "format", "expected"),
    [
        ('a < b & c\nd "e"', Format.TEXT, 'a &lt; b &amp; c<br />\nd "e"'),
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
