"""Custom fields: defined, filled in, shown. Source: contract 8 and 10.8."""

import pytest
from marshmallow import ValidationError

from contract_tests.deskpro.conftest import refused
from polydesk.core import definitions
from polydesk.core.errors import Invalid
from polydesk.core.models import CustomField, FieldType, Person, Usage
from polydesk.dialects.deskpro import custom_values
from polydesk.dialects.deskpro.custom_values import CustomFields
from polydesk.dialects.deskpro.flaws import described

PATHS = (
    "/ticket_custom_fields",
    "/person_custom_fields",
    "/organization_custom_fields",
    "/user_chat_custom_fields",
)
CHOICES = [{"title": "Low"}, {"title": "High", "display_order": 9}]


@pytest.mark.parametrize("path", PATHS)
def test_a_field_is_shown_with_all_its_keys(deskpro, path):
    """Where it was made, and nowhere else."""
    made = deskpro.make(path, title="Floor")

    assert made == {
        "id": 1,
        "title": "Floor",
        "description": "",
        "widget_type": "text",
        "is_enabled": True,
        "is_agent_field": False,
        "display_order": 0,
        "default_value": None,
        "aliases": [],
        "choices": [],
        "options": {},
    }
    assert [[made] if one == path else [] for one in PATHS] == [deskpro.data(one) for one in PATHS]
    others = [one for one in PATHS if one != path]
    assert {404} == {deskpro.get(f"{one}/1").status_code for one in others}


@pytest.mark.parametrize(
    "widget",
    [
        "text",
        "textarea",
        "toggle",
        "date",
        "datetime",
        "choice",
        "multichoice",
        "checkbox",
        "radio",
        "display",
        "hidden",
    ],
)
def test_a_field_keeps_its_widget(deskpro, widget):
    """Also those that hold the same as another."""
    made = deskpro.make("/ticket_custom_fields", title="Floor", widget_type=widget)

    assert widget == deskpro.data(f"/ticket_custom_fields/{made['id']}")["widget_type"]


def test_all_of_a_field_is_written(deskpro):
    """And reads back."""
    given = {
        "title": "Floor",
        "description": "Where it stands",
        "is_enabled": False,
        "is_agent_field": True,
        "display_order": 3,
        "default_value": "2",
        "aliases": ["floor"],
        "options": {"required": True, "agent": {"hint": "x"}},
    }
    deskpro.make("/ticket_custom_fields", title="Storey")

    assert 204 == deskpro.put("/ticket_custom_fields/1", json=given).status_code
    assert given.items() <= deskpro.data("/ticket_custom_fields/1").items()
    assert 204 == deskpro.put("/ticket_custom_fields/1", json={"options": {}}).status_code
    assert {} == deskpro.data("/ticket_custom_fields/1")["options"]


def test_choices_have_ids(deskpro):
    """Those with an id stay, others are new, and those that are not there go."""
    made = deskpro.make("/ticket_custom_fields", title="F", widget_type="choice", choices=CHOICES)
    low, high = made["choices"]

    kept = [{**high, "title": "Highest", "parent": None}, {"title": "Top", "x": 1}]
    deskpro.put("/ticket_custom_fields/1", json={"choices": kept})

    assert {"id": 1, "title": "Low", "parent": None, "display_order": 1} == low
    assert [(2, "Top", 3), (9, "Highest", high["id"])] == [
        (one["display_order"], one["title"], one["id"])
        for one in deskpro.data("/ticket_custom_fields/1")["choices"]
    ]


def test_a_choice_may_be_below_another(deskpro):
    """That is there already, and is not itself."""
    made = deskpro.make("/ticket_custom_fields", title="F", widget_type="choice", choices=CHOICES)
    low, high = made["choices"]
    path = "/ticket_custom_fields/1"

    below = {"choices": [low, {**high, "parent": low["id"]}]}
    assert 204 == deskpro.put(path, json=below).status_code
    assert [None, low["id"]] == [one["parent"] for one in deskpro.data(path)["choices"]]

    for wrong in (high["id"], 99):
        answer = deskpro.put(path, json={"choices": [low, {**high, "parent": wrong}]})
        assert {"choices.choices_1.parent": ["bad_choice"]} == refused(answer)


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"title": " "}, {"title": ["required"]}),
        ({"widget_type": "slider"}, {"widget_type": ["bad_choice"]}),
        ({"widget_type": "date"}, {"widget_type": ["bad_choice"]}),
        ({"choices": CHOICES}, {"choices": ["invalid"]}),
        ({"options": "x"}, {"options": ["invalid"]}),
        ({"options": {"a": "\0"}}, {"options": ["invalid"]}),
        ({"choices": [{}]}, {"choices.choices_0.title": ["required"]}),
        ({"choices": [[1]]}, {"choices.choices_0": ["invalid"]}),
        ({"choices": {"a": 1}}, {"choices": ["invalid"]}),
        ({"display_order": "x"}, {"display_order": ["out_of_range"]}),
        ({"name": "x"}, {"": ["extra_fields"]}),
    ],
)
def test_a_bad_change_of_a_field_is_refused(deskpro, given, codes):
    """Its kind of content never changes."""
    made = deskpro.make("/ticket_custom_fields", title="F")

    assert codes == refused(deskpro.put("/ticket_custom_fields/1", json=given))
    assert made == deskpro.data("/ticket_custom_fields/1")


