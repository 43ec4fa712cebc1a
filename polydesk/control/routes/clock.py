"""The world's clock: read, set, advanced."""

from datetime import UTC, datetime
from typing import Any

from polydesk.control import schemas
from polydesk.control.context import site
from polydesk.core.clock import Clock
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.models import World
from polydesk.kit.routes import Routes

routes = Routes("clock", errors=(401, 404))


@routes.get("/worlds/<world>/clock", gives=schemas.Clock(), desk=False)
def show(world: str) -> Any:
    """The clock of a world."""
    with site().store.desk(world, writes=False) as desk:
        return _shown(desk.clock)


@routes.put(
    "/worlds/<world>/clock",
    json=schemas.Clock(),
    gives=schemas.Clock(),
    desk=False,
    errors=(400, 422),
)
def change(world: str, json: dict[str, Any]) -> Any:
    """Set the clock.

    `frozen` stops it at `now`, or where it is; `shifted` lets it run from `now`, or
    `offset_seconds` from real time; `real` is real time.
    """
    with site().store.desk(world) as desk:
        return _shown(_set(desk, _wanted(desk.clock, json)))


@routes.post(
    "/worlds/<world>/clock/advance",
    json=schemas.Advance(),
    gives=schemas.Clock(),
    desk=False,
    errors=(400, 422),
)
def advance(world: str, json: dict[str, float]) -> Any:
    """Move the clock on by so many seconds; a frozen one stays frozen."""
    with site().store.desk(world) as desk:
        return _shown(_set(desk, _in_range(lambda: desk.clock.advanced(json["seconds"]))))


def _wanted(clock: Clock, json: dict[str, Any]) -> Clock:
    match json["mode"]:
        case "real":
            return Clock()
        case "frozen":
            return clock.frozen(json.get("now"))
        case _ if "offset_seconds" in json:
            return _in_range(lambda: Clock(json["offset_seconds"]))
        case _:
            return clock.running(json.get("now"))


def _in_range(make: Any) -> Clock:
    """The clock, if it and a year to either side of it are moments that can be written."""
    try:
        clock: Clock = make()
        now = clock.now()
    except OverflowError:
        now = datetime.min.replace(tzinfo=UTC)
    if not 1970 <= now.year < 9000:
        raise Invalid({"now": ["must be within the years 1970 to 8999"]})
    return clock


def _set(desk: Desk, clock: Clock) -> Clock:
    _in_range(lambda: clock)
    world = desk.session.get_one(World, 1)
    world.clock_offset, world.frozen_at = clock.offset, clock.frozen_at
    return clock


def _shown(clock: Clock) -> dict[str, Any]:
    return {"mode": clock.mode, "now": clock.now(), "offset_seconds": clock.offset}
