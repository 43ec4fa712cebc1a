"""The vendor's app at Zapier: a ping, subscriptions, and samples. Source: contract 9.1."""

import json as text
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from polydesk.core import outbox
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid, NotFound
from polydesk.core.models import Webhook
from polydesk.dialects.deskpro import hooks
from polydesk.dialects.deskpro.collection import Collection
from polydesk.dialects.deskpro.envelope import bare
from polydesk.dialects.deskpro.flaws import Flaw
from polydesk.dialects.deskpro.paths import BASE
from polydesk.dialects.deskpro.schemas import zapier as schemas
from polydesk.dialects.deskpro.settings import DIALECT
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes

_routes = Routes("apps.zapier", tag="Apps", prefix=BASE, errors=(401, 403))
_SAMPLES = Path(__file__).parents[1] / "samples.json"
_MOST_PARAMS = 10_000


@_routes.get("/apps/zapier/ping", gives=bare({"type": "array", "items": {}}))
def get_ping(_: Desk) -> Any:
    """Answer whom the key is good for.

    Source: contract 9.1, row `/apps/zapier/ping`: the two bytes `[]`.
    """
    return Answer([])


@_routes.get("/apps/zapier/example/<event>", gives=bare({"type": "object"}), errors=(404,))
def get_example(_: Desk, event: str) -> Any:
    """Show what a subscriber to an event will be sent.

    Source: contract 9.1, row `/apps/zapier/example/{event}`.
    """
    if event not in hooks.EVENTS:
        raise NotFound("event")
    samples = _samples()
    if event == hooks.REPLIED:
        return Answer(samples["message"])
    return Answer({"data": samples["ticket"]})


@cache
def _samples() -> Mapping[str, Any]:
    """A ticket and a message of nobody's, by `ticket` and `message`."""
    read: Mapping[str, Any] = text.loads(_SAMPLES.read_text("utf-8"))
    return read


def _get(desk: Desk, id: int) -> Webhook:
    hook = desk.find(Webhook, id)
    if hook is None or hook.dialect != DIALECT:
        raise NotFound("webhook", id)
    return hook


def _create(desk: Desk, json: Mapping[str, Any]) -> int:
    params = json["params"]
    if len(text.dumps(params)) > _MOST_PARAMS:
        raise Invalid({"params": [Flaw("too_long")]})
    hook = Webhook(
        dialect=DIALECT,
        url=json["target_url"],
        events=[json["event"]],
        extras={DIALECT: {"params": params}},
    )
    return desk.add(hook).id


def _show(_: Desk, rows: Sequence[Webhook]) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "id": row.id,
            "target_url": row.url,
            "event": next(iter(row.events), ""),
            "params": row.extras.get(DIALECT, {}).get("params"),
        }
        for row in rows
    ]


hook = Collection(
    path="/apps/zapier/hooks",
    stem="apps.zapier_hooks",
    chapter="Apps",
    source="contract 9.1, rows `/apps/zapier/hooks`",
    shows=schemas.Hook(),
    show=_show,
    rows=lambda _, __: select(Webhook).filter_by(dialect=DIALECT),
    get=_get,
    takes=schemas.NewHook(),
    create=_create,
    delete=lambda desk, row: outbox.drop_webhook(desk, row),
    verbs="CD",
)
ROUTES = (_routes, hook.routes)
