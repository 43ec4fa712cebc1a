"""What an installation of the vendor's is set up with. Source: contract 1.8, 1.9 and 1.12."""

from collections.abc import Mapping
from typing import Any

from polydesk.kit.settings import Own, Setting, within

DIALECT = "helpdeskpro-sanctum"
_ALL = {"read": True, "update": True, "create": True, "delete": True}
_SOME = {"read": True, "update": True, "create": True, "delete": False}
ROLES = [
    {"id": id, "name": name, "slug": name.lower(), "access": _ALL if name == "Admin" else _SOME}
    for id, name in enumerate(("Admin", "Customer", "Agency", "Manager", "General", "Agent"), 1)
]
"""The roles of the vendor's own installation. Source: contract 1.6."""
_AI = {"ai_enabled": False, "model": "gpt-3.5-turbo", "auto_classify": False}
_ROLE = {"id": int, "name": str, "slug": str, "access": dict}


def _roles(value: Any) -> str | None:
    good = all(
        isinstance(one, dict) and all(isinstance(one.get(key), kind) for key, kind in _ROLE.items())
        for one in value
    )
    return None if good else "must be objects of an id, a name, a slug and what they may do"


def _ai(value: Any) -> str | None:
    good = {name: type(one) for name, one in value.items()} == {n: type(v) for n, v in _AI.items()}
    return None if good else f"must have {', '.join(_AI)}, and nothing else"


SETTINGS: Mapping[str, Setting] = {
    "rate_limit": Setting(True, "Whether calls are counted, and refused beyond the limits."),
    "calls_a_minute": Setting(60, "How many calls a user may make in a minute.", check=within(1)),
    "sign_ins_a_minute": Setting(
        5, "How often an address may sign in, register or reset a password.", check=within(1)
    ),
    "default_priority": Setting(
        "", "The name of the priority of tickets that are made without one; else the first by name."
    ),
    "ai": Setting(
        _AI, "What is said of the artificial intelligence, which there is none of.", check=_ai
    ),
    "roles": Setting(
        [], "The roles that users may have; empty are the vendor's own six.", check=_roles
    ),
}
of = Own(DIALECT, SETTINGS).of
