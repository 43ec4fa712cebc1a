"""Reading credentials out of requests."""

import base64

import pytest
from flask import Request
from werkzeug.test import EnvironBuilder

from polydesk.kit import auth


def request(**headers):
    """A request with these headers, given as in the environment."""
    environ = EnvironBuilder().get_environ()
    return Request({**environ, **headers})


def encoded(text, charset="utf-8"):
    return base64.b64encode(text.encode(charset)).decode()


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("key", "key"),
        ("  key\t", "key"),
        ("", None),
        ("  ", None),
        ("a b", "a b"),
        ("k\xe9y", "k\xe9y"),
    ],
)
def test_a_header_is_read_without_outer_blanks(given, found):
    """None where nothing is left."""
    assert found == auth.header(request(HTTP_X_API_KEY=given), "X-API-Key")
    assert auth.header(request(), "X-API-Key") is None


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("Bearer abc", "abc"),
        ("bearer abc", "abc"),
        ("BEARER   abc ", "abc"),
        ("  Bearer abc", "abc"),
        ("Bearer a b", "a b"),
        ("Bearer", None),
        ("Bearer ", None),
        ("Bearerabc", None),
        ("Basic abc", None),
        ("abc", None),
        ("", None),
        ("Bearer k\xe9y", "k\xe9y"),
    ],
)
def test_a_bearer_token_is_what_follows_the_scheme(given, found):
    """In any letter case, with any number of blanks."""
    assert found == auth.bearer(request(HTTP_AUTHORIZATION=given))


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (f"Basic {encoded('ada:pass')}", ("ada", "pass")),
        (f"basic  {encoded('ada:pa:ss')}", ("ada", "pa:ss")),
        (f"Basic {encoded(':')}", ("", "")),
        (f"Basic {encoded('ayşe:ışık')}", ("ayşe", "ışık")),
        (f"Basic {encoded('andré:été', 'latin-1')}", ("andré", "été")),
        (f"Basic {encoded('ada')}", None),
        ("Basic", None),
        ("Basic !!!", None),
        ("Basic YWRh=", None),
        ("Basic YWR\nhOnA", None),
        ("Basic \xff\xff", None),
        (f"Bearer {encoded('ada:pass')}", None),
    ],
)
def test_basic_is_a_user_and_a_password(given, found):
    """As UTF-8, or else as Latin-1; what cannot be read is nobody."""
    assert found == auth.basic(request(HTTP_AUTHORIZATION=given))


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("sid=abc", "abc"),
        ("a=b; sid=abc", "abc"),
        ("sid=", None),
        ("sidx=abc", None),
        (";;=", None),
    ],
)
def test_a_cookie_is_read_by_its_name(given, found):
    """None where it is empty or not there."""
    assert found == auth.cookie(request(HTTP_COOKIE=given), "sid")
    assert auth.cookie(request(), "sid") is None
