"""What may be set, and what is said of the rest."""

import pytest

from polydesk.core import settings
from polydesk.kit.settings import Own, Setting, within


def odd(value: int) -> str | None:
    """A rule of one setting's own."""
    return None if value % 2 else "must be odd"


@pytest.mark.parametrize(
    ("setting", "value", "flaw"),
    [
        (Setting(1, ""), 2, None),
        (Setting(1, ""), True, "must be a int"),
        (Setting(1, "", check=odd), 3, None),
        (Setting(1, "", check=odd), 2, "must be odd"),
        (Setting(1, "", check=odd), "3", "must be a int"),
        (Setting(1, "", check=within(1)), 2**31 - 1, None),
        (Setting(1, "", check=within(1)), 2**31, "must be from 1 to 2147483647"),
        (Setting(1, "", check=within(0, 9)), -1, "must be from 0 to 9"),
        (Setting("a", "", allowed=("a", "b")), "b", None),
        (Setting("a", "", allowed=("a", "b")), "c", "must be one of a, b"),
    ],
)
def test_a_value_is_of_its_type_then_of_its_rule(setting, value, flaw):
    """The rule is asked of the right type only."""
    assert flaw == setting.flaw(value)


def test_a_dialects_own_settings_are_as_the_world_has_them(desk):
    """Among all of them are those that clients have made up."""
    own = Own("toy", {"most": Setting(1, ""), "strict": Setting(True, "")})
    settings.put(desk, "toy", "most", 2)
    settings.put(desk, "toy", "made_up", [])

    found = own.all_of(desk)

    assert {"most": 2, "strict": True, "made_up": []} == found
    assert (2, True) == (own.of(desk, "most"), own.of(desk, "strict"))
