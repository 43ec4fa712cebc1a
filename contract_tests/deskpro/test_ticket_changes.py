"""Tickets changed. Source: contract 9.2, 10.1 and 11."""

import pytest

from contract_tests.deskpro.conftest import SHOWN_NOW, refused

LATER = "2026-02-03T11:00:00Z"


CHANGES = [
    ({"subject": "Other"}, {"title": "Other", "original_subject": "Printer on fire"}),
    ({"person": "kim@example.com"}, {"person_email": "kim@example.com"}),
    ({"agent": "tom@example.com"}, {"agent": 2, "date_first_agent_assign": SHOWN_NOW}),
    ({"agent": "3"}, {"agent": 3}),
    ({"department": 2}, {"department": 2}),
    ({"priority": 3}, {"priority": 3}),
    ({"category": 1}, {"category": 1}),
    ({"organization": 2}, {"organization": 2}),
    ({"agent_team": 1}, {"agent_team": 1}),
    ({"urgency": "7"}, {"urgency": 7}),
    ({"labels": ["B", "a"]}, {"labels": ["B", "a"]}),
    ({"star": 2}, {"star": 2}),
    ({"star": {"id": 2}}, {"star": 2}),
    ({"language": 1}, {"language": 1}),
    ({"is_hold": True}, {"is_hold": True, "date_on_hold": SHOWN_NOW}),
    ({"cc": ["kim@example.com", 2, {"person": 3}]}, {"cc": [5, 2, 3]}),
    ({"suppress_user_notify": True}, {}),
]
ALONE = {"agent", "agent_team", "brand", "category", "cc", "department", "fields", "is_hold"} | {
    *("labels", "language", "priority", "star", "status", "urgency")
}
"""What changes by itself only."""
KEPT = ("person", "agent", "department")
"""What a ticket may have that could not be given to it any more."""


@pytest.mark.parametrize(("given", "shown"), CHANGES)
def test_what_is_given_is_changed(deskpro, given, shown):
    """And what is not stays; on making it is the same, but for the first subject."""
    deskpro.seed({"groups": [{"name": "Team"}]})
    before = deskpro.ticket(message="Help")

    answer = deskpro.put("/tickets/1", json=given)

    after = deskpro.data("/tickets/1")
    assert 204 == answer.status_code, answer.text
    assert shown.items() <= after.items()
    assert {} == {key: after[key] for key in ALONE - shown.keys() if before[key] != after[key]}
    made = deskpro.make("/tickets", **{"subject": "New", "person": 4} | given)
    assert {key: value for key, value in shown.items() if key in ALONE}.items() <= made.items()


@pytest.mark.parametrize(
    "name", ["agent", "agent_team", "organization", "priority", "category", "star", "language"]
)
def test_null_clears(deskpro, name):
    """What can be without."""
    deskpro.seed({"groups": [{"name": "Team"}]})
    deskpro.ticket(**{name: 1})
    assert 1 == deskpro.data("/tickets/1")[name]

    assert 204 == deskpro.put("/tickets/1", json={name: None}).status_code

    assert None is deskpro.data("/tickets/1")[name]


def test_lists_are_cleared(deskpro):
    """By an empty one or by null; labels and copies are replaced as a whole."""
    deskpro.ticket(labels=["a", "b"], cc=["kim@example.com", 2])

    deskpro.put("/tickets/1", json={"labels": ["c"], "cc": [3]})
    replaced = deskpro.data("/tickets/1")
    deskpro.put("/tickets/1", json={"labels": None, "cc": []})
    cleared = deskpro.data("/tickets/1")

    assert (["c"], [3]) == (replaced["labels"], replaced["cc"])
    assert ([], []) == (cleared["labels"], cleared["cc"])


@pytest.mark.parametrize("body", [{}, None])
def test_nothing_is_changed_by_nothing(deskpro, body):
    """Also by what is shown, sent back as it is."""
    before = deskpro.ticket(message="Help", cc=[2], labels=["a"], urgency=3)
    deskpro.freeze(LATER)

    assert 204 == deskpro.put("/tickets/1", json=body if body is not None else before).status_code

    assert before == deskpro.data("/tickets/1")


