"""Countries by the numbers of ISO 3166-1, which stand in for the vendor's own ids."""

import csv
from functools import cache
from importlib import resources
from typing import NamedTuple

_CODE_LENGTH = 2


class Country(NamedTuple):
    """A country; `code` has two letters."""

    id: int
    code: str
    name: str


@cache
def _all() -> tuple[Country, ...]:
    text = resources.files(__package__).joinpath("countries.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(Country(int(row["id"]), row["code"], row["name"]) for row in rows)


@cache
def _by_id() -> dict[int, Country]:
    return {country.id: country for country in _all()}


@cache
def _by_word() -> dict[str, Country]:
    return {word.casefold(): country for country in _all() for word in (country.name, country.code)}


def find(id: int) -> Country | None:
    """The country of a number."""
    return _by_id().get(id)


def named(word: str | None) -> Country | None:
    """The country of a code or an English name, in any letter case: people have either."""
    return _by_word().get(word.strip().casefold()) if word else None


def code_of(word: str | None) -> str | None:
    """The two letters of a country; what is as short already stays, None for no country."""
    if word is None or len(word) <= _CODE_LENGTH:
        return word
    country = named(word)
    return None if country is None else country.code
