"""Apps that are installed, and what they keep. Source: contract 12, row `/apps`."""

from typing import Any

from flask import request
from sqlalchemy import Select

from polydesk.core import records
from polydesk.core.conflicts import take_turn
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Record
from polydesk.core.records import text
from polydesk.core.text import is_storable
from polydesk.dialects.deskpro.collection import GONE
from polydesk.dialects.deskpro.envelope import whole
from polydesk.dialects.deskpro.fields import Given, Json, Line, Truth
from polydesk.dialects.deskpro.paths import BASE
from polydesk.dialects.deskpro.records import family
from polydesk.dialects.deskpro.settings import DIALECT
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes

_STATES = "app_states"
_PATH = "/apps/<instance>/state/<entity>/<name>"


class AppState(Given):
    """What an app keeps under a name: any JSON."""

    value = Json(required=True)


apps = family(
    "/apps",
    stem="apps.apps",
    chapter="Apps",
    given={"title": Line(required=True), "name": Line(), "version": Line(), "is_enabled": Truth()},
    absent={"is_enabled": True},
    verbs="L",
    note="none can be installed: there are those of the scenario",
)
_state = Routes("apps.state", tag="Apps", prefix=BASE, errors=(401, 403, 404))


def _kept(instance: str, entity: str, name: str) -> Select[Record]:
    """The record of what an app keeps about a thing under a name. Raises NotFound."""
    if not is_storable(f"{instance}{entity}{name}"):
        raise NotFound("state", "")
    found = records.collected(DIALECT, _STATES).where(text("instance") == instance)
    return found.where(text("entity") == entity, text("name") == name)


@_state.get(_PATH, gives={"type": "object"})
def get(desk: Desk, instance: str, entity: str, name: str) -> Any:
    """Show what an app keeps; with `options.mode=find` null where it keeps nothing.

    Source: contract 12, row `/apps`.
    """
    found = desk.session.scalars(_kept(instance, entity, name)).first()
    finds = "find" in (request.args.get("options.mode"), request.args.get("options[mode]"))
    if found is None and not finds:
        raise NotFound("state", name)
    return Answer(_shown(None if found is None else found.data["value"]))


@_state.put(_PATH, json=AppState(), gives={"type": "object"}, errors=(400,))
def put(desk: Desk, json: dict[str, Any], instance: str, entity: str, name: str) -> Any:
    """Keep something for an app, whatever was kept there before.

    Source: contract 12, row `/apps`.
    """
    take_turn(desk)
    found = desk.session.scalars(_kept(instance, entity, name)).first()
    data = {"instance": instance, "entity": entity, "name": name, "value": json["value"]}
    if found is None:
        records.create(desk, DIALECT, _STATES, data=data)
    else:
        records.change(desk, found, data=data)
    return Answer(_shown(json["value"]))


@_state.delete(_PATH, gives={"type": "array"})
def delete(desk: Desk, instance: str, entity: str, name: str) -> Any:
    """Keep nothing more there.

    Source: contract 12, row `/apps`.
    """
    found = desk.session.scalars(_kept(instance, entity, name)).first()
    if found is None:
        raise NotFound("state", name)
    records.delete(desk, found)
    return Answer(GONE)


def _shown(value: Any) -> dict[str, Any]:
    """What clients read at the top, within the envelope that all answers have."""
    return {"value": value, **whole({"value": value})}


ROUTES = (_state, apps.routes)
