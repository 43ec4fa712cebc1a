"""Filters of tickets, forms and labels. Source: contract 9.3."""

import pytest

from contract_tests.deskpro.conftest import SHOWN_NOW, refused

TERM = {"type": "status", "op": "is", "options": {"status": ["awaiting_agent"]}}


def test_a_filter_is_shown_with_all_its_keys(deskpro):
    """As it was made."""
    made = deskpro.make("/ticket_filters", title="New ones", term=[TERM])

    assert made == {
        "id": made["id"],
        "title": "New ones",
        "sys_name": None,
        "display_order": 0,
        "ticket_filter_set": None,
        "term": [TERM],
        "filter_views": [],
        "filter_preferences": [],
        "date_created": SHOWN_NOW,
        "date_updated": SHOWN_NOW,
    }
    assert [made] == deskpro.data("/ticket_filters")


def test_a_filter_is_changed_and_deleted(deskpro):
    """Its terms as a whole."""
    path = f"/ticket_filters/{deskpro.make('/ticket_filters', title='New', term=[TERM])['id']}"

    assert 204 == deskpro.put(path, json={"title": "All", "term": []}).status_code
    assert {"title": "All", "term": []}.items() <= deskpro.data(path).items()
    assert 200 == deskpro.delete(path).status_code
    assert 404 == deskpro.get(path).status_code == deskpro.get(f"{path}/count").status_code


@pytest.mark.parametrize(
    ("term", "codes"),
    [
        ("x", {"term": ["invalid"]}),
        (["x"], {"term.term_0.type": ["required"]}),
        ([TERM, {"op": "is"}], {"term.term_1.type": ["required"]}),
        ([{**TERM, "type": "colour"}], {"term.term_0.type": ["bad_choice"]}),
        ([{**TERM, "type": ["status"]}], {"term.term_0.type": ["bad_choice"]}),
        ([{**TERM, "op": "lt"}], {"term.term_0.op": ["bad_choice"]}),
        ([{**TERM, "options": [*range(51)]}], {"term.term_0.options": ["invalid"]}),
        ([TERM] * 51, {"term": ["invalid"]}),
    ],
)
def test_bad_terms_are_refused(deskpro, term, codes):
    """Where they are wrong."""
    assert codes == refused(deskpro.post("/ticket_filters", json={"title": "x", "term": term}))


@pytest.fixture
def tickets(deskpro):
    """Three tickets by their subjects, which differ in what filters look at; a custom field 1."""
    deskpro.make("/ticket_custom_fields", title="Floor")
    sales, ids = deskpro.ids["sales"], deskpro.ids
    made = [
        deskpro.ticket(subject="Printer", agent=ids["tom"], labels=["hot"], urgency=5),
        deskpro.ticket(subject="Mouse", department=sales, person=ids["kim"], fields={"1": "roof"}),
        deskpro.ticket(subject="Monitor", status="resolved", priority=4, is_hold=True),
    ]
    return {ticket["id"]: ticket["subject"] for ticket in made}


@pytest.mark.parametrize(
    ("type_", "op", "options", "subjects"),
    [
        ("status", "is", {"status": "resolved"}, ["Monitor"]),
        ("CheckStatus", "not", {"x": ["resolved", "archived"]}, ["Printer", "Mouse"]),
        ("agent", "is", {"agent": "{tom}"}, ["Printer"]),
        ("agent", "is", {"agent": "0"}, ["Mouse", "Monitor"]),
        ("agent", "isset", {}, ["Printer"]),
        ("agent", "not_isset", {}, ["Mouse", "Monitor"]),
        ("CheckAgent", "is", {"agent": -1}, []),
        ("department", "is", {"department": 1}, ["Printer", "Monitor"]),
        ("department", "is_not", {"department": 1}, ["Mouse"]),
        ("department_id", "is", {"department": 2**70}, []),
        ("person", "is", {"person": ["{kim}"]}, ["Mouse"]),
        ("organization", "is", {"organization": "{acme}"}, ["Printer", "Monitor"]),
        ("priority", "is", {"priority": 4}, ["Monitor"]),
        ("priority", "not", {"priority": 4}, ["Printer", "Mouse"]),
        ("label", "is", {"label": "HOT"}, ["Printer"]),
        ("labels", "not", {"label": "hot"}, ["Mouse", "Monitor"]),
        ("label", "isset", {}, ["Printer"]),
        ("subject", "contains", {"subject": "MO"}, ["Mouse", "Monitor"]),
        ("subject", "not_contains", {"subject": "mo"}, ["Printer"]),
        ("subject", "is", {"subject": "mouse"}, ["Mouse"]),
        ("urgency", "gte", {"urgency": 5}, ["Printer"]),
        ("urgency", "between", {"from": 1, "to": 2}, ["Mouse", "Monitor"]),
        ("urgency", "lt", {"urgency": "many"}, []),
        ("is_hold", "is", {"is_hold": True}, ["Monitor"]),
        ("is_hold", "is", {"is_hold": "0"}, ["Printer", "Mouse"]),
        ("date_created", "lt", {"date": "2026-02-03"}, []),
        ("date_created", "gt", {"date": "2026-02-03 10:00"}, ["Printer", "Mouse", "Monitor"]),
        ("date_resolved", "gt", {"date": "2020-01-01"}, ["Monitor"]),
        ("ticket_field_1", "is", {"value": "roof"}, ["Mouse"]),
        ("ticket_field_99", "is", {"value": "roof"}, []),
        ("language", "not_isset", {}, ["Printer", "Mouse", "Monitor"]),
        ("status", "is", {}, []),
    ],
)
def test_a_filter_finds_tickets(deskpro, tickets, type_, op, options, subjects):
    """In its own list, in that of all, and as many as it counts."""
    named = {
        key: [one.format(**deskpro.ids) for one in value]
        if isinstance(value, list)
        else value.format(**deskpro.ids)
        if isinstance(value, str)
        else value
        for key, value in options.items()
    }
    term = {"type": type_, "op": op, "options": named}
    id = deskpro.make("/ticket_filters", title="x", term=[term])["id"]

    assert len(subjects) == deskpro.data(f"/ticket_filters/{id}/count")["count"]
    for path in (f"/ticket_filters/{id}/tickets", f"/tickets?filter={id}"):
        assert subjects == [tickets[row["id"]] for row in deskpro.data(path)]