def test_what_is_shown_can_be_sent_back_whatever_became_of_it(deskpro):
    """Of a person who is deleted, an agent who is disabled, a department that is for chats now."""
    deskpro.ticket(agent=3, department=2)
    assert 200 == deskpro.delete("/people/4").status_code
    assert 204 == deskpro.put("/people/3", json={"is_disabled": True}).status_code
    for_chats = {"is_tickets_enabled": False, "is_chat_enabled": True}
    assert 204 == deskpro.put("/ticket_departments/2", json=for_chats).status_code
    deskpro.ticket(subject="Other", person=5)
    shown = deskpro.data("/tickets/1")

    same = deskpro.put("/tickets/1", json=shown)
    other = deskpro.put("/tickets/2", json={name: shown[name] for name in KEPT})

    assert (4, 3, 2) == tuple(shown[name] for name in KEPT)
    assert 204 == same.status_code, same.text
    assert {name: ["bad_choice"] for name in KEPT} == refused(other)
    assert shown == deskpro.data("/tickets/1")


def test_a_department_for_chats_has_no_tickets(deskpro):
    """As `/ticket_departments` does not know it."""
    id = deskpro.make("/chat_departments", title="Chats")["id"]
    deskpro.ticket()

    assert 404 == deskpro.get(f"/ticket_departments/{id}").status_code
    answers = [
        deskpro.post("/tickets", json={"subject": "A", "department": id}),
        deskpro.put("/tickets/1", json={"department": id}),
    ]
    assert [{"department": ["bad_choice"]}] * 2 == [refused(answer) for answer in answers]
    deskpro.put(f"/chat_departments/{id}", json={"is_tickets_enabled": True})
    assert 204 == deskpro.put("/tickets/1", json={"department": id}).status_code


def test_a_refused_change_changes_nothing(deskpro):
    """Also of what was right."""
    before = deskpro.ticket()

    answer = deskpro.put("/tickets/1", json={"subject": "Other", "urgency": 99, "agent": 2})

    assert {"urgency": ["out_of_range"]} == refused(answer)
    assert before == deskpro.data("/tickets/1")


def test_a_ticket_is_below_another(deskpro):
    """It has a parent and siblings, its parent children; in no ring."""
    for subject in "abc":
        deskpro.ticket(subject=subject)
    for id in (2, 3):
        deskpro.put(f"/tickets/{id}", json={"parent": 1})

    shown = [(one["parent"], one["children"], one["siblings"]) for one in deskpro.data("/tickets")]
    assert [(None, [2, 3], []), (1, [], [3]), (1, [], [2])] == shown
    assert ["parent"] == list(refused(deskpro.put("/tickets/1", json={"parent": 2})))
    deskpro.put("/tickets/2", json={"parent": None})
    assert [3] == deskpro.data("/tickets/1")["children"]
    assert 1 == deskpro.ticket(subject="d", parent=1)["parent"]


def test_a_first_message_counts(deskpro):
    """As a reply of whose it is."""
    by_user = deskpro.ticket(message="Help")
    by_agent = deskpro.ticket(message={"message": "Hello", "person": 2})
    noted = deskpro.ticket(message={"message": "Psst", "is_note": True}, subject="Noted")

    names = ("count_user_replies", "count_agent_replies", "date_last_user_reply")
    assert [1, 0, SHOWN_NOW] == [by_user[name] for name in names]
    assert [0, 1, None] == [by_agent[name] for name in names]
    assert SHOWN_NOW == by_agent["date_first_agent_reply"] == by_agent["date_last_agent_reply"]
    assert [0, 0, None] == [noted[name] for name in names]


def test_a_message_in_a_change_is_said(deskpro):
    """In the ticket, whose status stays."""
    deskpro.ticket(message="Help", status="resolved")

    deskpro.put("/tickets/1", json={"message": "It was the cat."})

    shown = deskpro.data("/tickets/1")
    assert (1, 1, "resolved") == tuple(
        shown[name] for name in ("count_user_replies", "count_agent_replies", "status")
    )


def test_custom_fields_are_filled_in(deskpro):
    """On making and changing; only those that are named."""
    deskpro.seed(
        {
            "custom_fields": [
                {"id": 7, "name": "Where", "usage": "ticket", "type": "text"},
                {"id": 8, "name": "Urgent", "usage": "ticket", "type": "checkbox"},
            ]
        }
    )

    made = deskpro.ticket(fields={"7": "shop floor", "8": "1"})
    deskpro.put("/tickets/1", json={"fields": {"7": "attic"}})

    shown = {"aliases": [], "value": "shop floor"}
    assert {"7": shown, "8": {"aliases": [], "value": True}} == made["fields"]
    assert "attic" == deskpro.data("/tickets/1")["fields"]["7"]["value"]
    assert True is deskpro.data("/tickets/1")["fields"]["8"]["value"]
