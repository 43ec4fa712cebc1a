"""What agents are told of. Source: contract 12, row `/me/notifications`."""

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import fields
from sqlalchemy import Select, delete

from polydesk.core import records
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import MAX_ID, Record
from polydesk.dialects.deskpro.collection import Collection
from polydesk.dialects.deskpro.fields import Given, Ids, Stamp
from polydesk.dialects.deskpro.paths import BASE, located
from polydesk.dialects.deskpro.records import show
from polydesk.dialects.deskpro.settings import DIALECT
from polydesk.dialects.deskpro.sideload import Shows
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes

_NAME = "notifications"


class Notification(Shows):
    """Something that an agent is told of, and the ticket that it is about, if any."""

    id = fields.Int(required=True)
    title = fields.Str(dump_default="")
    type = fields.Str(dump_default="")
    ticket = fields.Int(dump_default=None)
    date_created = Stamp()

    points = {"ticket": ("ticket",)}  # noqa: RUF012


class Dismissal(Given):
    """Which notifications are to go."""

    ids = Ids(required=True)


def _rows(desk: Desk, _: Mapping[str, Any]) -> Select[Record]:
    return records.collected(DIALECT, _NAME, owner_id=desk.person_id)


def _get(desk: Desk, id: int) -> Record:
    found = records.get(desk, DIALECT, _NAME, id)
    if found.owner_id != desk.person_id:
        raise NotFound("notification", id)
    return found


notifications = Collection(
    path="/me/notifications",
    stem="notifications.notifications",
    chapter="Notifications and alerts",
    source="contract 12, row `/me/notifications`; the shape is ours",
    shows=Notification(),
    show=show,
    rows=_rows,
    get=_get,
    delete=lambda desk, row: records.delete(desk, row),
    verbs="LGD#",
    note="nothing that happens notifies: there are those of the scenario",
)
_dismiss = Routes(
    "notifications.dismiss", tag="Notifications and alerts", prefix=BASE, errors=(401, 403)
)


@_dismiss.post("/me/notifications/dismiss", json=Dismissal(), status=204, errors=(400,))
def put(desk: Desk, json: dict[str, Any]) -> Any:
    """Take some of one's own notifications away; ids of others are passed over.

    Source: contract 12, row `/me/notifications`.
    """
    _remove(desk, [id for id in json["ids"] if id <= MAX_ID])
    return Answer(None, 204), located("/me/notifications")


@_dismiss.post("/me/notifications/dismiss/all", status=204)
def put_all(desk: Desk) -> Any:
    """Take all of one's own notifications away.

    Source: contract 12, row `/me/notifications`.
    """
    _remove(desk, None)
    return Answer(None, 204), located("/me/notifications")


def _remove(desk: Desk, ids: Sequence[int] | None) -> None:
    mine = delete(Record).filter_by(dialect=DIALECT, collection=_NAME, owner_id=desk.person_id)
    desk.session.execute(mine if ids is None else mine.where(Record.id.in_(ids)))


ROUTES = (_dismiss, notifications.routes)
