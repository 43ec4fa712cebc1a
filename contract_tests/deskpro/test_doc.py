"""The page that lists every endpoint. Source: contract 1, row "API browser"."""

import re
from html import unescape

from polydesk.dialects.deskpro import dialect


def rows(page):
    """The cells of its tables, by method and path."""
    found = [re.findall(r"<td>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", page)]
    return {tuple(map(unescape, row[:2])): row[2:] for row in found if row}


def test_every_endpoint_is_listed(deskpro):
    """With its tag and its modes, for everybody."""
    answer = deskpro.get("/doc", as_=None)

    listed = rows(answer.text)
    assert (200, "text/html") == (answer.status_code, answer.mimetype)
    assert {(", ".join(one.methods), one.template) for one in dialect.operations} == set(listed)
    assert ["content.news.list", "key, token"] == listed["GET", "/api/v2/news"][1:]
    assert ["auth.api_tokens.get", "session"] == listed["GET", "/api/v2/api_tokens/session"][1:]
    assert ["auth.doc.get", "public"] == listed["GET", "/api/v2/doc"][1:]


def test_nothing_of_it_comes_from_elsewhere(deskpro):
    """Nor runs."""
    answer = deskpro.get("/doc")

    assert [] == re.findall(r"<script|<link|<img|src=|https?://", answer.text)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
