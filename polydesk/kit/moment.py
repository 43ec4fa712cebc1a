"""What time it is in the running request's world, and how moments are written."""

from datetime import UTC, datetime

import orjson
from sqlalchemy.exc import DBAPIError

from polydesk import db
from polydesk.core.desk import current_desk
from polydesk.core.errors import NotFound


def now() -> datetime:
    """That of the desk which is open, or else of the world; the real time where it has none."""
    try:
        return current_desk().now()
    except LookupError:
        pass  # a refusal is worded when the desk is closed
    try:
        with db.desk(writes=False) as desk:
            return desk.now()
    except (NotFound, DBAPIError):
        return datetime.now(UTC)


def to_second(at: datetime) -> str:
    """`2026-04-05T09:00:00` in UTC; vendors put their word for that behind it."""
    written = orjson.dumps(at.astimezone(UTC))  # formats and isoformat take twice as long
    return written[1:20].decode()
