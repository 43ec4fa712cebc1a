"""Custom fields. Source: contract 6.2, 6.4, 6.7, 6.8, 7.10, 7.11, 11.5 and 11.17."""

import pytest

from contract_tests.desteksitesi.things import FORBIDDEN, make_ticket, said
from polydesk.core.models import Asset, AssetKind, CustomValue, Person, Ticket
from tests.counting import counting

FIELDS = {
    "categories": [{"key": "far", "name": "Far"}],
    "custom_fields": [
        {"key": "serial", "name": "Serial", "usage": "ticket", "type": "text"},
        {
            "key": "level",
            "name": "Zorluk",
            "usage": "ticket",
            "type": "choice",
            "mandatory": True,
            "show_in_list": True,
            "options": [{"key": "easy", "name": "Kolay"}, {"key": "hard", "name": "Zor"}],
        },
        {"key": "by", "name": "Needed by", "usage": "ticket", "type": "date"},
        {"key": "urgent", "name": "Urgent", "usage": "ticket", "type": "checkbox"},
        {"key": "story", "name": "Story", "usage": "ticket", "type": "multiline"},
        {
            "key": "colours",
            "name": "Colours",
            "usage": "ticket",
            "type": "multichoice",
            "options": ["Red", "Blue", "Red, or so"],
        },
        {
            "key": "cost",
            "name": "Cost",
            "usage": "ticket",
            "type": "text",
            "techs_only": True,
        },
        {
            "key": "distance",
            "name": "Distance",
            "usage": "ticket",
            "type": "text",
            "categories": ["far"],
        },
        {"key": "rack", "name": "Rack", "usage": "asset", "type": "text"},
        {"key": "badge", "name": "Badge", "usage": "person", "type": "text"},
        {
            "key": "plan",
            "name": "Plan",
            "usage": "organization",
            "type": "choice",
            "options": [{"key": "gold", "name": "Gold"}],
        },
    ],
}
DEFINITION = [
    "FieldName",
    "FieldID",
    "Type",
    "UsageType",
    "ForTechsOnly",
    "Mandatory",
    "OrderByNumber",
    "ShowInGrid",
    "SelectionComboOptions",
]
VALUE = [
    "FieldName",
    "FieldID",
    "Type",
    "UsageType",
    "Value",
    "ValueWithOption",
    "Mandatory",
    "OptionID",
    "ShowInGrid",
    "SelectionComboOptions",
]


@pytest.fixture
def fields(destek):
    """The ids of the custom fields and of their options, by key."""
    destek.seed(FIELDS)
    return destek.ids


@pytest.fixture
def ticket(destek, fields):
    """A ticket of Sam's about hardware."""
    return make_ticket(destek)


def missing(name):
    """What is said of a parameter that is not there."""
    return f"Parameter '{name}': Missing data for required field."


def names(answer):
    return [one["FieldName"] for one in answer.json]


def put(destek, ticket, field, value, as_="sam"):
    sent = {"ticketId": ticket, "fieldId": destek.ids[field], "value": value}
    return destek.post("/api/SetCustomField", data=sent, as_=as_)


def values(destek, ticket, as_="sam", **query):
    """What is filled in, by name of the field."""
    found = destek.get(f"/api/TicketCustomFields/{ticket}", query_string=query, as_=as_).json
    return {one["FieldName"]: one["Value"] for one in found}


def test_a_field_is_defined_key_by_key(destek, fields):
    """Contract 7.10; OptionID, FieldID, Value and OrderByNumber of an option."""
    found = destek.get("/api/CustomFields?type=1").json

    serial, level = found[:2]
    assert DEFINITION == list(serial)
    assert ["Serial", fields["serial"], 1, 1, False, False, 1, False, None] == list(serial.values())
    *known, options = level.values()
    assert ["Zorluk", fields["level"], 3, 1, False, True, 2, True] == known
    assert [
        ["OptionID", fields["easy"], "FieldID", fields["level"], "Value", "Kolay"],
        ["OptionID", fields["hard"], "FieldID", fields["level"], "Value", "Zor"],
    ] == [[part for pair in list(one.items())[:3] for part in pair] for one in options]
    assert ["OrderByNumber"] * 2 == [list(one)[3] for one in options]
    assert [1, 3, 2, 4, 5, 3, 1, 1] == [one["Type"] for one in found]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?type=2", ["Rack"]),
        ("?TYPE=3", ["Badge"]),
        ("?type=4", ["Plan"]),
    ],
)
def test_fields_are_listed_by_what_they_are_for(destek, fields, query, expected):
    """Contract 6.7, 58."""
    assert expected == names(destek.get(f"/api/CustomFields{query}"))


