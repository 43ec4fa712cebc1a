"""How the values of settings are read, and what is allowed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from polydesk import registry

T = TypeVar("T")

_TOKEN_LENGTH = 16
_WORDS = {"true": True, "1": True, "on": True, "false": False, "0": False, "off": False}


@dataclass(frozen=True)
class Reader(Generic[T]):
    """How a value is read: `read` takes a text or a TOML value, and raises ValueError."""

    allowed: str
    read: Callable[[object], T]


def whole(low: int, high: int | None, allowed: str) -> Reader[int]:
    """Whole numbers from `low` to `high` (None: no end)."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise ValueError
        number = int(value)
        if number < low or (high is not None and number > high):
            raise ValueError
        return number

    return Reader(allowed, read)


def choice(*words: str) -> Reader[Any]:
    """One of some words."""

    def read(value: object) -> str:
        if value not in words:
            raise ValueError
        return str(value)

    return Reader(f"one of {', '.join(words)}", read)


def text(allowed: str) -> Reader[str]:
    """Any text that is not blank."""
    return Reader(allowed, _text)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return value.strip()


def _dialects(value: object) -> tuple[str, ...]:
    found = re.split(r"[\s,]+", value) if isinstance(value, str) else value
    if not isinstance(found, list | tuple):
        raise ValueError
    names = tuple(dict.fromkeys(str(name) for name in found if name != ""))
    if not all(registry.is_known(name) for name in names):
        raise ValueError
    return names


def _switch(value: object) -> bool:
    word = str(value).lower()
    if word not in _WORDS:
        raise ValueError
    return _WORDS[word]


def _database(value: object) -> str:
    url = _text(value)
    if not re.match(r":temporary:$|sqlite:///.|postgresql(\+psycopg)?://", url):
        raise ValueError
    return url


def _url(value: object) -> str:
    parts = urlsplit(_text(value))
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError
    return parts.geturl().rstrip("/")


def _token(value: object) -> str:
    token = _text(value)
    if len(token) < _TOKEN_LENGTH or re.search(r"[^!-~]", token):
        raise ValueError
    return token


DIALECTS = Reader("names that `polydesk dialects` lists, separated by commas or blanks", _dialects)
SWITCH = Reader("true or false", _switch)
DATABASE = Reader("sqlite:///FILE, postgresql://…, or :temporary: (forgotten on exit)", _database)
URL = Reader("a URL: http(s)://HOST[:PORT][/PATH]", _url)
TOKEN = Reader(f"at least {_TOKEN_LENGTH} ASCII characters without blanks", _token)
