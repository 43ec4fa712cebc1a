"""A world's settings: per dialect, and under `world` those of the world itself."""

from typing import Any

import flask

from polydesk.control.context import OF_WORLD, WORLD, Declared, site
from polydesk.core import settings
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.models import World
from polydesk.kit.parse import read_json
from polydesk.kit.routes import Routes
from polydesk.kit.settings import Own

routes = Routes("settings", errors=(401, 404))

_OBJECT = {"type": "object"}


@routes.get("/worlds/<world>/settings", gives=_OBJECT, desk=False)
def show(world: str) -> Any:
    """All settings, those at their default too."""
    with site().store.desk(world, writes=False) as desk:
        return _shown(desk)


@routes.patch("/worlds/<world>/settings", gives=_OBJECT, desk=False, errors=(400, 422))
def change(world: str) -> Any:
    """Change what is given, `{dialect: {name: value}}`; unknown names are refused."""
    given = read_json(flask.request, always=True)
    flaws = _flaws(given)
    if flaws:
        raise Invalid(flaws)
    with site().store.desk(world) as desk:
        for dialect, values in given.items():
            for name, value in values.items():
                if (dialect, name) == (WORLD, "seed"):
                    desk.session.get_one(World, 1).seed = value
                else:
                    settings.put(desk, dialect, name, value)
        desk.session.flush()
        return _shown(desk)


def _shown(desk: Desk) -> dict[str, Any]:
    world = Own(WORLD, OF_WORLD).all_of(desk)
    said = {WORLD: {"seed": desk.session.get_one(World, 1).seed, **world}}
    for name, dialect in site().dialects.items():
        said[name] = settings.of(desk, name, dialect.defaults)
    return said


def _flaws(given: dict[str, Any]) -> dict[str, list[str]]:
    """What is wrong, by path."""
    found = {}
    for dialect, values in given.items():
        if dialect != WORLD and dialect not in site().dialects:
            found[dialect] = ["is no mounted dialect"]
        elif not isinstance(values, dict):
            found[dialect] = ["must be an object"]
        else:
            reasons = {name: _flaw(dialect, name, value) for name, value in values.items()}
            found |= {f"{dialect}.{n}": [reason] for n, reason in reasons.items() if reason}
    return found


def _flaw(dialect: str, name: str, value: Any) -> str | None:
    if (dialect, name) == (WORLD, "seed"):
        whole = isinstance(value, int) and not isinstance(value, bool)
        good = value is None or (whole and -(2**63) <= value < 2**63)
        return None if good else "must be a whole number of 64 bits, or null"
    known = Declared(site().dialects)[dialect].get(name)
    return "is no setting" if known is None else known.flaw(value)