@pytest.mark.parametrize("query", ["", "?type=", "?type=x", "/7"])
def test_all_fields_come_by_what_they_are_for(destek, fields, query):
    """Contract 6.7, 58: a type that cannot be read is none (2.10)."""
    found = destek.get(f"/api/CustomFields{query}").json

    assert [1] * 8 + [2, 3, 4] == [one["UsageType"] for one in found]


@pytest.mark.parametrize("type", [0, 5, -1])
def test_there_are_four_types(destek, fields, type):
    """Contract 6.7, 58; only technicians learn it."""
    answer = destek.get(f"/api/CustomFields?type={type}")

    assert (400, "Parameter 'type': Must be one of: 1, 2, 3, 4.") == said(answer)
    assert FORBIDDEN == said(destek.get(f"/api/CustomFields?type={type}", as_="sam"))


@pytest.mark.parametrize("parameter", ["categoryId", "id", "CATEGORYID"])
def test_a_category_has_its_own_fields_and_those_of_all(destek, fields, parameter):
    """Contract 6.2, 20; those for technicians only are for them."""
    common = ["Serial", "Zorluk", "Needed by", "Urgent", "Story", "Colours"]

    far = destek.get(f"/api/CustomFieldsForCategory?{parameter}={fields['far']}", as_="sam")
    near = destek.get(f"/api/CustomFieldsForCategory?{parameter}={fields['hardware']}", as_="tia")

    assert [*common, "Distance"] == names(far)
    assert [*common, "Cost"] == names(near)
    assert DEFINITION == list(far.json[0])


@pytest.mark.parametrize(
    ("field", "given", "shown"),
    [
        ("serial", " A\nB ", " A\nB "),
        ("serial", "true", "true"),
        ("story", "Çok uzun…", "Çok uzun…"),
        ("by", "2026-05-01", "2026-05-01"),
        ("by", "5/1/2026", "2026-05-01"),
        ("by", "2026-05-01T12:30", "2026-05-01T12:30:00"),
        ("by", "2026-05-01 12:30:10+02:00", "2026-05-01T10:30:10"),
        ("by", "5/1/2026 1:30:00 PM", "2026-05-01T13:30:00"),
        ("by", "2026-05-01T12:30:10.125Z", "2026-05-01T12:30:10"),
        ("by", "0001-01-01T00:00", "0001-01-01T00:00:00"),
        ("urgent", "True", "true"),
        ("urgent", "1", "true"),
        ("urgent", "0", "false"),
        ("level", "zor", "Zor"),
        ("level", " KOLAY ", "Kolay"),
        ("colours", "red, Blue", "Red, Blue"),
        ("colours", "Red, or so", "Red, or so"),
        ("colours", " red, OR so", "Red, or so"),
    ],
)
def test_what_is_filled_in_is_shown(destek, ticket, field, given, shown):
    """Contract 7.11 and 11.5; what is shown can be filled in again."""
    assert (200, "") == said(put(destek, ticket, field, given))
    assert [shown] == list(values(destek, ticket).values())

    assert (200, "") == said(put(destek, ticket, field, shown))
    assert [shown] == list(values(destek, ticket).values())


def test_a_value_is_shown_key_by_key(destek, ticket):
    """Contract 7.11: the text of a choice and its option."""
    put(destek, ticket, "level", str(destek.ids["hard"]))
    put(destek, ticket, "serial", "A1")

    serial, level = destek.get(f"/api/TicketCustomFields?id={ticket}", as_="sam").json

    ids = destek.ids
    assert VALUE == list(serial) == list(level)
    assert ["Serial", ids["serial"], 1, 0, "A1", None, False, None, False, None] == list(
        serial.values()
    )
    assert ["Zorluk", ids["level"], 3, 0, "Zor", "Zor", True, ids["hard"], True, None] == list(
        level.values()
    )


