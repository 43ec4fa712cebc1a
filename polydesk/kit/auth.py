"""Reading credentials out of requests: how each kind travels, once for all vendors."""

import base64
import binascii

from flask import Request


def header(request: Request, name: str) -> str | None:
    """A header's text without outer blanks; None where there is nothing left."""
    return request.headers.get(name, "").strip() or None


def scheme(request: Request, name: str) -> str | None:
    """What follows the scheme in `Authorization`, which is read in any letter case.

    Any number of blanks may stand between. None for another scheme or none.
    """
    given, _, rest = request.headers.get("Authorization", "").strip().partition(" ")
    return (rest.strip() or None) if given.lower() == name.lower() else None


def bearer(request: Request) -> str | None:
    """The token of `Authorization: Bearer …`."""
    return scheme(request, "bearer")


def basic(request: Request) -> tuple[str, str] | None:
    """User and password of `Authorization: Basic …`, as UTF-8 or else Latin-1."""
    given = scheme(request, "basic")
    if given is None:
        return None
    try:
        raw = base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        return None
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    user, colon, password = text.partition(":")
    return (user, password) if colon else None


def cookie(request: Request, name: str) -> str | None:
    """A cookie's value."""
    return request.cookies.get(name) or None
