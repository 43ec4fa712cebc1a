"""What is to be sent, what became of it, and a clock that is moved on."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from polydesk.core import outbox
from polydesk.core.models import Delivery, World
from polydesk.core.worlds import Store

SECONDS = 30.0
"""When a test that hangs is given up."""


def post(store: Store, world: str, url: str, **given: Any) -> str:
    """Something to be sent; its ULID."""
    said = {"dialect": "toy", "event": "made", "body": '{"ı":1}', "headers": {"X-Toy": "1"}}
    with store.desk(world) as desk:
        return desk.get(Delivery, outbox.post(desk, url=url, **{**said, **given})).ulid


def found(store: Store, world: str) -> list[Delivery]:
    with store.desk(world, writes=False) as desk:
        return list(desk.all(select(Delivery).order_by(Delivery.id)))


def advance(store: Store, world: str, seconds: float) -> None:
    with store.desk(world) as desk:
        row = desk.session.get_one(World, 1)
        assert row.frozen_at is not None
        row.frozen_at += timedelta(seconds=seconds)