def test_fields_without_a_value_come_when_asked_for(destek, ticket):
    """Contract 6.2, 11: returnUnset; those for technicians only are for them."""
    put(destek, ticket, "serial", "A1")

    assert {"Serial": "A1"} == values(destek, ticket)
    assert {
        "Serial": "A1",
        "Zorluk": None,
        "Needed by": None,
        "Urgent": None,
        "Story": None,
        "Colours": None,
    } == values(destek, ticket, returnUnset="True")
    assert "Cost" in values(destek, ticket, as_="tom", returnUnset="True")


@pytest.mark.parametrize("field", ["serial", "level", "by", "urgent", "story", "colours"])
def test_an_empty_value_clears(destek, ticket, field):
    """Contract 11.5 and 2.6; 14.7: cleared is unset."""
    filled = {"by": "2026-05-01", "urgent": "1", "level": "Zor", "colours": "Red"}
    put(destek, ticket, field, filled.get(field, "x"))

    assert (200, "") == said(put(destek, ticket, field, ""))
    assert {} == values(destek, ticket)


@pytest.mark.parametrize(
    ("sent", "shown"), [(True, "true"), (False, "false"), (1, "true"), ("0", "false")]
)
def test_a_value_may_come_as_json(destek, ticket, sent, shown):
    """Contract 2.2 and 2.7."""
    asked = {"TicketId": ticket, "FieldId": destek.ids["urgent"], "Value": sent}

    assert 200 == destek.post("/api/SetCustomField", json=asked).status_code
    assert {"Urgent": shown} == values(destek, ticket)