def test_tickets_pass_all_terms_of_a_filter(deskpro, tickets):
    """And those of a filter without terms are all that are not hidden."""
    mo = {"type": "subject", "op": "contains", "options": {"x": "mo"}}
    both = deskpro.make("/ticket_filters", title="x", term=[TERM, mo])["id"]
    every = deskpro.make("/ticket_filters", title="y")["id"]
    deskpro.delete(f"/tickets/{next(iter(tickets))}")

    assert 1 == deskpro.data(f"/ticket_filters/{both}/count")["count"]
    assert 2 == deskpro.data(f"/ticket_filters/{every}/count")["count"]


def test_a_filter_that_came_with_the_world_may_be_nonsense(deskpro, tickets):
    """Nothing passes what nobody knows."""
    record = {"dialect": "deskpro", "collection": "ticket_filters"}
    terms = [{"type": "colour", "op": "is"}]
    deskpro.seed({"records": [{**record, "key": "f", "data": {"title": "x", "term": terms}}]})

    assert 0 == deskpro.data(f"/ticket_filters/{deskpro.ids['f']}/count")["count"]


def test_agents_see_more_of_a_form_than_users(deskpro):
    """Fields for agents, as they are set up."""
    deskpro.make("/ticket_custom_fields", title="Floor", options={"required": True})
    deskpro.make("/ticket_custom_fields", title="Risk", is_agent_field=True)
    deskpro.make("/ticket_custom_fields", title="Old", is_enabled=False)

    agent, user = (
        {row["field_id"]: row for row in deskpro.data(f"/ticket_layouts/{who}/1")["fields"]}
        for who in ("agent", "user")
    )

    assert {"ticket_field_2"} == agent.keys() - user.keys()
    assert "ticket_field_3" not in agent
    assert ("ticket_field", True) == tuple(
        user["ticket_field_1"][key] for key in ("field_type", "required")
    )
    assert {"subject", "department", "message", "priority", "category"} <= user.keys()
    assert True is user["subject"]["options"]["on_newticket"]


def test_products_are_in_the_form_where_there_are_some(deskpro):
    """As workflows are."""
    record = {"dialect": "deskpro", "collection": "ticket_products", "data": {"title": "One"}}
    deskpro.seed({"records": [record]})

    found = {row["field_id"] for row in deskpro.data("/ticket_layouts/agent/1")["fields"]}

    assert "product" in found
    assert "workflow" not in found


@pytest.mark.parametrize("path", ["nobody/1", "agent/99", "agent/x"])
def test_there_is_no_form_for_what_is_not_there(deskpro, path):
    """404."""
    assert 404 == deskpro.get(f"/ticket_layouts/{path}").status_code


def test_labels_in_use_are_listed(deskpro):
    """Each once, sorted, and only those that have the term in them; not those of what is gone."""
    deskpro.ticket(labels=["Urgent", "printer"])
    gone = deskpro.ticket(subject="Other", labels=["urgent", "lost"])
    deskpro.delete(f"/tickets/{gone['id']}")

    assert ["printer", "Urgent"] == deskpro.data("/ticket_labels")
    assert ["Urgent"] == deskpro.data("/ticket_labels?term=URG")
    assert [] == deskpro.data("/ticket_labels?term=nothing")


@pytest.mark.parametrize(
    ("kind", "path"), [("person", "/people"), ("organization", "/organizations")]
)
def test_labels_of_people_and_organizations_are_listed(deskpro, kind, path):
    """Not those of whom is gone."""
    deskpro.make(path, name="One", labels=["VIP", "eu"])
    gone = deskpro.make(path, name="Two", labels=["vip", "lost"])
    deskpro.delete(f"{path}/{gone['id']}")

    assert ["eu", "VIP"] == deskpro.data(f"/{kind}_labels")
    assert ["VIP"] == deskpro.data(f"/{kind}_labels?term=vi")


@pytest.mark.parametrize(
    "kind", ["person", "organization", "article", "chat", "download", "news", "feedback", "task"]
)
def test_there_are_labels_of_every_kind_of_thing(deskpro, kind):
    """None where there is none."""
    assert [] == deskpro.data(f"/{kind}_labels")


def test_there_are_no_labels_of_what_has_none(deskpro):
    """404."""
    assert 404 == deskpro.get("/colour_labels").status_code
