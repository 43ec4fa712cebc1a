"""Destek Sitesi: where we knowingly differ from the vendor's server, and how.

Each test asserts our answer; its docstring says what the vendor does.
"""

from xml.etree import ElementTree

import pytest

NEW = {"categoryId": "1", "subject": "Jam", "body": "Again."}


def test_the_inside_of_a_rule_is_ours(destek):
    """The vendor's page leaves out what is inside of `Conditions` and `Actions`."""
    rule = {
        "key": "tells",
        "name": "Tells",
        "trigger": "closed",
        "conditions": [{"type": "unassigned"}],
        "actions": [{"type": "tag", "value": "seen"}],
    }
    destek.seed({"rules": [rule]})

    text = destek.get(f"/api/Rule/{destek.ids['tells']}").data.partition(b"\n")[2]

    root = ElementTree.fromstring(text)
    assert "Unassigned" == root.find("Conditions/Condition").attrib["type"]
    assert "seen" == root.findtext("Actions/Action[@type='AddTag']/Tag")


def test_the_only_mail_is_a_welcome(destek):
    """The vendor mails submitters and technicians too; here it is kept in the outbox."""
    given = {"email": "new@example.com", "sendWelcomeEmail": "true"}
    destek.post("/api/CreateUser", data=given)
    destek.post("/api/Ticket", data=NEW | {"suppressConfirmation": "false"}, as_="sam")

    mails = destek.control("GET", "/outbox").json["mails"]
    assert ["new@example.com"] == [mail["to"] for mail in mails]


def test_too_many_calls_are_refused(destek):
    """The vendor may answer slowly instead."""
    statuses = [destek.get("/api/Authorization").status_code for _ in range(91)]

    assert [200] * 90 + [429] == statuses


def test_statuses_are_in_english(destek):
    """The vendor's are in the language of the installation: `Geschlossen`."""
    id = destek.post("/api/Ticket", data=NEW).text
    destek.post("/api/Close", data={"id": id})

    assert "Closed" == destek.get(f"/api/Ticket/{id}").json["Status"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_there_is_no_mcp_endpoint(destek, method):
    """Newer releases of the vendor's have one."""
    assert 404 == destek.open(method, "/api/mcp").status_code


def test_long_texts_are_refused(destek):
    """What the vendor does is not told; nothing is cut."""
    answer = destek.post("/api/Ticket", data=NEW | {"subject": "x" * 256})

    assert 400 == answer.status_code
    assert "subject" in answer.text


def test_words_of_assets_have_no_ids(destek):
    """The vendor's example has zeros; its server may number manufacturers, types and suppliers."""
    given = {"modelName": "M2", "manufacturer": "Apple", "type": "Laptop", "supplier": "none"}
    id = destek.post("/api/Asset", data=given).json["id"]

    shown = destek.get(f"/api/Asset/{id}").json

    assert [0, 0, 0] == [shown["TypeID"], shown["ManufacturerID"], shown["SupplierID"]]


def test_several_options_are_one_text(destek):
    """The vendor's fields take one option."""
    field = {"key": "sizes", "name": "Sizes", "usage": "asset", "type": "multichoice"}
    machine = {
        "key": "machine",
        "kind": "hardware",
        "model": "M2",
        "custom": {"sizes": ["Small", "Large"]},
    }
    destek.seed({"custom_fields": [field | {"options": ["Small", "Large"]}], "assets": [machine]})

    (shown,) = destek.get(f"/api/Asset/{destek.ids['machine']}").json["Fields"]

    assert (3, "Small, Large") == (shown["Type"], shown["Value"])
