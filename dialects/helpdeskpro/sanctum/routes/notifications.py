"""What users are told. Source: contract 1.4, "Content, files".

They are records of a scenario, of whom they are for, that hold a `type` and `data`. An id is the
record's ULID, written as a UUID.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from ulid import ULID

from polydesk.core import records
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Record
from polydesk.dialects.helpdeskpro.sanctum.fields import moment
from polydesk.dialects.helpdeskpro.sanctum.listing import PAGES, listed
from polydesk.dialects.helpdeskpro.sanctum.schemas.auth import Said
from polydesk.dialects.helpdeskpro.sanctum.schemas.notifications import Notification
from polydesk.dialects.helpdeskpro.sanctum.settings import DIALECT
from polydesk.kit.routes import Routes

_NAME = "notifications"
_USER = "App\\Models\\User"
_READ = "read_at"

routes = Routes(_NAME, tag="Notifications", prefix="/notifications", errors=(401, 429))


def _own(desk: Desk) -> Select[Record]:
    return records.collected(DIALECT, _NAME, owner_id=desk.person_id or 0)


def _get(desk: Desk, id: str) -> Mapping[str, Any]:
    """For `at`: a notification of the caller's. Raises NotFound."""
    ulid = _ulid(id)
    record = None if ulid is None else records.find(desk, DIALECT, _NAME, ulid)
    if record is None or record.owner_id != desk.person_id:
        raise NotFound("notification", id)
    return {"record": record}


def _ulid(id: str) -> str | None:
    """What a UUID in its usual form says; None for anything else."""
    try:
        found = UUID(id)
    except ValueError:
        return None
    return str(ULID.from_uuid(found)) if str(found) == id.lower() else None


def _shown(_: Desk, rows: Sequence[Record]) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "id": str(ULID.from_str(row.ulid).to_uuid()),
            "type": row.data.get("type", ""),
            "notifiable_type": _USER,
            "notifiable_id": row.owner_id,
            "data": row.data.get("data", {}),
            "read_at": row.data.get(_READ),
            "created_at": row.created_at,
            "updated_at": row.updated_at,
        }
        for row in rows
    ]


@routes.get(
    "",
    gives=Notification(),
    pages=PAGES,
    note="None arises by itself, as in an installation without rules: they are of a scenario.",
)
def index(desk: Desk) -> Any:
    """List one's notifications, the newest first.

    Source: contract 1.4, "Content, files", and 1.9, "side effects".
    """
    newest = (Record.created_at.desc(), Record.id.desc())
    return listed(desk, _own(desk).order_by(None).order_by(*newest), _shown, Notification())


@routes.post("/<id>/read", at=_get, gives=Said(), errors=(404,))
def read(desk: Desk, record: Record) -> Any:
    """Mark one of one's notifications as read; one that is stays as it is.

    Source: contract 1.4, "Content, files".
    """
    _mark(desk, record)
    return {"message": "Notification marked as read"}


@routes.post("/read-all", gives=Said())
def read_all(desk: Desk) -> Any:
    """Mark all of one's notifications as read.

    Source: contract 1.4, "Content, files".
    """
    for record in desk.all(_own(desk)):
        _mark(desk, record)
    return {"message": "All notifications marked as read"}


def _mark(desk: Desk, record: Record) -> None:
    if record.data.get(_READ) is None:
        records.change(desk, record, data={_READ: moment(desk.now())})


ROUTES = (routes,)
