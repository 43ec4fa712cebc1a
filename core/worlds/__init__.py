"""Worlds: separate help desks in one store, made, reset, copied, kept and brought back.

Tenancy is a matter of which world a session is bound to; no model or service knows of it.
`open_store(url)` is the door; SQLite keeps a file a world, PostgreSQL a schema a world.
"""

from polydesk.core.worlds.blank import SCHEMA, STANDARD, fill_blank
from polydesk.core.worlds.store import MAIN, Store, check_name
from polydesk.core.worlds.urls import open_store

__all__ = ["MAIN", "SCHEMA", "STANDARD", "Store", "check_name", "fill_blank", "open_store"]
