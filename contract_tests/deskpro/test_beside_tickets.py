"""SLAs, logs, follow-ups, macros, problems and forms of tickets. Source: contract 12."""

import pytest

from contract_tests.deskpro.conftest import refused

POLICY = {"key": "fast", "name": "Fast", "response": 3600, "resolution": 86400}


@pytest.fixture
def promised(deskpro):
    deskpro.seed({"sla_policies": [POLICY]})
    return deskpro


def test_slas_are_shown(promised):
    """Whoever has made them."""
    sla = promised.data("/slas")[0]

    assert ("Fast", 3600, 86400) == (sla["title"], sla["response_time"], sla["resolution_time"])
    assert {int} == {type(sla[name]) for name in ("response_time", "resolution_time")}
    assert sla == promised.data(f"/slas/{sla['id']}")
    assert 405 == promised.post("/slas", json={}).status_code


def test_a_ticket_has_an_sla(promised):
    """It stands as its deadlines do."""
    ticket = promised.ticket()["id"]
    path, fast = f"/tickets/{ticket}/ticket_slas", promised.ids["fast"]

    shown = promised.data(path)

    assert [(fast, ticket, "warning")] == [
        (one["sla"], one["ticket"], one["sla_status"]) for one in shown
    ] or [(fast, ticket, "ok")] == [(one["sla"], one["ticket"], one["sla_status"]) for one in shown]
    assert shown[0] == promised.data(f"{path}/by_sla/{fast}") == promised.data(f"{path}/{fast}")
    promised.freeze("2026-02-05T10:11:12Z")
    assert "fail" == promised.data(path)[0]["sla_status"]


def test_an_sla_is_taken_away_and_put(promised):
    """By hand."""
    ticket, fast = promised.ticket()["id"], promised.ids["fast"]
    path = f"/tickets/{ticket}/ticket_slas"

    assert {"sla": ["bad_choice"]} == refused(promised.post(path, json={"sla": fast}))
    assert 200 == promised.delete(f"{path}/by_sla/{fast}").status_code
    assert [] == promised.data(path)
    assert 404 == promised.delete(f"{path}/by_sla/{fast}").status_code
    assert fast == promised.make(path, sla=fast, sla_status="ok")["sla"]
    assert 200 == promised.delete(f"{path}/{fast}").status_code
    assert {"sla": ["bad_choice"]} == refused(promised.post(path, json={"sla": 99}))


def test_what_happened_is_logged(deskpro):
    """By whom; that of other tickets is none of this."""
    one, other = (deskpro.ticket(subject=subject)["id"] for subject in ("One", "Other"))
    deskpro.put(f"/tickets/{one}", json={"subject": "Two"}, as_="tom")

    logs = deskpro.data(f"/tickets/{one}/logs")

    assert [("ticket.created", 1), ("ticket.changed", 2)] == [
        (log["action_type"], log["person"]) for log in logs
    ]
    assert {"subject": ["One", "Two"]} == logs[1]["details"]
    assert logs[0] == deskpro.data(f"/tickets/{one}/logs/{logs[0]['id']}")
    assert 2 == deskpro.data(f"/tickets/{one}/logs/counts")["count"]
    assert [404] * 3 == [
        deskpro.get(path).status_code
        for path in (
            f"/tickets/{other}/logs/{logs[0]['id']}",
            "/tickets/99/logs",
            f"/tickets/{one}/logs/{10**20}",
        )
    ]


def test_follow_ups_are_kept(deskpro):
    """Below their ticket."""
    ticket = deskpro.ticket()["id"]
    path = f"/tickets/{ticket}/follow-ups"
    actions = [{"type": "note", "value": "Ask again"}]

    made = deskpro.make(path, date_to_run="2026-03-01", actions=actions, cancel_if_user_reply=True)

    assert (ticket, "2026-03-01T00:00:00+0000", actions, True) == (
        made["ticket"],
        made["date_to_run"],
        made["actions"],
        made["cancel_if_user_reply"],
    )
    assert [made] == deskpro.data(path)
    assert {"date_to_run": ["required"]} == refused(deskpro.post(path, json={}))
    assert 404 == deskpro.get("/tickets/99/follow-ups").status_code


def macro(deskpro, *actions):
    data = {"title": "Done", "actions": [*actions], "is_enabled": True}
    record = {"key": "done", "dialect": "deskpro", "collection": "ticket_macros", "data": data}
    deskpro.seed({"records": [record]})
    return deskpro.ids["done"]


