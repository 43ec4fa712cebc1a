"""Who may change which ticket. Source: contract 3.10; 6.2, 5."""

import pytest

from contract_tests.desteksitesi.updates import flat, own, shown, update


@pytest.mark.parametrize(
    "sent",
    [
        {"userId": "sam"},
        {"assignedUserId": "tom"},
        {"assignedUserId": "0"},
        {"date": "2026-01-01"},
        {"closeDate": "2026-01-01"},
        {"timeSpentInSeconds": "3"},
        {"categoryId": "secret"},
    ],
)
@pytest.mark.parametrize("who", ["sam", "mia"])
def test_what_is_for_technicians(full, id, who, sent):
    """Contract 6.2, 5: others are refused, and nothing else they send is done."""
    before = flat(shown(full, id))
    sent = {key: full.ids.get(value, value) for key, value in sent.items()}

    answer = update(full, id, as_=who, subject="Changed", **sent)

    assert (403, before) == (answer.status_code, flat(shown(full, id)))


@pytest.mark.parametrize(
    ("who", "status"),
    [("ada", 200), ("tom", 200), ("sam", 200), ("mia", 200), ("tia", 403), ("kim", 403)],
)
@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("UpdateTicket", {"subject": "Other"}),
        ("UpdateTicket", {"statusId": "3"}),
        ("UpdateTicket", {"categoryId": "software"}),
        ("Close", {}),
        ("TagTicket", {"name": "a"}),
    ],
)
def test_who_may_change(full, id, name, sent, who, status):
    """Contract 3.10, O: its submitter, managers over it, technicians of its category, admins."""
    sent = {key: full.ids.get(value, value) for key, value in sent.items()}

    answer = full.post(f"/api/{name}", as_=who, data={"id": id, **sent})

    assert status == answer.status_code


def test_a_technician_moves_their_own_ticket_where_technicians_may(full):
    """Contract 3.10: into a category for technicians only, and those are of any category."""
    id = int(full.post("/api/Ticket", as_="tia", data=own(full)).text)

    assert 200 == update(full, id, as_="tia", categoryId=full.ids["secret"]).status_code
    assert full.ids["secret"] == shown(full, id)["CategoryID"]


@pytest.mark.parametrize("name", ["UpdateTicket", "Close", "TagTicket", "AddSubscriber"])
def test_a_manager_is_over_their_own_company_only(full, name):
    """Contract 3.10: to be of no department is not to be of the same."""
    id = int(full.post("/api/Ticket", as_="kim", data=own(full)).text)
    sent = {"id": id, "subject": "Other", "name": "a", "userId": full.ids["mia"]}

    assert 403 == full.post(f"/api/{name}", as_="mia", data=sent).status_code


def test_a_subscriber_sees_and_does_not_change(full, id):
    """Contract 3.10: S is not O."""
    full.post(f"/api/AddSubscriber?id={id}&userId={full.ids['kim']}")

    assert 403 == update(full, id, as_="kim", subject="Other").status_code


def test_what_there_is_not_comes_before_who_may(full, id):
    """Contract 3.10: 404, then 403."""
    assert 404 == update(full, id, as_="kim", statusId="999").status_code
