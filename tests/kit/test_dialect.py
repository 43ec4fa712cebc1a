"""What a dialect tells of itself."""

import base64
import shlex

import pytest

from polydesk import registry

URL = "http://127.0.0.1:8080"


def basic(pair):
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


@pytest.mark.parametrize(
    ("header", "value", "expected"),
    [
        ("X-API-Key", "hp_1", ["-H", "X-API-Key: hp_1"]),
        ("Authorization", "Bearer abc", ["-H", "Authorization: Bearer abc"]),
        ("Authorization", basic("ada:secret"), ["-u", "ada:secret"]),
        ("Authorization", basic('ada o\'neil:$x "y"'), ["-u", 'ada o\'neil:$x "y"']),
    ],
)
def test_a_line_for_curl_has_the_credential(header, value, expected):
    """A shell takes it apart into what was meant; user and password are there to be read."""
    dialect = registry.find(("desteksitesi",))["desteksitesi"]

    line = dialect.curl(URL, header, value)

    assert ["curl", "-sS", f"{URL}/api/Tickets", *expected] == shlex.split(line)
