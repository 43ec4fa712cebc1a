"""The subscribers of a ticket. Source: contract 6.2, 15 to 17; 7.6; 11.7."""

import pytest

from contract_tests.desteksitesi.carriers import CARRIERS, form
from polydesk.core.models import Ticket
from tests.counting import counting

TICKET = {
    "key": "printer",
    "subject": "Printer",
    "body": "It jams",
    "requester": "sam",
    "category": "hardware",
}


@pytest.fixture
def full(bare):
    return bare.plant(tickets=[TICKET])


@pytest.fixture
def id(full):
    return full.ids["printer"]


def call(full, name, id, who, carrier=form, *, as_="tom"):
    given = {"id": str(id), "userId": str(full.ids.get(who, who))}
    return full.post(f"/api/{name}", as_=as_, **carrier(**given))


def names(full, id, **sent):
    answer = full.get(f"/api/Subscribers?id={id}", **sent)
    assert 200 == answer.status_code, answer.text
    return [one["Username"] for one in answer.json]


@pytest.mark.parametrize("path", ["Subscribers/{id}", "subscribers?ID={id}"])
def test_a_subscriber_is_a_user_in_detail(full, id, path):
    """Contract 7.6: the whole object; the path id is what a client uses."""
    (found,) = full.get("/api/" + path.format(id=id)).json

    user = full.get(f"/api/User?userId={full.ids['sam']}").json
    assert list(user) == list(found)
    assert {"UserID": full.ids["sam"], "FullName": "Sam Ortiz"}.items() <= found.items()


def test_who_is_subscribed(bare):
    """Contract 11.7: submitter, assignee, who has commented, who was added; each once."""
    messages = [{"body": "a", "author": "tia"}, {"body": "b", "author": "sam"}]
    more = {"assignee": "tom", "messages": messages, "subscribers": ["kim", "tia"]}
    bare.plant(tickets=[{**TICKET, **more}])

    assert ["sam", "tom", "tia", "kim"] == names(bare, bare.ids["printer"])


@pytest.mark.parametrize("carrier", CARRIERS)
def test_somebody_is_added(full, id, carrier):
    """Contract 6.2, 15: they see the ticket then; twice is once; it changes no ticket."""
    before = full.get(f"/api/Ticket/{id}").json["LastUpdated"]
    full.advance(60)

    answers = [call(full, "AddSubscriber", id, "kim", carrier, as_=who) for who in ("sam", "tom")]

    assert [(200, b"")] * 2 == [(one.status_code, one.data) for one in answers]
    assert ["sam", "kim"] == names(full, id, as_="kim")
    assert before == full.get(f"/api/Ticket/{id}").json["LastUpdated"]


def test_somebody_is_added_by_get(full, id):
    """Contract 1.6 and 6.2, 15: a client does that."""
    answer = full.get(f"/api/AddSubscriber?id={id}&userId={full.ids['kim']}")

    assert (200, ["sam", "kim"]) == (answer.status_code, names(full, id))


@pytest.mark.parametrize("carrier", CARRIERS)
def test_somebody_is_removed(full, id, carrier):
    """Contract 6.2, 16: they do not see the ticket then; twice is once."""
    call(full, "AddSubscriber", id, "kim")

    answers = [call(full, "RemoveSubscriber", id, "kim", carrier) for _ in range(2)]

    assert [(200, b"")] * 2 == [(one.status_code, one.data) for one in answers]
    assert ["sam"] == names(full, id)
    assert 403 == full.get(f"/api/Ticket/{id}", as_="kim").status_code


@pytest.mark.parametrize("who", ["sam", "tom", "tia"])
def test_whoever_is_subscribed_by_what_they_do_can_be_removed(bare, who):
    """Contract 6.2, 16: submitter, assignee and commenters too; and added again."""
    more = {"assignee": "tom", "messages": [{"body": "a", "author": "tia"}]}
    bare.plant(tickets=[{**TICKET, **more, "subscribers": ["tom"]}])
    id = bare.ids["printer"]

    call(bare, "RemoveSubscriber", id, who)
    removed = names(bare, id)
    call(bare, "AddSubscriber", id, who)

    assert {"sam", "tom", "tia"} - {who} == set(removed)
    assert {"sam", "tom", "tia"} == set(names(bare, id))
    with bare.desk() as desk:
        assert {} == desk.get(Ticket, id).extras.get("desteksitesi", {})


