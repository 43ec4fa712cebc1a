"""What this vendor alone knows of a row of the core's. Source: canonical words 1."""

from collections.abc import Mapping
from typing import Any

from polydesk.core.models import Entity
from polydesk.dialects.deskpro.settings import DIALECT


def of(row: Entity) -> Mapping[str, Any]:
    """What is kept of a row, by name."""
    found: Mapping[str, Any] = (row.extras or {}).get(DIALECT) or {}
    return found


def having(row: Entity | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """The `extras` of a row with these values in them; of a row that is to be made for None."""
    extras = {} if row is None else row.extras
    return {**extras, DIALECT: {**extras.get(DIALECT, {}), **values}}
