"""HelpDesk Pro `apikey`, 2.4 and 2.5: what software has alone, which is a name."""

import pytest

from contract_tests.helpdeskpro_apikey.answers import answer
from contract_tests.helpdeskpro_apikey.things import KINDS, SOFTWARE


def test_a_name_is_required(apikey):
    """Non-blank; nothing is stored otherwise."""
    nameless = [{}, {"name": ""}, {"name": "  \t"}, {"name": None}]

    answers = [
        answer(apikey.post(SOFTWARE, json={"vendor": "Microsoft", **name})) for name in nameless
    ]

    assert [(400, {"error": "name is required."})] * len(nameless) == answers
    assert {"software": []} == apikey.get(SOFTWARE).json


@pytest.mark.parametrize("method", ["patch", "put"])
def test_a_name_cannot_be_blanked(apikey, method):
    """400, and the other fields of the change are not stored either."""
    made = KINDS[SOFTWARE].create(apikey)
    blanks = ["", "   ", None]

    answers = {
        name: answer(
            getattr(apikey, method)(f"{SOFTWARE}/1", json={"name": name, "vendor": "Microsoft"})
        )
        for name in blanks
    }

    assert dict.fromkeys(blanks, (400, {"error": "name cannot be blank."})) == answers
    assert {"software": made} == apikey.get(f"{SOFTWARE}/1").json


def test_a_name_is_stored_untrimmed(apikey):
    """Blanks around it stay."""
    assert "  Visio " == KINDS[SOFTWARE].create(apikey, name="  Visio ")["name"]
