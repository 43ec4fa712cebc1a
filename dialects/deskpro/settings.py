"""What an installation of the vendor's is set up with. Source: contract 2.2, 2.6, 9.1 and 11."""

from collections.abc import Mapping
from typing import Any

from polydesk.core import settings
from polydesk.core.desk import Desk
from polydesk.kit.settings import Setting

DIALECT = "deskpro"
_MOST = 2**31 - 1


def _whole(value: int) -> str | None:
    return None if 0 <= value <= _MOST else f"must be from 0 to {_MOST}"


SETTINGS: Mapping[str, Setting] = {
    "offline": Setting(False, "Whether the helpdesk is offline: every call is answered with 423."),
    "refuse_duplicates": Setting(
        True, "Whether a ticket like one just made by the same person is refused."
    ),
    "duplicate_seconds": Setting(600, "For how long a ticket counts as just made.", check=_whole),
    "rate_limit": Setting(True, "Whether the limits of keys are counted."),
}
_DEFAULTS = {name: setting.default for name, setting in SETTINGS.items()}


def of(desk: Desk, name: str) -> Any:
    """One setting."""
    return settings.one(desk, DIALECT, name, _DEFAULTS)
