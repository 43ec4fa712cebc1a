"""The languages that every installation has; which these are is a choice of ours."""

from collections.abc import Mapping

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
