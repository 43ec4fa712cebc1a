"""Worlds: made, shown, emptied, filled, written out, dropped."""

import dataclasses
from typing import Any

import flask
import orjson
import yaml
from flask import Response
from marshmallow import fields, validate
from sqlalchemy import func, select

from polydesk.control import scenario, schemas
from polydesk.control.context import base_urls, declared_by, kinds, site
from polydesk.core.errors import Invalid
from polydesk.core.models import Base
from polydesk.kit.parse import read_json
from polydesk.kit.routes import Routes

routes = Routes("worlds", errors=(401,))

YAML = ("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml")


@routes.get("/worlds", gives=schemas.WorldAddress(many=True), desk=False)
def index() -> Any:
    """All worlds."""
    return [{"name": name, "base_urls": base_urls(name)} for name in site().store.worlds()]


@routes.post(
    "/worlds",
    json=schemas.NewWorld(),
    gives=schemas.MadeWorld(),
    status=201,
    desk=False,
    errors=(400, 404, 409, 422),
)
def create(json: dict[str, str]) -> Any:
    """Make a world: blank, seeded with a shipped scenario, or a copy."""
    name, wanted = json["name"], json.get("scenario")
    shipped = None if wanted is None else _shipped(wanted)
    store = site().store
    store.make(name, copy_of=json.get("copy_of"))
    store.on_posted(name)  # a copy has what its model has still to send
    credentials = []
    if shipped is not None:
        try:
            credentials = _seed(name, shipped)["credentials"]
        except Exception:
            store.drop(name)
            raise
    return {"name": name, "base_urls": base_urls(name), "credentials": credentials}


@routes.get("/worlds/<world>", gives=schemas.World(), desk=False, errors=(404,))
def show(world: str) -> Any:
    """One world, with the number of rows of each table."""
    with site().store.desk(world, writes=False) as desk:
        counts = {
            str(name): desk.session.scalar(select(func.count()).select_from(table))
            for name, table in Base.metadata.tables.items()
        }
    return {"name": world, "base_urls": base_urls(world), "counts": counts}


@routes.delete("/worlds/<world>", status=204, desk=False, errors=(404, 409))
def delete(world: str) -> Any:
    """Drop a world and its snapshots; `main` stays."""
    site().store.drop(world)


@routes.post("/worlds/<world>/reset", status=204, desk=False, errors=(404,))
def reset(world: str) -> Any:
    """Back to a blank world: credentials are gone, ids start at 1, the clock is real."""
    site().store.reset(world)


@routes.post("/worlds/<world>/seed", gives=schemas.Seeded(), desk=False, errors=(400, 404, 422))
def seed(world: str) -> Any:
    """Add a scenario, all or nothing: JSON or YAML, or `{"scenario": "demo"}` for a shipped one."""
    request = flask.request
    if request.mimetype in YAML:
        given = scenario.parse(request.get_data())
    else:
        given = read_json(request, always=True)
    if isinstance(given, dict) and list(given) == ["scenario"]:
        given = _shipped(given["scenario"])
    return _seed(world, given)


def _shipped(name: object) -> Any:
    if not isinstance(name, str) or name not in scenario.names():
        raise Invalid({"scenario": [f"must be one of {', '.join(scenario.names())}"]})
    return scenario.read(name)


def _seed(world: str, given: Any) -> dict[str, Any]:
    with site().store.desk(world) as desk:
        declared = declared_by(site().dialects)
        return dataclasses.asdict(scenario.seed(desk, given, kinds(), declared))


class Form(schemas.Strict):
    """In which form a world is written out."""

    format = fields.Str(load_default="json", validate=validate.OneOf(["json", "yaml"]))


@routes.get(
    "/worlds/<world>/export",
    query=Form(),
    gives={"type": "object"},
    media_types=("application/json", "application/yaml"),
    desk=False,
    errors=(404, 422),
)
def export(world: str, query: dict[str, str]) -> Any:
    """The whole world as a scenario; seeded into a blank world it gives an equal one."""
    site().store.write_used(world)
    with site().store.desk(world, writes=False) as desk:
        written = scenario.export(desk)
    if query["format"] == "json":
        return Response(orjson.dumps(written), mimetype="application/json")
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text = yaml.dump(written, Dumper=dumper, allow_unicode=True, sort_keys=False)
    return Response(text, mimetype="application/yaml")