def test_a_macro_changes_a_ticket(deskpro):
    """By all that it says; it answers with the ticket."""
    id = macro(
        deskpro,
        {"type": "status", "value": "resolved"},
        {"type": "agent", "value": deskpro.ids["tom"]},
        {"type": "add_labels", "value": ["done"]},
        {"type": "remove_labels", "value": ["new"]},
        {"type": "note", "value": "Done."},
        {"type": "reply", "value": "Bye"},
    )
    ticket = deskpro.ticket(labels=["new", "door"])["id"]

    answer = deskpro.post(f"/ticket_macros/{id}/apply/{ticket}")

    assert 200 == answer.status_code
    changed = deskpro.data(f"/tickets/{ticket}")
    assert ("resolved", 2, ["door", "done"]) == tuple(
        changed[key] for key in ("status", "agent", "labels")
    )
    assert changed == answer.json["data"]
    said = deskpro.data(f"/tickets/{ticket}/messages")
    assert [("Done.", 1), ("Bye", 0)] == [(one["message"], one["is_agent_note"]) for one in said]
    assert "Done" == deskpro.data(f"/ticket_macros/{id}")["title"]


@pytest.mark.parametrize(
    "action", ["x", {"value": 1}, {"type": "status", "value": "x"}, {"type": "x", "value": 1}]
)
def test_a_macro_that_cannot_be_is_refused(deskpro, action):
    """And changes nothing."""
    id = macro(deskpro, {"type": "subject", "value": "Other"}, action)
    ticket = deskpro.ticket()

    assert 400 == deskpro.post(f"/ticket_macros/{id}/apply/{ticket['id']}").status_code
    assert ticket == deskpro.data(f"/tickets/{ticket['id']}")


def test_a_macro_needs_a_ticket(deskpro):
    """And a macro."""
    id = macro(deskpro)

    assert [404, 404] == [
        deskpro.post(path).status_code
        for path in (
            f"/ticket_macros/{id}/apply/9",
            f"/ticket_macros/9/apply/{deskpro.ticket()['id']}",
        )
    ]


def test_problems_have_tickets(deskpro):
    """Those that name it."""
    made = deskpro.make("/ticket_problems", title="No power")
    own = {"deskpro": {"problem": made["id"]}}
    tickets = [
        {"subject": "Dark", "requester": "sam", "extras": own},
        {"subject": "Cold", "requester": "sam"},
    ]
    deskpro.seed(
        {
            "people": [{"key": "sam2", "name": "Sam", "email": "s2@example.com", "role": "user"}],
            "tickets": [one | {"requester": "sam2"} for one in tickets],
        }
    )

    found = deskpro.data(f"/ticket_problems/{made['id']}/tickets")

    assert ["Dark"] == [one["subject"] for one in found]
    assert 404 == deskpro.get("/ticket_problems/99/tickets").status_code
    assert True is made["is_open"]


@pytest.mark.parametrize("context", ["agent", "user"])
def test_a_ticket_is_made_by_a_form(deskpro, context):
    """Whose fields stand beside the others."""
    deskpro.seed(
        {"custom_fields": [{"key": "floor", "name": "Floor", "usage": "ticket", "type": "text"}]}
    )
    field = deskpro.ids["floor"]

    answer = deskpro.post(
        f"/ticket_forms/{context}", json={"subject": "Dark", f"ticket_field_{field}": "3rd"}
    )

    made = answer.json["data"]
    assert (201, "3rd") == (answer.status_code, made["fields"][str(field)]["value"])
    assert answer.headers["Location"].endswith(f"/api/v2/tickets/{made['id']}")
    path = f"/ticket_forms/{context}/{made['id']}"
    assert 204 == deskpro.put(path, json={f"ticket_field_{field}": "4th"}).status_code
    shown = deskpro.data(f"/tickets/{made['id']}")
    assert ("Dark", "4th") == (shown["subject"], shown["fields"][str(field)]["value"])


def test_a_form_is_as_strict_as_a_ticket(deskpro):
    """With what is missing and what it does not know."""
    answer = deskpro.post("/ticket_forms/user", json={"ticket_field_99": 1, "x": 1})

    assert {
        "": ["extra_fields"],
        "subject": ["required"],
        "fields.fields_99": ["bad_choice"],
    } == refused(answer)
    assert 404 == deskpro.post("/ticket_forms/other", json={"subject": "x"}).status_code
    assert 404 == deskpro.put("/ticket_forms/user/99", json={"subject": "x"}).status_code
