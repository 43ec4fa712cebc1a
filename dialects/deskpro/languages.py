"""The languages that every installation has; which these are is a choice of ours."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import String, case, func

LANGUAGES: Mapping[int, tuple[str, str]] = {
    1: ("English", "en_US"),
    2: ("Français", "fr_FR"),
    3: ("Deutsch", "de_DE"),
    4: ("Español", "es_ES"),
    5: ("Italiano", "it_IT"),
    6: ("Nederlands", "nl_NL"),
    7: ("Português", "pt_PT"),
    8: ("Türkçe", "tr_TR"),
}
"""Titles and locales by id."""
DEFAULT = 1
_BY_CODE = {
    code: id
    for id, (_, locale) in LANGUAGES.items()
    for code in (locale.lower(), locale.partition("_")[0])
}


def tag(id: int) -> str:
    """A language as the core has it, `tr-TR`."""
    return LANGUAGES[id][1].replace("_", "-")


def id_of(tag: str | None) -> int:
    """The language that is meant by `tr-TR`, `tr_TR` or `tr`; the default one where none is."""
    locale = (tag or "").strip().replace("-", "_").lower()
    return _BY_CODE.get(locale) or _BY_CODE.get(locale.partition("_")[0], DEFAULT)


def id_in(tag: Any) -> Any:
    """`id_of` a column."""
    locale = func.replace(func.lower(func.trim(tag)), "-", "_", type_=String)
    begins = func.substr(locale.concat("_"), 1, 3)
    return case({f"{code}_": id for code, id in _BY_CODE.items()}, value=begins, else_=DEFAULT)
