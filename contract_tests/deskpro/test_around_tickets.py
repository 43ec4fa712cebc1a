"""Who is copied in on a ticket, who keeps it, what it is linked to. Source: contract 9.2, 10.6."""

import pytest

from contract_tests.deskpro.conftest import refused
from contract_tests.deskpro.spoken import quiet
from polydesk.core import subtickets
from polydesk.core.desk import Machine
from polydesk.core.models import Link, Person, Ticket


@pytest.fixture
def ticket(deskpro):
    """The id of a ticket of Sam's."""
    return quiet(deskpro)


def kept(deskpro, ticket):
    """Who keeps a ticket, and since when."""
    with deskpro.desk() as desk:
        row = desk.get(Ticket, ticket)
        return row.locked_by_id, row.locked_at


@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize("path", ["cc", "participants"])
def test_people_are_copied_in(deskpro, ticket, method, path):
    """Shown with their address, by either path."""
    kim = deskpro.ids["kim"]
    shown = {"id": kim, "ticket": ticket, "person": kim, "email": "kim@example.com"}

    answer = deskpro.open(method, f"/tickets/{ticket}/{path}", json={"person": kim})

    assert (201, shown) == (answer.status_code, answer.json["data"])
    assert answer.headers["Location"].endswith(f"/api/v2/tickets/{ticket}/{path}/{kim}")
    assert [shown] == deskpro.data(f"/tickets/{ticket}/{path}")
    assert shown == deskpro.data(f"/tickets/{ticket}/{path}/{kim}")
    assert 1 == deskpro.data(f"/tickets/{ticket}/{path}/counts")["count"]
    gone = deskpro.delete(f"/tickets/{ticket}/{path}/{kim}")
    assert (200, []) == (gone.status_code, gone.json["data"])
    assert [] == deskpro.data(f"/tickets/{ticket}/{path}")
    assert 404 == deskpro.delete(f"/tickets/{ticket}/{path}/{kim}").status_code


@pytest.mark.parametrize(
    "named",
    [
        lambda _: "KIM@example.com",
        lambda _: {"email": " kim@example.com"},
        lambda kim: {"id": kim},
        lambda kim: str(kim),
    ],
)
def test_somebody_is_copied_in_once(deskpro, ticket, named):
    """However they are named."""
    kim = deskpro.ids["kim"]
    deskpro.make(f"/tickets/{ticket}/cc", person=kim)

    made = deskpro.make(f"/tickets/{ticket}/cc", person=named(kim))

    assert kim == made["person"]
    assert 1 == len(deskpro.data(f"/tickets/{ticket}/cc"))


def test_who_is_copied_in_by_an_unknown_address_is_made(deskpro, ticket):
    """With the name that is given."""
    made = deskpro.make(f"/tickets/{ticket}/cc", person={"email": "new@x.org", "name": "Ann Lee"})

    with deskpro.desk() as desk:
        person = desk.get(Person, made["person"])
        assert ("new@x.org", "Ann Lee") == (made["email"], person.name)


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({}, {"person": ["required"]}),
        ({"person": None}, {"person": ["required"]}),
        ({"person": 99}, {"person": ["bad_choice"]}),
        ({"person": [1]}, {"person": ["bad_choice"]}),
        ({"person": "a@"}, {"person.email": ["bad_email"]}),
        ({"person": {"name": "x"}}, {"person.email": ["required"]}),
        ({"person": "new@x.org", "nome": 1}, {"": ["extra_fields"]}),
    ],
)
def test_nobody_is_copied_in(deskpro, ticket, given, where):
    """What is wrong is said, and nobody is made."""
    assert where == refused(deskpro.post(f"/tickets/{ticket}/cc", json=given))
    assert [] == deskpro.data(f"/tickets/{ticket}/cc")
    assert 404 == deskpro.post("/tickets/99/cc", json=given).status_code


@pytest.mark.parametrize("force", ["", "?force=false", "?force=0", "?force=true"])
def test_a_ticket_is_kept_and_let_go(deskpro, ticket, force):
    """204 with where it is; twice is once. Clients send a media type for nothing."""
    sent = {"content_type": "application/json", "as_": "tom"}
    path = f"/tickets/{ticket}/actions"

    for _ in range(2):
        answer = deskpro.put(f"{path}/lock{force}", **sent)
        assert (204, b"") == (answer.status_code, answer.data)
        assert answer.headers["Location"].endswith(f"/api/v2/tickets/{ticket}")
        deskpro_kept, since = kept(deskpro, ticket)
        assert (deskpro.ids["tom"], False) == (deskpro_kept, since is None)
    for _ in range(2):
        assert 204 == deskpro.put(f"{path}/unlock{force}", **sent).status_code
        assert (None, None) == kept(deskpro, ticket)


