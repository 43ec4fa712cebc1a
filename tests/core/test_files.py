"""Files: their bytes once, their text for the search."""

import hashlib

import pytest
from sqlalchemy import select

from polydesk.core import files
from polydesk.core.models import Blob

PAGE = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R
/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length 43>>stream
BT /F1 12 Tf 9 9 Td (Reset the profile) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
startxref
0
%%EOF
"""


@pytest.mark.parametrize("data", [b"", b"a", b"\0\xff" * 5000])
def test_a_file_knows_its_size_and_its_digest(desk, data):
    """The bytes come back as they were."""
    file = desk.add(files.make(desk, name="some.bin", data=data))

    assert (len(data), hashlib.sha256(data).hexdigest()) == (file.size, file.blob.sha256)
    assert ("application/octet-stream", "", data) == (file.media_type, file.text, file.blob.data)


def test_a_file_knows_who_brought_it(desk, agent):
    """Nobody, where nobody is at the desk."""
    free = files.make(desk, name="free.txt", data=b"a")
    desk.actor = agent
    brought = files.make(desk, name="brought.txt", data=b"a")

    assert [None, agent.id] == [free.author_id, brought.author_id]


@pytest.mark.parametrize(
    ("sent", "stored"), [("text/pl\0ain", "text/plain"), ("\0", "application/octet-stream")]
)
def test_a_media_type_is_stored_without_control_characters(desk, sent, stored):
    """PostgreSQL stores no NUL."""
    assert stored == desk.add(files.make(desk, name="a", data=b"a", media_type=sent)).media_type


def test_the_same_bytes_are_stored_once(desk):
    """Whatever the files are called, and however they are typed."""
    made = [files.make(desk, name=name, data=b"same") for name in ("a.txt", "b.txt")]
    made += [files.make(desk, name="c.txt", data=b"same", media_type="text/plain")]
    desk.add_all([*made, files.make(desk, name="d.txt", data=b"other")])

    assert 2 == len(desk.all(select(Blob)))
    assert 1 == len({file.blob_id for file in made})
    assert 3 == len({file.id for file in made})


@pytest.mark.parametrize(
    ("data", "media_type", "text"),
    [
        (b"plain", "text/plain", "plain"),
        ("ışık".encode(), "text/plain; charset=utf-8", "ışık"),
        (b"a\0b", "text/csv", "ab"),
        (b"a\xffb", "text/plain", "a\ufffdb"),
        (b'{"a": 1}', "application/json", '{"a": 1}'),
        (b"<a/>", "application/xml", "<a/>"),
        (b"a: 1", "application/yaml", "a: 1"),
        (b"GIF89a", "image/gif", ""),
        (b"MZ", "application/octet-stream", ""),
        (b"plain", "", ""),
        (PAGE, "application/pdf", "Reset the profile"),
        (PAGE, "application/x-pdf", ""),
    ],
)
def test_what_is_written_in_a_file_is_read(data, media_type, text):
    """Of text files and PDF; of others nothing."""
    assert text == files.read_text(data, media_type).strip()


@pytest.mark.parametrize(
    "data",
    [b"", b"no PDF", b"%PDF-1.4", PAGE[:200], PAGE.replace(b"2 0 R", b"9 0 R"), b"%PDF" * 999],
)
def test_a_broken_pdf_is_a_file_without_text(desk, data):
    """It is stored all the same."""
    file = desk.add(files.make(desk, name="x.pdf", data=data, media_type="application/pdf"))

    assert ("", len(data)) == (file.text, file.size)


def test_a_large_file_is_stored_unread(desk):
    """From 5 MiB on."""
    most = b"x" * (5 * 2**20)

    assert "" != files.read_text(most, "text/plain")
    assert "" == files.read_text(most + b"x", "text/plain")


def test_a_reset_world_has_no_bytes(store, world):
    """They go with their files."""
    with store.desk(world) as desk:
        desk.add(files.make(desk, name="a", data=b"a"))

    store.reset(world)

    with store.desk(world, writes=False) as desk:
        assert [] == list(desk.all(select(Blob)))
