"""Sets of filters, what passes these, forms for every department. Source: contract 12."""

import pytest


@pytest.fixture
def kept(deskpro):
    """A set with a filter, and a ticket that passes it."""
    made = deskpro.make("/new/ticket_filter_sets", title="Mine")["id"]
    term = [{"type": "urgency", "op": "is", "options": {"urgency": 5}}]
    filter_ = deskpro.make("/new/ticket_filters", title="Urgent", ticket_filter_set=made, term=term)
    deskpro.make("/ticket_filters", title="All")
    deskpro.ticket(urgency=5)
    deskpro.ticket(subject="Other")
    return deskpro, made, filter_


@pytest.mark.parametrize("root", ["", "/new"])
def test_sets_have_filters(kept, root):
    """And count what passes them, in one statement or several."""
    deskpro, made, filter_ = kept
    path = f"{root}/ticket_filter_sets"

    assert ["Mine"] == [one["title"] for one in deskpro.data(path)]
    assert [filter_["id"]] == [one["id"] for one in deskpro.data(f"{path}/{made}/filters")]
    counted = deskpro.data(f"{path}/{made}/count")
    assert (1, [("Urgent", 1)]) == (
        counted["count"],
        [(one["title"], one["count"]) for one in counted["nested"]],
    )
    for counts in (f"{path}/all/counts", f"{root}/ticket_filters_counts"):
        assert [1, 2] == sorted(deskpro.data(counts).values())
    assert 404 == deskpro.get(f"{path}/99/count").status_code


def test_filters_are_the_same_in_both_families(kept):
    """What is made in one is there in the other; sets are made in the new one only."""
    deskpro, _, filter_ = kept

    assert filter_ == deskpro.data(f"/ticket_filters/{filter_['id']}")
    assert 405 == deskpro.post("/ticket_filter_sets", json={"title": "x"}).status_code


def test_forms_are_for_every_department(deskpro):
    """As JSON, and as scripts."""
    fields = deskpro.data("/ticket_layouts/agent/1")["fields"]

    assert fields == deskpro.data("/ticket_layouts/agent")["fields"]
    for path in ("/ticket_layouts/user.js", "/ticket_layouts/user/1.js"):
        answer = deskpro.get(path)
        assert (200, "text/javascript") == (answer.status_code, answer.mimetype)
        assert answer.text.startswith("window.DeskproTicketLayout = {")
    assert [404, 404] == [
        deskpro.get(path).status_code
        for path in ("/ticket_layouts/other.js", "/ticket_layouts/user/99.js")
    ]


def test_the_new_family_has_tickets_counts_and_preferences(deskpro):
    """A filter below `/new` is the same filter."""
    deskpro.ticket(status="resolved")
    wanted = deskpro.ticket(subject="Open")
    term = [{"type": "status", "op": "is", "options": {"status": "awaiting_agent"}}]
    made = deskpro.make("/new/ticket_filters", title="Open", term=term)
    path = f"/new/ticket_filters/{made['id']}"

    pref = deskpro.make("/new/ticket_filters/prefs", ticket_filter=made["id"], is_visible=False)

    assert [wanted["id"]] == [one["id"] for one in deskpro.data(f"{path}/tickets")]
    assert 1 == deskpro.data(f"{path}/count")["count"]
    assert (deskpro.ids["ada"], False) == (pref["person"], pref["is_visible"])
    assert [pref] == deskpro.data(f"/new/ticket_filters/prefs?ticket_filter={made['id']}")
