"""Tickets closed, and when they were resolved. Source: contract 6.2, 6; 11.3, 11.4."""

import pytest
from sqlalchemy import func, select

from contract_tests.desteksitesi.carriers import CARRIERS
from contract_tests.desteksitesi.updates import LATER, TICKET, flat, shown, update
from polydesk.core.models import Delivery, Ticket


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ([{"statusId": 3}], LATER),
        ([{"statusId": 3, "closeDate": "2026-04-02"}], "2026-04-02T00:00:00Z"),
        ([{"closeDate": "2026-04-02"}], "2026-04-02T00:00:00Z"),
        ([{"statusId": 3}, {"closeDate": "2026-04-02"}], "2026-04-02T00:00:00Z"),
        ([{"statusId": 3, "closeDate": "2026-04-02"}, {"statusId": 3}], "2026-04-02T00:00:00Z"),
        ([{"statusId": 3}, {"statusId": 1}], None),
        ([{"statusId": 3}, {"statusId": 104}], None),
        ([{"closeDate": "2026-04-02"}, {"statusId": 1}], None),
        ([{"statusId": 3}, {"subject": "Other"}], LATER),
    ],
)
def test_when_a_ticket_was_resolved(full, id, sent, expected):
    """Contract 11.4: closed is now, or `closeDate`; that alone is that alone; else it is null."""
    for one in sent:
        assert 200 == update(full, id, **one).status_code

    assert expected == shown(full, id)["ResolvedDate"]


def test_another_dialects_way_of_being_closed_stays(bare):
    """Statuses that show as one are one: what is cancelled elsewhere is closed here."""
    bare.plant(tickets=[{**TICKET, "status": "cancelled"}])
    id = bare.ids["printer"]

    update(bare, id, statusId=3)

    with bare.desk() as desk:
        assert "CANCELLED" == desk.get(Ticket, id).status.code


@pytest.mark.parametrize("how", [{"path": "Close"}, {"path": "UpdateTicket", "statusId": 3}])
def test_closing_clears_the_flags(bare, how):
    """Contract 11.3: all three are false."""
    bare.plant(tickets=[{**TICKET, "updated_by_user": True, "noted": True}])
    id, path = bare.ids["printer"], how.pop("path")

    bare.post(f"/api/{path}", data={"id": id, **how})

    keys = ("UpdatedByUser", "UpdatedByPerformer", "UpdatedForTechView")
    assert [False] * 3 == [shown(bare, id)[key] for key in keys]


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_ticket_is_closed(full, id, carrier):
    """Contract 6.2, 6: now, with an empty body; once more changes nothing."""
    answer = full.post("/api/Close", as_="sam", **carrier(id=str(id)))
    closed = flat(shown(full, id))
    full.advance(60)
    again = full.post("/api/Close", as_="tom", **carrier(id=str(id)))

    assert [(200, b"")] * 2 == [(one.status_code, one.data) for one in (answer, again)]
    assert (3, LATER, LATER) == tuple(
        closed[key] for key in ("StatusID", "ResolvedDate", "LastUpdated")
    )
    assert closed == flat(shown(full, id))


@pytest.mark.parametrize("path", ["/api/Close/{id}", "/api/close?ticketId={id}"])
def test_closing_by_get(full, id, path):
    """Contract 1.6 and 6.2, 6: any verb."""
    assert 200 == full.get(path.format(id=id)).status_code
    assert 3 == shown(full, id)["StatusID"]


@pytest.mark.parametrize(("said", "hooks"), [("true", 0), ("false", 1), ("", 1)])
def test_a_silent_close_sends_no_hooks(bare, said, hooks):
    """Contract 6.2, 6: mail and hooks are skipped, the change is not."""
    request = {"type": "request", "verb": "POST", "url": "http://127.0.0.1:9/x"}
    rule = {"name": "Calls", "trigger": "closed", "actions": [request]}
    bare.plant(tickets=[TICKET], rules=[rule])

    bare.post("/api/Close", data={"id": bare.ids["printer"], "suppressNotification": said})

    with bare.desk() as desk:
        assert hooks == desk.session.scalar(select(func.count(Delivery.id)))
    assert 3 == shown(bare, bare.ids["printer"])["StatusID"]
