"""What time it is in the running request's world: for what is answered, refusals too."""

from datetime import UTC, datetime

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