@pytest.mark.parametrize("action", ["lock", "unlock"])
def test_what_another_keeps_is_theirs(deskpro, ticket, action):
    """403, but by force."""
    path = f"/tickets/{ticket}/actions"
    deskpro.put(f"{path}/lock", as_="tom")

    for force in ("", "?force=false", "?force=0"):
        answer = deskpro.put(f"{path}/{action}{force}", as_="tia")
        assert (403, "access_denied") == (answer.status_code, answer.json["code"])
        assert deskpro.ids["tom"] == kept(deskpro, ticket)[0]
    assert 204 == deskpro.put(f"{path}/{action}?force=1", as_="tia").status_code
    assert {"lock": deskpro.ids["tia"], "unlock": None}[action] == kept(deskpro, ticket)[0]


@pytest.mark.parametrize("action", ["lock", "unlock"])
def test_what_cannot_be_kept(deskpro, ticket, action):
    """No ticket, no such word; and it is an action for PUT."""
    assert 404 == deskpro.put(f"/tickets/99/actions/{action}").status_code
    assert {"force": ["invalid"]} == refused(
        deskpro.put(f"/tickets/{ticket}/actions/{action}?force=maybe")
    )
    assert 405 == deskpro.post(f"/tickets/{ticket}/actions/{action}").status_code


def put_below(deskpro, child, parent):
    """As another vendor's client does it."""
    with deskpro.desk() as desk, desk.acting(Machine("another")):
        subtickets.put(desk, desk.get(Ticket, child), desk.get(Ticket, parent))


def links(deskpro, ticket):
    """What the tickets are that a ticket is linked to, by id."""
    with deskpro.desk() as desk:
        found = desk.session.query(Link).filter_by(ticket_id=ticket)
        return {link.to_id: str(link.kind) for link in found}