def test_who_speaks_again_is_subscribed_again(full, id):
    """Contract 11.7: commenters are subscribers."""
    call(full, "RemoveSubscriber", id, "sam")

    full.post("/api/Comment", as_="sam", data={"id": id, "body": "Still jams"})

    assert ["sam"] == names(full, id)


def test_somebody_removes_themself(full, id):
    """Contract 6.2, 16: without having a say in the ticket."""
    call(full, "AddSubscriber", id, "kim")

    assert 200 == call(full, "RemoveSubscriber", id, "kim", as_="kim").status_code
    assert ["sam"] == names(full, id)


@pytest.mark.parametrize(
    "given",
    [
        {"assignee": "mia", "requester": "kim"},
        {"messages": [{"body": "a", "author": "mia"}], "requester": "kim"},
        {"subscribers": ["mia"], "requester": "kim"},
    ],
    ids=["assignee", "commenter", "added"],
)
def test_who_is_removed_sees_the_ticket_no_more(bare, given):
    """Contract 11.7: whatever they were subscribed by; and again when they are added."""
    bare.plant(tickets=[{**TICKET, **given}])
    id = bare.ids["printer"]

    def sight():
        listed = bare.get("/api/Tickets?subscribedOnly=true", as_="mia").json
        alone = bare.get(f"/api/Ticket?id={id}", as_="mia").status_code
        return "mia" in names(bare, id), len(listed), alone

    seen = [sight()]
    for name in ("RemoveSubscriber", "AddSubscriber"):
        assert 200 == call(bare, name, id, "mia").status_code
        seen.append(sight())

    assert [(True, 1, 200), (False, 0, 403), (True, 1, 200)] == seen


def test_who_has_ended_it_still_sees_what_is_their_own(full, id):
    """Contract 3.10: the submitter's tickets are in their sight, whoever is told of them."""
    call(full, "RemoveSubscriber", id, "sam")

    assert [] == names(full, id)
    assert 200 == full.get(f"/api/Ticket?id={id}", as_="sam").status_code


@pytest.mark.parametrize(
    ("as_", "ticket", "who", "status", "said"),
    [
        ("tom", "", "kim", 400, "Parameter 'id'"),
        ("tom", "printer", "", 400, "Parameter 'userId'"),
        ("tom", "printer", "x", 400, "Parameter 'userId'"),
        ("tom", "999999", "kim", 404, "Ticket not found"),
        ("tom", "printer", "999999", 404, "User not found"),
        ("tom", "printer", "-1", 404, "User not found"),
        ("kim", "printer", "999999", 404, "User not found"),
        ("kim", "printer", "sam", 403, "You don't have permission"),
        ("tia", "printer", "sam", 403, "You don't have permission"),
    ],
)
@pytest.mark.parametrize("name", ["AddSubscriber", "RemoveSubscriber"])
def test_what_is_refused(full, name, as_, ticket, who, status, said):
    """Contract 6.2, 15 and 16, and 3.10."""
    answer = call(full, name, full.ids.get(ticket, ticket), who, as_=as_)

    assert (status, True) == (answer.status_code, answer.text.startswith(said))
    assert ["sam"] == names(full, full.ids["printer"])


def test_nobody_adds_themself(full, id):
    """Contract 6.2, 15, O: not to a ticket that is none of theirs."""
    assert 403 == call(full, "AddSubscriber", id, "kim", as_="kim").status_code


@pytest.mark.parametrize(("who", "status"), [("kim", 403), ("tia", 403), ("mia", 200)])
def test_who_sees_the_subscribers(full, id, who, status):
    """Contract 6.2, 17, S."""
    assert status == full.get(f"/api/Subscribers/{id}", as_=who).status_code


def test_the_list_takes_as_many_statements_with_many(bare):
    """However many there are."""
    more = {"key": "busy", "subscribers": ["kim", "mia", "tia", "tom", "ada"]}
    bare.plant(tickets=[TICKET, {**TICKET, **more}])
    taken = []
    for key in ("printer", "printer", "busy"):
        with counting() as statements:
            names(bare, bare.ids[key])
        taken.append(len(statements))

    assert taken[1] == taken[2] <= 3
