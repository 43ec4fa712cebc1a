"""Addresses that others call. Source: contract 12, row `/webhooks/tickets`."""

from typing import Any

import orjson
from flask import request
from sqlalchemy import select

from polydesk.core import records
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Record
from polydesk.core.records import text
from polydesk.core.text import is_storable
from polydesk.dialects.deskpro.collection import GONE
from polydesk.dialects.deskpro.fields import Json, Line, Truth, stamp
from polydesk.dialects.deskpro.letters import spelled
from polydesk.dialects.deskpro.paths import BASE
from polydesk.dialects.deskpro.records import family
from polydesk.dialects.deskpro.settings import DIALECT
from polydesk.kit.perform import Answer
from polydesk.kit.problem import Malformed
from polydesk.kit.routes import Routes

_NAME = "webhooks.tickets"


webhooks = family(
    "/webhooks/tickets",
    stem="webhooks.tickets",
    chapter="Webhooks",
    given={"title": Line(required=True), "is_enabled": Truth(), "actions": Json()},
    absent={
        "is_enabled": True,
        "actions": [],
        "code": lambda desk: spelled(desk.random_bytes(20)),
        "count_invocations": 0,
        "date_last_invocation": None,
    },
    verbs="LCGUD",
    note="what is sent to one is counted, its actions are not run",
)
_incoming = Routes("webhooks.invocation", tag="Webhooks", prefix=BASE)


@_incoming.post(
    "/webhooks/<code>/invocation", public=True, gives={"type": "array"}, errors=(400, 404)
)
def post(desk: Desk, code: str) -> Any:
    """Take what is sent to a webhook: any JSON, from anybody who knows its code.

    Source: contract 12, row `/webhooks/tickets`.
    """
    try:
        orjson.loads(request.get_data() or b"null")
    except orjson.JSONDecodeError as error:
        raise Malformed("no JSON") from error
    if not is_storable(code):
        raise NotFound("webhook", "")
    ours = select(Record).filter_by(dialect=DIALECT, collection=_NAME)
    found = desk.session.scalars(ours.where(text("code") == code).with_for_update()).first()
    if found is None or not found.data["is_enabled"]:
        raise NotFound("webhook", code)
    count = found.data["count_invocations"] + 1
    told = {"count_invocations": count, "date_last_invocation": stamp(desk.now())}
    records.change(desk, found, data=told)
    return Answer(GONE)


ROUTES = (_incoming, webhooks.routes)