@pytest.mark.parametrize(
    ("field", "value", "name"),
    [
        ("by", "soon", "Needed by"),
        ("by", "2026-13-01", "Needed by"),
        ("urgent", "yes", "Urgent"),
        ("level", "Orta", "Zorluk"),
        ("level", "999", "Zorluk"),
        ("colours", "Red, Green", "Colours"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(destek, ticket, field, value, name):
    """Contract 11.5: 400, naming the field; nothing is changed."""
    status, text = said(put(destek, ticket, field, value))

    assert (400, True) == (status, name in text)
    assert {} == values(destek, ticket)


@pytest.mark.parametrize(
    ("given", "status", "text"),
    [
        (
            {"fieldId": 1, "value": "a"},
            400,
            "Parameter 'ticketId': Missing data for required field.",
        ),
        (
            {"ticketId": 1, "value": "a"},
            400,
            "Parameter 'fieldId': Missing data for required field.",
        ),
        ({"ticketId": 1, "fieldId": 1}, 400, missing("value")),
        ({"ticketId": 999, "fieldId": 1, "value": "a"}, 404, "Ticket not found"),
        ({"ticketId": 1, "fieldId": 999, "value": "a"}, 404, "Custom field not found"),
    ],
)
def test_what_is_wrong_is_said(destek, ticket, given, status, text):
    """Contract 6.2, 7."""
    assert 1 == ticket

    assert (status, text) == said(destek.post("/api/SetCustomField", data=given))


@pytest.mark.parametrize("field", ["rack", "badge", "plan", "distance"])
def test_the_field_of_something_else_is_not_found(destek, ticket, field):
    """Contract 11.5: another usage, or another category."""
    assert (404, "Custom field not found") == said(put(destek, ticket, field, "a", as_="ada"))


@pytest.mark.parametrize(
    ("name", "status"), [("sam", 200), ("mia", 200), ("tom", 200), ("kim", 403), ("tia", 403)]
)
def test_who_may_change_a_ticket_fills_in_its_fields(destek, ticket, name, status):
    """Contract 6.2, 7: O."""
    assert status == put(destek, ticket, "serial", "A1", as_=name).status_code
    assert ({"Serial": "A1"} if status == 200 else {}) == values(destek, ticket)


def test_who_only_sees_a_ticket_reads_its_fields(destek, ticket):
    """Contract 6.2, 7 and 11: S reads, O writes."""
    ada = {"id": ticket, "body": "a", "fromUserId": destek.ids["kim"]}
    destek.post("/api/Comment", data=ada)
    put(destek, ticket, "serial", "A1")

    assert {"Serial": "A1"} == values(destek, ticket, as_="kim")
    assert FORBIDDEN == said(put(destek, ticket, "serial", "B2", as_="kim"))
    assert FORBIDDEN == said(destek.get(f"/api/TicketCustomFields/{ticket}", as_="tia"))


def test_fields_for_technicians_are_for_technicians(destek, ticket):
    """Contract 7.10: ForTechsOnly; neither read nor written by others."""
    assert FORBIDDEN == said(put(destek, ticket, "cost", "9"))
    assert 200 == put(destek, ticket, "cost", "7", as_="tom").status_code

    assert {} == values(destek, ticket)
    assert {"Cost": "7"} == values(destek, ticket, as_="tom")


@pytest.mark.parametrize("carrier", ["data", "query_string", "json"])
def test_several_fields_are_filled_in_at_once(destek, ticket, carrier):
    """Contract 6.2, 8 and 2.1: `cf<id>` in any letter case; what is none of these is ignored."""
    ids = destek.ids
    sent = {
        "TicketID": ticket,
        f"cf{ids['serial']}": "A1",
        f"CF{ids['level']}": "zor",
        "cfx": "1",
        "other": "2",
    }

    answer = destek.post("/api/SetCustomFields", as_="sam", **{carrier: sent})

    assert (200, "") == said(answer)
    assert {"Serial": "A1", "Zorluk": "Zor"} == values(destek, ticket)


@pytest.mark.parametrize(
    ("wrong", "status"),
    [(("by", "soon"), 400), (("rack", "1"), 404), ((None, "1"), 404), (("cost", "1"), 403)],
)
def test_several_fields_are_filled_in_all_or_none(destek, ticket, wrong, status):
    """Contract 6.2, 8."""
    field, value = wrong
    sent = {
        "ticketId": ticket,
        f"cf{destek.ids['serial']}": "A1",
        f"cf{destek.ids.get(field, 999)}": value,
    }

    assert status == destek.post("/api/SetCustomFields", data=sent, as_="sam").status_code
    assert {} == values(destek, ticket)


@pytest.mark.parametrize("query", [{}, {"value": "B2"}])
def test_null_is_not_given(destek, ticket, query):
    """Contract 2.6: an empty text clears, JSON's null is none; so nothing is left to fill in."""
    put(destek, ticket, "serial", "A1")
    name = f"cf{destek.ids['serial']}"
    beside = dict.fromkeys([name] * len(query), "B2")

    sent = {"ticketId": ticket, name: None}
    answer = destek.post("/api/SetCustomFields", json=sent, query_string=beside)

    assert (400, "Parameter 'cf<fieldId>': is required") == said(answer)
    assert {"Serial": "A1"} == values(destek, ticket)


@pytest.mark.parametrize("given", [{}, {"cf": "1"}, {"cfx": "1"}, {"cf" + "9" * 5000: "1"}])
def test_some_field_is_needed(destek, ticket, given):
    """Contract 6.2, 8."""
    answer = destek.post("/api/SetCustomFields", data={"id": ticket, **given})

    assert (400, "Parameter 'cf<fieldId>': is required") == said(answer)


def test_filling_in_changes_the_ticket(destek, ticket):
    """Contract 11.3; what stays the same does not."""
    destek.advance(60)
    put(destek, ticket, "serial", "A1", as_="tom")
    with destek.desk() as desk:
        row = desk.get(Ticket, ticket)
        assert (desk.now(), destek.ids["tom"]) == (row.updated_at, row.changed_by_id)
        before = desk.now()
    destek.advance(60)
    put(destek, ticket, "serial", "A1", as_="sam")

    with destek.desk() as desk:
        assert before == desk.get(Ticket, ticket).updated_at


def test_values_are_hidden_while_the_category_is_another(destek, fields):
    """Contract 11.17: not lost."""
    ticket = make_ticket(destek, category="far")
    put(destek, ticket, "distance", "9 km")

    def move(category):
        with destek.desk() as desk:
            desk.get(Ticket, ticket).category_id = fields[category]
        return values(destek, ticket)

    assert {} == move("hardware")
    assert {"Distance": "9 km"} == move("far")


def make_asset(destek):
    with destek.desk() as desk:
        return desk.add(Asset(kind=AssetKind.HARDWARE)).id


@pytest.mark.parametrize(
    ("kind", "key", "other", "field", "value", "expected"),
    [
        ("User", "kim", "sam", "badge", "17", [1, "17"]),
        ("Company", "acme", "beta", "plan", "gold", [3, "Gold"]),
    ],
)
def test_users_and_companies_have_fields(destek, fields, kind, key, other, field, value, expected):
    """Contract 6.4, 38, 42, 50 and 51; 7.11: the short form. A writes, X reads."""
    method, path = f"SetCustomFieldFor{kind}", f"{kind}CustomFields"
    sent = {"ID": fields[key], "fieldId": fields[field], "value": value}

    assert FORBIDDEN == said(destek.post(f"/api/{method}", data=sent, as_="tom"))
    assert (200, "") == said(destek.post(f"/api/{method}", data=sent))

    (found,) = destek.get(f"/api/{path}?id={fields[key]}", as_="tom").json
    assert ["FieldName", "FieldID", "Type", "Value"] == list(found)
    assert [fields[field], *expected] == list(found.values())[1:]
    assert FORBIDDEN == said(destek.get(f"/api/{path}/{fields[key]}", as_="sam"))
    assert [] == destek.get(f"/api/{path}/{fields[other]}").json


def test_a_user_may_be_named_otherwise(destek, fields):
    """Contract 2.16: userId."""
    sent = {"userId": fields["kim"], "fieldId": fields["badge"], "value": "17"}

    assert 200 == destek.post("/api/SetCustomFieldForUser", data=sent).status_code
    found = destek.get(f"/api/UserCustomFields?userId={fields['kim']}").json
    assert ["17"] == [one["Value"] for one in found]


@pytest.mark.parametrize(("name", "status"), [("sam", 403), ("tia", 200), ("ada", 200)])
def test_assets_have_fields(destek, fields, name, status):
    """Contract 6.8, 62: X."""
    sent = {"id": make_asset(destek), "fieldId": fields["rack"], "value": "R7"}

    assert status == destek.post("/api/SetCustomFieldForAsset", data=sent, as_=name).status_code
    with destek.desk() as desk:
        assert (status == 200) is (desk.session.query(CustomValue).count() == 1)


@pytest.mark.parametrize(
    ("method", "text"),
    [
        ("SetCustomFieldForUser", "User not found"),
        ("SetCustomFieldForCompany", "Company not found"),
        ("SetCustomFieldForAsset", "Asset not found"),
        ("UserCustomFields", "User not found"),
        ("CompanyCustomFields", "Company not found"),
    ],
)
def test_whose_fields_these_are_must_be_there(destek, fields, method, text):
    """Contract 6.4 and 6.8."""
    sent = {"id": 999, "fieldId": fields["serial"], "value": "a"}

    assert (404, text) == said(destek.post(f"/api/{method}", data=sent))


@pytest.mark.parametrize("method", ["User", "Company", "Asset"])
def test_their_fields_are_of_their_own(destek, fields, method):
    """Contract 11.5: a field of tickets is not one of theirs."""
    make_asset(destek)
    sent = {"id": 1, "fieldId": fields["serial"], "value": "a"}

    answer = destek.post(f"/api/SetCustomFieldFor{method}", data=sent)

    assert (404, "Custom field not found") == said(answer)


def test_who_is_gone_has_no_fields(destek, fields):
    """Contract 11.10: 404."""
    with destek.desk() as desk:
        desk.get(Person, fields["kim"]).deleted_at = desk.now()

    assert (404, "User not found") == said(destek.get(f"/api/UserCustomFields/{fields['kim']}"))


def test_values_are_read_in_as_many_statements(destek, ticket):
    """However many there are."""
    put(destek, ticket, "serial", "A1")
    values(destek, ticket)
    with counting() as few:
        values(destek, ticket)
    for field, value in (("level", "Zor"), ("story", "a"), ("urgent", "1"), ("colours", "Red")):
        put(destek, ticket, field, value)

    with counting() as many:
        assert 5 == len(values(destek, ticket))

    assert len(few) == len(many)
