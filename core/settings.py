"""A world's settings: what a dialect declares, with the values that differ from the default."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from polydesk.core.desk import Desk
from polydesk.core.models import Setting


def stored(desk: Desk) -> dict[str, dict[str, Any]]:
    """All settings that are not at their default, `{dialect: {name: value}}`."""

    def read() -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for row in desk.session.scalars(select(Setting).order_by(Setting.dialect, Setting.name)):
            found.setdefault(row.dialect, {})[row.name] = row.value
        return found

    return desk.recall("settings", read)


def of(desk: Desk, dialect: str, defaults: Mapping[str, Any]) -> dict[str, Any]:
    """All settings of a dialect."""
    return {**defaults, **stored(desk).get(dialect, {})}


def one(desk: Desk, dialect: str, name: str, defaults: Mapping[str, Any]) -> Any:
    """One setting of a dialect, without putting all together."""
    own = stored(desk).get(dialect)
    return defaults[name] if own is None or name not in own else own[name]


def put(desk: Desk, dialect: str, name: str, value: Any) -> None:
    """Set one setting; the caller knows that there is such a one."""
    query = select(Setting).filter_by(dialect=dialect, name=name)
    row = desk.find_or_add(query, lambda: Setting(dialect=dialect, name=name, value=value))
    row.value = value
    desk.session.flush()
