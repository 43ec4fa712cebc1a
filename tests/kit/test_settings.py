"""What may be set, and what is said of the rest."""

import pytest

from polydesk.kit.settings import Setting


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
        (Setting("a", "", allowed=("a", "b")), "b", None),
        (Setting("a", "", allowed=("a", "b")), "c", "must be one of a, b"),
    ],
)
def test_a_value_is_of_its_type_then_of_its_rule(setting, value, flaw):
    """The rule is asked of the right type only."""
    assert flaw == setting.flaw(value)
