"""Automation rules. Source: contract 6.6 and 7.20."""

from xml.etree import ElementTree

import pytest

from polydesk.core import catalogue, tickets
from polydesk.core.desk import Machine
from polydesk.core.models import Person, Ticket
from tests.counting import counting

RULE = {
    "key": "calls",
    "name": 'Calls & "asks" <back>',
    "trigger": "created",
    "match_all": False,
    "conditions": [
        {"type": "category", "value": "hardware"},
        {"type": "status", "value": "closed"},
        {"type": "priority", "value": "urgent"},
        {"type": "unassigned"},
        {"type": "requester", "value": "sam"},
        {"type": "organization", "value": "acme"},
        {"type": "subject", "value": "çok acil"},
        {"type": "channel", "value": "email"},
    ],
    "actions": [
        {"type": "assignee", "value": "tom"},
        {"type": "tag", "value": "called"},
        {
            "type": "request",
            "verb": "POST",
            "url": "https://hooks.example.com/?t=#ticketId#&x=1",
            "data": '{ "ticketId" : "#ticketId#" }',
            "json": True,
        },
    ],
}
XML = """<?xml version="1.0" encoding="utf-16"?>
<AutomationRule xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <RuleID>{calls}</RuleID>
  <Name>Calls &amp; "asks" &lt;back&gt;</Name>
  <Enabled>true</Enabled>
  <Trigger>TicketCreated</Trigger>
  <MatchAll>false</MatchAll>
  <Conditions>
    <Condition type="Category">
      <CategoryID>{hardware}</CategoryID>
    </Condition>
    <Condition type="Status">
      <StatusID>3</StatusID>
    </Condition>
    <Condition type="Priority">
      <Priority>2</Priority>
    </Condition>
    <Condition type="Unassigned" />
    <Condition type="Submitter">
      <UserID>{sam}</UserID>
    </Condition>
    <Condition type="Company">
      <CompanyID>{acme}</CompanyID>
    </Condition>
    <Condition type="SubjectContains">
      <Text>çok acil</Text>
    </Condition>
    <Condition type="Origin">
      <Origin>Email</Origin>
    </Condition>
  </Conditions>
  <Actions>
    <Action type="AssignTo">
      <UserID>{tom}</UserID>
    </Action>
    <Action type="AddTag">
      <Tag>called</Tag>
    </Action>
    <Action type="SendHttpRequest">
      <Verb>POST</Verb>
      <Url>https://hooks.example.com/?t=#ticketId#&amp;x=1</Url>
      <PostData>{{ "ticketId" : "#ticketId#" }}</PostData>
      <PostDataIsJson>true</PostDataIsJson>
    </Action>
  </Actions>
</AutomationRule>"""
TAGGING = {
    "key": "tagging",
    "name": "Tags",
    "trigger": "priority",
    "actions": [{"type": "tag", "value": "seen"}],
}


IDLE = {
    "key": "odd",
    "name": "a\x01b\tc\r\nd\uffff",
    "trigger": "idle",
    "minutes": 45,
    "actions": [{"type": "unassign"}],
}


def as_ids(destek, rule):
    """The rule with the keys of the world's things replaced by their ids."""
    steps = [*rule.get("conditions", ()), *rule["actions"]]
    found = [
        step | {"value": destek.ids.get(step["value"], step["value"])} if "value" in step else step
        for step in steps
    ]
    at = len(rule.get("conditions", ()))
    return rule | {"conditions": found[:at], "actions": found[at:]}


@pytest.fixture
def rules(destek):
    destek.seed({"rules": [as_ids(destek, rule) for rule in (RULE, TAGGING, IDLE)]})


@pytest.fixture
def rule(destek, rules):
    return destek.ids["calls"]


@pytest.fixture
def tagging(destek, rules):
    """A rule that tags what gets another priority."""
    return destek.ids["tagging"]


def is_tagged(destek):
    """Whether the rule fires, when something happens that it waits for."""
    with destek.desk() as desk:
        desk.actor = Machine("test")
        sam = desk.get(Person, destek.ids["sam"])
        id = tickets.create(desk, subject="Jam", body="Again.", requester=sam).id
    with destek.desk() as desk:
        desk.actor = Machine("test")
        high = catalogue.priority_id(desk, "HIGH")
        tickets.change(desk, desk.get(Ticket, id), priority_id=high)
    with destek.desk() as desk:
        return "seen" in [use.name for use in desk.get(Ticket, id).tag_uses]


