"""The world about itself in a scenario: clock, seed, and where its ids stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any

from polydesk.control.scenario.values import Choice, Instant, Number, Value, Whole, Wrong
from polydesk.core.clock import Clock
from polydesk.core.desk import Desk
from polydesk.core.models import Base, World

NAMELESS = frozenset(
    {
        "article_tag",
        "asset_person",
        "asset_ticket",
        "blob",
        "category_tech",
        "custom_field_category",
        "custom_value",
        "email",
        "group_member",
        "group_scope",
        "rule_mark",
        "search_document",
        "setting",
        "subscriber",
        "ticket_tag",
        "world",
    }
)
"""The tables whose ids nobody ever sees; a scenario does not keep them."""


@dataclass(frozen=True)
class ClockValue(Value):
    """A clock as the control plane words it: `mode`, and `now` or `offset_seconds`."""

    def read(self, given: Any) -> Clock:
        if not isinstance(given, dict) or given.keys() - {"mode", "now", "offset_seconds"}:
            raise Wrong("must be an object of mode, now and offset_seconds")
        mode = Choice(("real", "shifted", "frozen")).read(given.get("mode"))
        now = None if given.get("now") is None else Instant().read(given["now"])
        clock = Clock() if mode == "real" else Clock(Number().read(given.get("offset_seconds", 0)))
        try:
            if mode == "shifted" and now is not None and "offset_seconds" not in given:
                clock = clock.running(now)
            if mode == "frozen":
                clock = clock.frozen(now)
            if not 1970 <= (clock.now() + timedelta(days=1)).year < 9000:
                raise Wrong("is out of range")
        except OverflowError:
            raise Wrong("is out of range") from None
        return clock

    def write(self, value: Clock) -> dict[str, Any]:
        said: dict[str, Any] = {"mode": value.mode}
        if value.frozen_at is not None:
            said["now"] = Instant().write(value.frozen_at.astimezone(UTC))
        if value.offset:
            said["offset_seconds"] = value.offset
        return said


@dataclass(frozen=True)
class IdsValue(Value):
    """The last id given out, by table."""

    def read(self, given: Any) -> dict[str, int]:
        if not isinstance(given, dict):
            raise Wrong("must be an object")
        for table in given:
            if table not in Base.metadata.tables or table in NAMELESS:
                raise Wrong(f'no table "{table}"')
        return {table: Whole(0, 2**62).read(last) for table, last in given.items()}


WORLD: dict[str, Value] = {
    "clock": ClockValue(),
    "seed": Whole(),
    "draws": Whole(0),
    "tracked": Whole(0, 2**62),
    "ids": IdsValue(),
}
"""The keys of `world`, in reading and writing."""


def describe(desk: Desk, stands: dict[str, int]) -> dict[str, Any]:
    """The `world` of an export."""
    row = desk.session.get_one(World, 1)
    said = {
        "clock": Clock(row.clock_offset, row.frozen_at),
        "seed": row.seed,
        "draws": row.draws,
        "tracked": row.tracked,
        "ids": {table: last for table, last in stands.items() if table not in NAMELESS},
    }
    return {name: WORLD[name].write(value) for name, value in said.items() if value is not None}


def become(desk: Desk, given: dict[str, Any]) -> None:
    """Give the world the clock and the seed; they hold for the rest of the transaction too."""
    row = desk.session.get_one(World, 1)
    if "clock" in given:
        desk.clock = given["clock"]
        row.clock_offset, row.frozen_at = desk.clock.offset, desk.clock.frozen_at
        desk._now = None
    if "seed" in given:
        row.seed = desk.seed = given["seed"]
    if "draws" in given:
        row.draws = given["draws"]
    if "tracked" in given:
        row.tracked = given["tracked"]


def track(desk: Desk, numbers: Iterable[int | None]) -> None:
    """Let tracking numbers go on after these ones."""
    row = desk.session.get_one(World, 1)
    row.tracked = max([row.tracked, *(number for number in numbers if number is not None)])