@pytest.mark.parametrize(
    ("parent", "kind", "back"),
    [
        ({"parent": True}, "parent", "child"),
        ({"parent": "1"}, "parent", "child"),
        ({"parent": False}, "child", "parent"),
        ({}, "related", "related"),
        ({"parent": None}, "related", "related"),
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_tickets_are_linked(deskpro, ticket, method, parent, kind, back):
    """As the other's child, parent, or beside it; the other one is answered. Twice is once."""
    other = quiet(deskpro)

    for _ in range(2):
        answer = deskpro.open(
            method, f"/tickets/{ticket}/links", json={"link_ticket": other, **parent}
        )
        assert 201 == answer.status_code, answer.text
        assert answer.headers["Location"].endswith(f"/api/v2/tickets/{other}")
        assert deskpro.data(f"/tickets/{other}") == answer.json["data"]

    assert ({other: kind}, {ticket: back}) == (links(deskpro, ticket), links(deskpro, other))
    assert [answer.json["data"]] == deskpro.data(f"/tickets/{ticket}/links")
    assert [ticket] == [one["id"] for one in deskpro.data(f"/tickets/{other}/links")]


def test_links_are_a_list_like_others(deskpro, ticket):
    """Each once, by id, in pages, with what is included; not those to tickets in the bin."""
    others = [quiet(deskpro) for _ in range(4)]
    for other in reversed(others):
        deskpro.make(f"/tickets/{ticket}/links", link_ticket=other)
    deskpro.make(f"/tickets/{ticket}/links", link_ticket=others[0], parent=True)
    with deskpro.desk() as desk:
        row = desk.get(Ticket, others[3])
        row.deleted_at = desk.now()

    answer = deskpro.get(f"/tickets/{ticket}/links?count=2&page=2")

    assert [others[2]] == [one["id"] for one in answer.json["data"]]
    assert 3 == answer.json["meta"]["total"]
    asked = deskpro.data(f"/tickets/{ticket}/links?ids={others[1]},99")
    assert [others[1]] == [one["id"] for one in asked]


@pytest.mark.parametrize(
    "given",
    [
        {"json": {"link_ticket": 2}},
        {"json": {"link_ticket": "2", "link_type": "child"}},
        {"json": {"link_ticket": 2, "link_type": "parent"}},
        {"json": {"unlink_ticket_id": 2}},
        {"query_string": "unlink_ticket_id=2"},
        {"query_string": "link_ticket=2&link_type=child", "content_type": "application/json"},
    ],
)
def test_tickets_are_linked_no_more(deskpro, ticket, given):
    """By a body or by the address; neither way."""
    other = quiet(deskpro)
    assert (1, 2) == (ticket, other)
    put_below(deskpro, ticket, other)

    answer = deskpro.delete(f"/tickets/{ticket}/links", **given)

    assert (200, []) == (answer.status_code, answer.json["data"])
    assert ({}, {}) == (links(deskpro, ticket), links(deskpro, other))
    assert 404 == deskpro.delete(f"/tickets/{ticket}/links", **given).status_code


def test_another_link_stays(deskpro, ticket):
    """404 for one that there is not."""
    other = quiet(deskpro)
    put_below(deskpro, ticket, other)

    given = {"link_ticket": other, "link_type": "sibling"}
    assert 404 == deskpro.delete(f"/tickets/{ticket}/links", json=given).status_code

    assert {other: "parent"} == links(deskpro, ticket)


@pytest.mark.parametrize(
    ("method", "given", "where"),
    [
        ("POST", {}, {"link_ticket": ["required"]}),
        ("POST", {"link_ticket": None}, {"link_ticket": ["required"]}),
        ("POST", {"link_ticket": 99}, {"link_ticket": ["bad_choice"]}),
        ("POST", {"link_ticket": 2**64 - 1}, {"link_ticket": ["bad_choice"]}),
        ("POST", {"link_ticket": 1}, {"link_ticket": ["bad_choice"]}),
        ("POST", {"link_ticket": 1, "parent": True}, {"link_ticket": ["bad_choice"]}),
        ("POST", {"link_ticket": 2, "parent": True}, {"link_ticket": ["bad_choice"]}),
        ("POST", {"link_ticket": 2, "parent": "up"}, {"parent": ["invalid"]}),
        ("POST", {"link_ticket": 2, "x": 1}, {"": ["extra_fields"]}),
        ("DELETE", {}, {"link_ticket": ["required"]}),
        ("DELETE", {"link_ticket": 99}, {"link_ticket": ["bad_choice"]}),
        ("DELETE", {"link_ticket": 2, "link_type": []}, {"link_type": ["bad_choice"]}),
    ],
)
def test_wrong_links_are_refused(deskpro, ticket, method, given, where):
    """Also to itself, and in a ring; nothing is linked or freed."""
    below = quiet(deskpro)
    assert (1, 2) == (ticket, below)
    put_below(deskpro, below, ticket)

    assert where == refused(deskpro.open(method, f"/tickets/{ticket}/links", json=given))
    assert {below: "child"} == links(deskpro, ticket)


ODD = [None, True, -1, 1.5, 2**63, "", "\0", "\ud800", "x" * 70_000, [], [[]], {}, {"id": []}]


@pytest.mark.parametrize("value", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize(
    ("method", "path", "keys"),
    [
        ("POST", "messages", ("message", "format", "is_note", "person", "attachments")),
        ("PUT", "messages/1", ("message", "format", "attachments", "inline_attachments")),
        ("POST", "cc", ("person",)),
        ("POST", "links", ("link_ticket", "parent")),
        ("DELETE", "links", ("link_ticket", "unlink_ticket_id", "link_type")),
    ],
)
def test_whatever_is_sent_is_answered(deskpro, ticket, method, path, keys, value):
    """Alone and within a list or a map, as a body and as a query."""
    deskpro.make(f"/tickets/{ticket}/messages", message="x")
    at = f"/tickets/{ticket}/{path}"
    for given in (value, [value], {"a": value}, {"blob_auth": value}, [{"blob_auth": value}]):
        for key in keys:
            answer = deskpro.open(method, at, json={"message": "x", key: given})
            assert answer.status_code < 500, (key, given, answer.text)
    text = str(value)[:100].encode("utf-8", "replace")
    for key in (*keys, "ids", "force", "auth_ids", "include", "order_by"):
        for read in (at, "/blobs", f"/tickets/{ticket}/links", f"/tickets/{ticket}/cc"):
            answer = deskpro.get(read, query_string={key: text})
            assert answer.status_code < 500, (key, value, answer.text)
