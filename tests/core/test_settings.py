"""A world's settings."""

import pytest

from polydesk.core import settings

DEFAULTS = {"limit": True, "most": 5}


def test_what_is_not_put_is_at_its_default(desk):
    """And nothing is stored."""
    assert (DEFAULTS, {}) == (settings.of(desk, "toy", DEFAULTS), settings.stored(desk))


@pytest.mark.parametrize(
    "value",
    [False, True, None, 0, 7, -1.5, 2**53, "", "text", "7", "ışık", [1, "a"], {"a": {"b": None}}],
)
def test_any_json_can_be_put(store, world, value):
    """And is read back by another desk as it was."""
    with store.desk(world) as desk:
        settings.put(desk, "toy", "most", "before")
        settings.put(desk, "toy", "most", value)

    with store.desk(world, writes=False) as desk:
        found = settings.of(desk, "toy", DEFAULTS)
        assert {"limit": True, "most": value} == found
        assert type(value) is type(found["most"])
        assert value == settings.one(desk, "toy", "most", DEFAULTS)
        assert True is settings.one(desk, "toy", "limit", DEFAULTS)


def test_dialects_have_settings_of_their_own(desk):
    """The same name is another setting."""
    settings.put(desk, "toy", "limit", False)

    assert DEFAULTS == settings.of(desk, "other", DEFAULTS)
    assert {"toy": {"limit": False}} == settings.stored(desk)
