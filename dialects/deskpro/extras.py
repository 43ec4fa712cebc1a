"""What this vendor alone knows of a row of the core's. Source: canonical words 1."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from polydesk.core.desk import Desk
from polydesk.core.models import Entity, Organization, Person
from polydesk.dialects.deskpro.settings import DIALECT


def of(row: Entity) -> Mapping[str, Any]:
    """What is kept of a row, by name."""
    found: Mapping[str, Any] = (row.extras or {}).get(DIALECT) or {}
    return found


def having(row: Entity | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """The `extras` of a row with these values in them; of a row that is to be made for None."""
    extras = {} if row is None else row.extras
    return {**extras, DIALECT: {**extras.get(DIALECT, {}), **values}}


def labels_in_use(desk: Desk, model: type[Person] | type[Organization]) -> list[str]:
    """The labels that any living person, or organization, has, in order; one statement."""
    found = model.extras[DIALECT]["labels"]
    query = select(found).where(found.as_string().is_not(None), model.deleted_at.is_(None))
    return sorted({label for labels in desk.session.scalars(query) for label in labels})
