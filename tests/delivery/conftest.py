"""Somebody's server, and a world that may send to it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from polydesk import delivery
from polydesk.core import settings
from polydesk.core.models import World
from polydesk.core.worlds import Store
from tests.receiver import Receiver

FROZEN = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Somebody's server."""
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def frozen(store: Store, world: str) -> str:
    """A world whose clock stands, and which may send to this machine."""
    with store.desk(world) as desk:
        desk.session.get_one(World, 1).frozen_at = FROZEN
        settings.put(desk, "world", delivery.SETTING, value=True)
    return world


@pytest.fixture
def courier(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Starts the thread that sends; it is stopped, and nobody is called any more."""
    monkeypatch.setattr(store, "on_posted", store.on_posted)
    monkeypatch.setattr(delivery, "_GLANCE_SECONDS", 0.02)
    made = delivery.Courier(store)
    yield made.start
    made.stop()
    assert not made.is_alive()
