"""Plugins: installed, set, and never run."""

from collections.abc import Mapping
from typing import Any

import flask

from polydesk import db, delivery
from polydesk.core import records, settings
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.models import Record
from polydesk.dialects.openhelpdesk import auth, manifest, plugins
from polydesk.dialects.openhelpdesk.envelope import PAGED
from polydesk.dialects.openhelpdesk.schemas import plugins as schemas
from polydesk.kit.dialect import MAX_BODY_BYTES
from polydesk.kit.parse import take
from polydesk.kit.routes import Routes

routes = Routes("plugins", tag="Plugins", prefix="/api/admin", errors=(401, 403), at=auth.admin)

SECONDS = 10.0
"""How long a download may take."""
_UPLOAD = "multipart/form-data"


def _plugin(desk: Desk, id: str) -> Mapping[str, Any]:
    """For `at`: the plugin of a ULID or of a manifest's id, for admins."""
    auth.admin(desk)
    return {"plugin": plugins.get(desk, id)}


@routes.get("/plugins", gives=schemas.Plugin(), pages=PAGED)
def index(desk: Desk) -> Any:
    """All plugins, the first installed first.

    Source: REST reference, "Admin: plugins"; contract 6.7, row 60.
    """
    return [plugins.shown(plugin) for plugin in desk.all(plugins.installed())]


@routes.post(
    "/plugins",
    files=("file",),
    reads={"application/json": schemas.NewPlugin()},
    writes=False,
    gives=schemas.Plugin(),
    status=201,
    errors=(400, 413),
)
def create(desk: Desk) -> Any:
    """Install a plugin of a file or a URL, disabled; one that is there already is replaced.

    A download may take seconds, so what is written is written in a transaction of its own.
    Source: REST reference, "Admin: plugins"; contract 6.7, row 61, and 8.9.
    """
    module = _uploaded() if flask.request.mimetype == _UPLOAD else _downloaded(desk)
    said = manifest.read(module)
    with db.current_store().desk(db.current_world()) as writing:
        writing.actor, writing.credential = desk.actor, desk.credential
        return plugins.shown(plugins.install(writing, module, said))


def _uploaded() -> bytes:
    sent = flask.request.files.get("file")
    if sent is None:
        raise Invalid({"file": ["file or url is required"]})
    return sent.stream.read()


def _downloaded(desk: Desk) -> bytes:
    """What the URL in the body leads to; raises Invalid."""
    from polydesk import posting  # urllib3 is slow to import, and this is rare

    given = take(schemas.NewPlugin(), flask.request, "json", json_always=True)
    private = settings.stored(desk).get("world", {}).get(delivery.SETTING) is True
    try:
        answer = posting.send(
            "GET", given["url"], {}, b"", seconds=SECONDS, most=MAX_BODY_BYTES + 1, private=private
        )
    except posting.NoAnswer as error:
        raise _no_download() from error
    if not 200 <= answer.status < 300 or len(answer.body) > MAX_BODY_BYTES:
        raise _no_download()
    return answer.body


def _no_download() -> Invalid:
    return Invalid({"url": ["could not download plugin"]})


@routes.patch(
    "/plugins/<id>",
    at=_plugin,
    json=schemas.PluginChange(),
    gives=schemas.Plugin(),
    errors=(400, 404),
)
def change(desk: Desk, plugin: Record, json: dict[str, Any]) -> Any:
    """Enable, disable or set a plugin; secrets that are left out stay.

    Source: REST reference, "Admin: plugins"; contract 6.7, row 62, and 8.9.
    """
    plugins.change(desk, plugin, **json)
    return plugins.shown(plugin)


@routes.delete("/plugins/<id>", at=_plugin, status=204, errors=(404,))
def delete(desk: Desk, plugin: Record) -> Any:
    """Uninstall a plugin, and forget how it was set.

    Source: REST reference, "Admin: plugins"; contract 6.7, row 63.
    """
    records.delete(desk, plugin)
