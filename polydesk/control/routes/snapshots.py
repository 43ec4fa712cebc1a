"""Keeping a world's state, and bringing it back."""

from typing import Any

from polydesk.control import schemas
from polydesk.control.context import site
from polydesk.kit.routes import Routes

routes = Routes("snapshots", errors=(401, 404))


@routes.get("/worlds/<world>/snapshots", gives=schemas.Name(many=True), desk=False)
def index(world: str) -> Any:
    """The snapshots of a world."""
    return [{"name": name} for name in site().store.snapshots(world)]


@routes.post(
    "/worlds/<world>/snapshots",
    json=schemas.Name(),
    gives=schemas.Name(),
    status=201,
    desk=False,
    errors=(400, 409, 422),
)
def create(world: str, json: dict[str, str]) -> Any:
    """Keep a world as it is, its clock included."""
    site().store.snapshot(world, json["name"])
    return json


@routes.post("/worlds/<world>/snapshots/<name>/restore", status=204, desk=False)
def restore(world: str, name: str) -> Any:
    """Bring a world back to a snapshot, which stays."""
    store = site().store
    store.restore(world, name)
    store.on_posted(world)  # what was still to be sent is again


@routes.delete("/worlds/<world>/snapshots/<name>", status=204, desk=False)
def delete(world: str, name: str) -> Any:
    """Forget a snapshot."""
    site().store.drop_snapshot(world, name)