def test_a_choice_of_another_field_is_refused(deskpro):
    """And the same one twice."""
    deskpro.make("/ticket_custom_fields", title="F", widget_type="choice", choices=CHOICES)
    path = "/ticket_custom_fields"

    new = {"title": "G", "widget_type": "radio", "choices": [{"id": 1, "title": "Low"}]}
    twice = {"choices": [{"id": 1, "title": "Low"}, {"id": 1, "title": "Low"}]}

    assert {"choices.choices_0.id": ["bad_choice"]} == refused(deskpro.post(path, json=new))
    assert {"choices.choices_1.id": ["bad_choice"]} == refused(deskpro.put(f"{path}/1", json=twice))


def test_a_field_is_deleted(deskpro):
    """For good."""
    deskpro.make("/ticket_custom_fields", title="F", widget_type="choice", choices=CHOICES)

    assert 200 == deskpro.delete("/ticket_custom_fields/1").status_code
    assert 404 == deskpro.get("/ticket_custom_fields/1").status_code


@pytest.fixture
def defined(deskpro):
    """A field of people for each of the widgets, by its name; choices are 1 and 2, 3 and 4."""
    for widget in ("text", "toggle", "date", "datetime", "choice", "multichoice"):
        choices = {"choices": CHOICES} if "choice" in widget else {}
        deskpro.make("/person_custom_fields", title=widget, widget_type=widget, **choices)
    rows = deskpro.data("/person_custom_fields")
    return {row["title"]: row["id"] for row in rows}


LOW = {"id": 1, "title": "Low"}


@pytest.mark.parametrize(
    ("name", "given", "shown"),
    [
        ("text", "shop floor", {"value": "shop floor"}),
        ("text", 12, {"value": "12"}),
        ("toggle", "1", {"value": True}),
        ("toggle", 0, {"value": False}),
        ("toggle", True, {"value": True}),
        ("date", "2016-07-25", {"value": "2016-07-25"}),
        ("datetime", "2016-07-25 12:00:00", {"value": "2016-07-25T12:00:00+0000"}),
        ("datetime", "2020-01-02T03:04:05.678Z", {"value": "2020-01-02T03:04:05+0000"}),
        ("choice", [1], {"value": [1], "detail": {"1": LOW}}),
        ("choice", 1, {"value": [1], "detail": {"1": LOW}}),
        ("choice", "1", {"value": [1], "detail": {"1": LOW}}),
        (
            "multichoice",
            ["3", 4],
            {
                "value": [3, 4],
                "detail": {"3": {"id": 3, "title": "Low"}, "4": {"id": 4, "title": "High"}},
            },
        ),
        ("text", {"aliases": [], "value": "as shown"}, {"value": "as shown"}),
    ],
)
def test_values_are_read_and_shown(deskpro, defined, name, given, shown):
    """In every form that clients send, also the one in which they are shown."""
    with deskpro.desk() as desk:
        sam = desk.get(Person, deskpro.ids["sam"])
        read = CustomFields(Usage.PERSON).deserialize({str(defined[name]): given})
        custom_values.put(desk, sam, read)

        fields = custom_values.shown(desk, Usage.PERSON, [sam])

    assert {sam.id: {str(defined[name]): {"aliases": [], **shown}}} == fields


@pytest.mark.parametrize("empty", [None, "", []])
def test_what_is_empty_clears(deskpro, defined, empty):
    """Other fields stay; nothing at all is an empty object."""
    with deskpro.desk() as desk:
        sam = desk.get(Person, deskpro.ids["sam"])
        custom_values.put(desk, sam, {defined["text"]: "x", defined["toggle"]: True})

        given = CustomFields(Usage.PERSON).deserialize({defined["text"]: empty})
        custom_values.put(desk, sam, given)
        fields = custom_values.shown(desk, Usage.PERSON, [sam])[sam.id]
        custom_values.put(desk, sam, {defined["toggle"]: None})

        assert {str(defined["toggle"])} == fields.keys()
        assert {sam.id: {}} == custom_values.shown(desk, Usage.PERSON, [sam])


