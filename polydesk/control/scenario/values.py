"""The kinds of values that a scenario holds, and how each is read and written.

`read` takes what a JSON or YAML document gave and raises `Wrong` with the reason; `write` is its
inverse.
"""

import enum
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ulid import ULID

from polydesk.core import sla

_LARGEST = 2**63 - 1
_DEPTH = 60
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class Wrong(Exception):
    """The value cannot stand there; the message says why, `at` where inside of it."""

    def __init__(self, reason: str, at: str = "") -> None:
        super().__init__(reason)
        self.at = at


@dataclass(frozen=True)
class Value:
    """Anything; the base of the others."""

    def read(self, given: Any) -> Any:
        """The value as the core has it."""
        return given

    def write(self, value: Any) -> Any:
        """The value as the file has it."""
        return value


@dataclass(frozen=True)
class Text(Value):
    """Text that every database can store, of at most `longest` characters."""

    longest: int | None = None

    def read(self, given: Any) -> str:
        if not isinstance(given, str):
            raise Wrong("must be text")
        if "\0" in given:
            raise Wrong("must not contain NUL")
        if any("\ud800" <= letter <= "\udfff" for letter in given):
            raise Wrong("must not contain lone surrogates")
        if self.longest is not None and len(given) > self.longest:
            raise Wrong(f"must not be longer than {self.longest} characters")
        return given


@dataclass(frozen=True)
class Base32(Text):
    """The secret of a second factor, of at least 112 bits."""

    def read(self, given: Any) -> str:
        text = super().read(given)
        if not re.fullmatch(r"(?:[A-Z2-7]{8}){3,}", text):
            raise Wrong("must be 24 or more characters of Base32, in blocks of eight")
        return text


@dataclass(frozen=True)
class PasswordHash(Text):
    """A hash as `werkzeug.security` writes it."""

    def read(self, given: Any) -> str:
        text = super().read(given)
        if not re.fullmatch(r"(scrypt:\d+:\d+:\d+|pbkdf2:sha\d+:\d+)\$[^$]+\$[0-9a-f]+", text):
            raise Wrong("must be a hash by scrypt or pbkdf2, as an export has it")
        return text


@dataclass(frozen=True)
class Whole(Value):
    """A whole number of 64 bits, from `least` to `most`."""

    least: int = -_LARGEST - 1
    most: int = _LARGEST

    def read(self, given: Any) -> int:
        if not isinstance(given, int) or isinstance(given, bool):
            raise Wrong("must be a whole number")
        if not self.least <= given <= self.most:
            raise Wrong(f"must be from {self.least} to {self.most}")
        return given


@dataclass(frozen=True)
class Number(Value):
    """A finite number."""

    def read(self, given: Any) -> float:
        if not isinstance(given, int | float) or isinstance(given, bool):
            raise Wrong("must be a number")
        if abs(given) > _LARGEST or not math.isfinite(given):
            raise Wrong("is too large")
        return float(given)


@dataclass(frozen=True)
class Duration(Value):
    """Seconds, or a number with a unit: `90s`, `30m`, `4h`, `1.5d`."""

    def read(self, given: Any) -> float:
        if isinstance(given, str):
            found = re.fullmatch(r"(\d{1,9}(?:\.\d{1,9})?)([smhd])", given)
            if found is None:
                raise Wrong("must be seconds, or a number with s, m, h or d")
            given = float(found[1]) * _SECONDS[found[2]]
        seconds = Number().read(given)
        if not 0 < seconds <= sla.LONGEST:
            raise Wrong("must be greater than zero, and not longer than 100 years")
        return seconds


@dataclass(frozen=True)
class Flag(Value):
    """True or false."""

    def read(self, given: Any) -> bool:
        if not isinstance(given, bool):
            raise Wrong("must be true or false")
        return given


@dataclass(frozen=True)
class Instant(Value):
    """A moment in ISO 8601; without an offset it is UTC."""

    def read(self, given: Any) -> datetime:
        text = Text().read(given)
        try:
            moment = datetime.fromisoformat(text)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            raise Wrong("must be a date and time, such as 2026-01-05T09:00:00Z") from None

    def write(self, value: datetime) -> str:
        return value.isoformat().replace("+00:00", "Z")


@dataclass(frozen=True)
class Word(Value):
    """One of the words of an enum."""

    words: type[enum.StrEnum]

    def read(self, given: Any) -> enum.StrEnum:
        if not isinstance(given, str) or given not in [word.value for word in self.words]:
            raise Wrong(f"must be one of {', '.join(word.value for word in self.words)}")
        return self.words(given)

    def write(self, value: enum.StrEnum) -> str:
        return value.value


@dataclass(frozen=True)
class Choice(Value):
    """One of these texts."""

    among: Sequence[str]

    def read(self, given: Any) -> str:
        if not isinstance(given, str) or given not in self.among:
            raise Wrong(f"must be one of {', '.join(self.among)}")
        return given


@dataclass(frozen=True)
class Ulid(Value):
    """A ULID, in any letter case."""

    def read(self, given: Any) -> str:
        try:
            return str(ULID.from_str(Text(26).read(given)))
        except ValueError:
            raise Wrong("must be a ULID") from None


@dataclass(frozen=True)
class Data(Value):
    """Any JSON that can be stored; `shape` is the type of its topmost value, if it matters."""

    shape: type | None = None

    def read(self, given: Any) -> Any:
        if self.shape is not None and not isinstance(given, self.shape):
            raise Wrong("must be an object" if self.shape is dict else "must be a list")
        self._check(given, 0)
        return given

    def _check(self, given: Any, depth: int) -> None:
        if depth > _DEPTH:
            raise Wrong("is nested too deeply")
        if isinstance(given, dict):
            for name, value in given.items():
                Text().read(name)
                self._check(value, depth + 1)
        elif isinstance(given, list):
            for value in given:
                self._check(value, depth + 1)
        elif isinstance(given, str):
            Text().read(given)
        elif isinstance(given, int | float):
            Flag().read(given) if isinstance(given, bool) else _check_number(given)
        elif given is not None:
            raise Wrong("must be JSON")


@dataclass(frozen=True)
class Extras(Data):
    """What dialects alone have of a row: an object for each, by the dialect's name."""

    shape: type | None = dict

    def read(self, given: Any) -> Any:
        for dialect, own in super().read(given).items():
            if not isinstance(own, dict):
                raise Wrong("must be an object", f".{dialect}")
        return given


@dataclass(frozen=True)
class Texts(Value):
    """A list of texts."""

    def read(self, given: Any) -> list[str]:
        if not isinstance(given, list):
            raise Wrong("must be a list of texts")
        return [Text().read(text) for text in given]


@dataclass(frozen=True)
class Key(Value):
    """The `key` of an entry whose row is in this table."""

    table: str

    def read(self, given: Any) -> str:
        return Text().read(given)


@dataclass(frozen=True)
class Named(Key):
    """The name of a row in this table, which is made where it is first named."""

    def read(self, given: Any) -> str:
        return Text(255).read(given)


def _check_number(given: float) -> None:
    if isinstance(given, int):
        Whole().read(given)
    elif not math.isfinite(given):
        raise Wrong("must be a finite number")