@pytest.mark.parametrize("path", ["/api/Rule/{}", "/api/Rule?id={}", "/helpdesk/API/rule/{}/"])
def test_a_rule_is_xml(destek, rule, path):
    """Contract 7.20: it says utf-16, and its bytes are UTF-8."""
    answer = destek.get(path.format(rule))

    assert (200, "text/xml; charset=utf-8") == (answer.status_code, answer.headers["Content-Type"])
    assert XML.format(**destek.ids).encode() == answer.data


def test_posting_reads_a_rule_too(destek, rule):
    """Contract 1.6."""
    assert destek.get(f"/api/Rule/{rule}").data == destek.post("/api/Rule", data={"id": rule}).data


def test_a_rule_without_conditions_has_the_element(destek, tagging):
    """Contract 7.20: `Conditions` and `Actions` are there."""
    root = ElementTree.fromstring(destek.get(f"/api/Rule/{tagging}").data.partition(b"\n")[2])

    expected = ["RuleID", "Name", "Enabled", "Trigger", "MatchAll", "Conditions", "Actions"]
    assert expected == [child.tag for child in root]
    assert [] == list(root.find("Conditions"))


def test_what_is_gone_is_empty(destek):
    """A rule may name a status or a priority that there is no more; it is shown all the same."""
    gone = [{"type": "status", "value": 999}, {"type": "priority", "value": 999}]
    destek.seed({"rules": [{"key": "old", "name": "Old", "trigger": "reply", "actions": gone}]})

    answer = destek.get(f"/api/Rule/{destek.ids['old']}")

    assert 200 == answer.status_code
    assert "<StatusID />" in answer.text
    assert "<Priority />" in answer.text


def test_what_xml_cannot_say_is_replaced(destek, rules):
    """Control characters, and none is lost that it can say."""
    answer = destek.get(f"/api/Rule/{destek.ids['odd']}")

    root = ElementTree.fromstring(answer.data.partition(b"\n")[2])
    assert "a\ufffdb\tc\r\nd\ufffd" == root.findtext("Name")
    assert {"minutes": "45"} == root.find("Trigger").attrib


def test_a_disabled_rule_does_not_fire(destek, tagging):
    """Contract 6.6, 56 and 57: until it is enabled; twice is once."""
    assert is_tagged(destek)

    for name, fires in [("DisableRule", False), ("EnableRule", True)]:
        for _ in range(2):
            answer = destek.get(f"/api/{name}/{tagging}")
            assert (200, b"") == (answer.status_code, answer.data)
        assert fires is is_tagged(destek)
        root = ElementTree.fromstring(destek.get(f"/api/Rule/{tagging}").data.partition(b"\n")[2])
        assert str(fires).lower() == root.findtext("Enabled")


@pytest.mark.parametrize("name", ["Rule", "DisableRule", "EnableRule"])
@pytest.mark.parametrize(
    ("given", "status", "text"),
    [
        ("?id=987654", 404, "Rule not found"),
        ("?id=99999999999999999999", 400, "Parameter 'id': Missing data for required field."),
        ("/0", 404, "Rule not found"),
        ("", 400, "Parameter 'id': Missing data for required field."),
        ("?id=", 400, "Parameter 'id': Missing data for required field."),
        ("?id=x", 400, "Parameter 'id': Missing data for required field."),
    ],
)
def test_a_rule_that_is_not_there(destek, name, given, status, text):
    """Contract 6.6."""
    answer = destek.get(f"/api/{name}{given}")

    assert (status, text) == (answer.status_code, answer.text)


@pytest.mark.parametrize("name", ["Rule", "DisableRule", "EnableRule"])
@pytest.mark.parametrize("who", ["tom", "mia", "sam"])
def test_rules_are_for_admins(destek, rule, name, who):
    """Contract 3.10: A, and refused before the parameters are looked at."""
    for given in (f"/{rule}", "", "/987654"):
        answer = destek.get(f"/api/{name}{given}", as_=who)

        assert 403 == answer.status_code
        assert "You don't have permission to perform this action" == answer.text
    assert b"<Enabled>true</Enabled>" in destek.get(f"/api/Rule/{rule}").data


def test_a_rule_costs_the_same_whatever_is_in_it(destek, tagging):
    """No statement for a condition or an action."""
    counts = []
    for id in (destek.ids["calls"], tagging, destek.ids["calls"]):  # the first one warms up
        with counting() as statements:
            destek.get(f"/api/Rule/{id}")
        counts.append(len(statements))

    assert counts[1] == counts[2]
