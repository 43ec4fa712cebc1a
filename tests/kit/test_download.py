"""Files sent to be saved."""

import pytest

from polydesk.kit.download import download


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("icon.png", 'attachment; filename="icon.png"'),
        ('a "b"\\c.txt', 'attachment; filename="a \\"b\\"\\\\c.txt"'),
        ("a\r\nX: y", 'attachment; filename="aX: y"'),
        ("özet.pdf", "attachment; filename=\"ozet.pdf\"; filename*=UTF-8''%C3%B6zet.pdf"),
        ("履歴", "attachment; filename=\"file\"; filename*=UTF-8''%E5%B1%A5%E6%AD%B4"),
    ],
)
def test_a_name_may_hold_anything(name, expected):
    """In quotes, as near as ASCII comes; control characters are left out."""
    response = download(b"a", name=name, media_type="text/plain")

    assert expected == response.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [
        ("image/png", "image/png"),
        ("text/plain\r\nX: y", "text/plainX: y"),
        ("metin/düz", "application/octet-stream"),
        ("", "application/octet-stream"),
    ],
)
def test_a_media_type_is_one_that_a_header_can_say(media_type, expected):
    """Any bytes else."""
    response = download(b"abc", name="a", media_type=media_type)

    assert (expected, "3", b"abc") == (
        response.headers["Content-Type"],
        response.headers["Content-Length"],
        response.data,
    )