@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        ("text", {}, "invalid"),
        ("text", [1], "invalid"),
        ("text", "\0", "invalid"),
        ("toggle", "perhaps", "invalid"),
        ("date", "2016-02-30", "invalid_date"),
        ("date", 20160230, "invalid_date"),
        ("datetime", "now", "invalid_date"),
        ("choice", [1, 2], "bad_choice"),
        ("choice", 3, "bad_choice"),
        ("choice", "Low", "bad_choice"),
        ("choice", {"1": 1}, "bad_choice"),
        ("multichoice", [3, None], "bad_choice"),
        ("multichoice", 2**80, "bad_choice"),
    ],
)
def test_bad_values_are_refused(deskpro, defined, name, given, code):
    """By the field that they are of."""
    with deskpro.desk(), pytest.raises(ValidationError) as raised:
        CustomFields(Usage.PERSON).deserialize({str(defined[name]): given})

    part = f"fields_{defined[name]}"
    said = described({"fields": raised.value.messages})["fields"]["fields"]["fields"]
    assert {part: [code]} == {key: [e["code"] for e in one["errors"]] for key, one in said.items()}


@pytest.mark.parametrize("key", ["99", "x", "", "9" * 40])
def test_values_of_unknown_fields_are_refused(deskpro, defined, key):
    """A value that would be lost is not taken."""
    with deskpro.desk(), pytest.raises(ValidationError):
        CustomFields(Usage.PERSON).deserialize({key: "x"})


def test_a_required_field_is_filled_in(deskpro):
    """When the thing is made; and it is not cleared."""
    deskpro.make("/person_custom_fields", title="F", options={"required": True})
    with deskpro.desk() as desk:
        with pytest.raises(Invalid) as raised:
            custom_values.enter(desk, Usage.PERSON, deskpro.ids["sam"], {})
        for nothing in ("", "  ", None, []):
            with pytest.raises(ValidationError):
                CustomFields(Usage.PERSON).deserialize({"1": nothing})

    assert "required" == raised.value.fields["fields"][1][0].code


@pytest.mark.parametrize(
    ("usage", "path", "given"),
    [
        (Usage.TICKET, "/tickets", {"subject": "Jam"}),
        (Usage.PERSON, "/people", {"name": "Lee"}),
        (Usage.ORGANIZATION, "/organizations", {"name": "Ink"}),
    ],
)
def test_what_another_vendor_requires_is_not_required_here(deskpro, usage, path, given):
    """A subject is enough for a ticket; a change of the options leaves the other's rule alone."""
    with deskpro.desk() as desk:
        definitions.create(desk, usage=usage, name="F", type=FieldType.TEXT, mandatory=True)
    defined = f"/{usage.value}_custom_fields/1"

    made = deskpro.make(path, **given)
    cleared = deskpro.put(f"{path}/{made['id']}", json={"fields": {"1": ""}})
    deskpro.put(defined, json={"options": {"hint": "x"}})

    assert 204 == cleared.status_code
    assert {"hint": "x"} == deskpro.data(defined)["options"]
    with deskpro.desk() as desk:
        assert desk.get(CustomField, 1).mandatory


def test_a_disabled_field_is_neither_shown_nor_written(deskpro):
    """As if there were none."""
    deskpro.make("/person_custom_fields", title="F")
    with deskpro.desk() as desk:
        custom_values.enter(desk, Usage.PERSON, deskpro.ids["sam"], {1: "x"})
    deskpro.put("/person_custom_fields/1", json={"is_enabled": 0})

    with deskpro.desk() as desk:
        sam = desk.get(Person, deskpro.ids["sam"])
        assert {sam.id: {}} == custom_values.shown(desk, Usage.PERSON, [sam])
        with pytest.raises(ValidationError):
            CustomFields(Usage.PERSON).deserialize({"1": "y"})


def test_values_know_the_aliases_of_their_field(deskpro):
    """As they are defined."""
    deskpro.make("/person_custom_fields", title="F", aliases=["floor"])
    with deskpro.desk() as desk:
        custom_values.enter(desk, Usage.PERSON, deskpro.ids["sam"], {1: "x"})
        sam = desk.get(Person, deskpro.ids["sam"])

        assert {"1": {"aliases": ["floor"], "value": "x"}} == custom_values.shown(
            desk, Usage.PERSON, [sam]
        )[sam.id]
