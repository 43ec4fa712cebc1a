"""How files of a multipart body are called, and what they are."""

import pytest
from werkzeug.datastructures import FileStorage

from polydesk.kit.uploads import name_of, type_of


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("a.txt", "a.txt"),
        ("../../etc/passwd", "passwd"),
        ("c:\\docs\\a.txt", "a.txt"),
        ("a\0b\r\n\ud800.txt", "ab.txt"),
        ('a"b;ü.txt', 'a"b;ü.txt'),
        ("/", "file"),
        ("", "file"),
        ("x" * 300 + ".gz", "x" * 252 + ".gz"),
        ("x" * 300, "x" * 255),
    ],
)
def test_a_name_is_that_of_a_file(sent, name):
    """No folders, nothing that no database stores, and an ending where it is cut."""
    assert name == name_of(FileStorage(filename=sent))


@pytest.mark.parametrize(
    ("name", "said", "kind"),
    [
        ("a.txt", "image/png; x=y", "image/png"),
        ("a.png", None, "image/png"),
        ("what", None, ""),
        ("a.bin", "x/" + "y" * 300, "x/" + "y" * 253),
    ],
)
def test_a_type_is_said_or_guessed(name, said, kind):
    """Without its parameters, and no longer than a column."""
    assert kind == type_of(FileStorage(filename=name, content_type=said))
