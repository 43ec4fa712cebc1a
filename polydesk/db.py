"""Flask-SQLAlchemy's part: a scoped session a request, bound to the request's world.

The only file that knows of Flask-SQLAlchemy; models and services are plain SQLAlchemy.
"""

from contextlib import AbstractContextManager
from typing import Any

import flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import Connection

from polydesk.core.desk import Desk
from polydesk.core.models import Base
from polydesk.core.worlds import MAIN, Store

WORLD = "polydesk.world"
"""The WSGI environment's key for the name of the world that a request is for."""

_EXTENSION = "polydesk.store"
_CONNECTION = "polydesk.connection"


class WorldSession(Session):
    """A session that speaks to one world."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Connection:
        """The connection of the desk that the session is for."""
        connection: Connection = self.info[_CONNECTION]
        return connection


db = SQLAlchemy(metadata=Base.metadata, session_options={"class_": WorldSession})


def attach(app: flask.Flask, store: Store) -> None:
    """Let an app's dialects work on a store. Call it once, before the first request."""
    app.config.setdefault("SQLALCHEMY_DATABASE_URI", "sqlite://")  # never used: see WorldSession
    db.init_app(app)
    app.extensions[_EXTENSION] = store


def current_store() -> Store:
    """The store of the running app; raises RuntimeError where none is attached."""
    store: Store | None = flask.current_app.extensions.get(_EXTENSION)
    if store is None:
        raise RuntimeError("no store: call polydesk.db.attach(app, store) before the first request")
    return store


def current_world() -> str:
    """The name of the world that the running request is for."""
    world: str = flask.request.environ.get(WORLD, MAIN)
    return world


def desk(*, writes: bool) -> AbstractContextManager[Desk]:
    """A desk for the running request, in its world; raises NotFound("world")."""
    return current_store().desk(current_world(), writes=writes, make_session=_session)


def _session(connection: Connection) -> Session:
    """The scoped session, on the connection that the desk has begun with."""
    session: Session = db.session()
    session.info.clear()
    session.info[_CONNECTION] = connection
    return session
