"""Links: endpoints 12 to 14. Contract 4.4 and 6.3."""

import pytest


def error(answer):
    return answer.status_code, answer.json["error"]


def link(ohd, ticket, to, kind="related_to", as_="tom"):
    sent = {"target_id": to["id"], "link_type": kind}
    return ohd.post(f"/api/tickets/{ticket['id']}/links", as_=as_, json=sent)


def links(ohd, ticket, as_="ada"):
    answer = ohd.get(f"/api/tickets/{ticket['id']}/links", as_=as_)
    assert 200 == answer.status_code
    return answer.json["data"]


@pytest.mark.parametrize(
    ("kind", "back"),
    [
        ("related_to", "related_to"),
        ("parent_of", "child_of"),
        ("child_of", "parent_of"),
        ("caused_by", "related_to"),
        ("duplicate_of", "related_to"),
    ],
)
def test_a_link_has_two_sides(ohd, kind, back):
    """Each with an id of its own, the other's ticket, and the inverse kind."""
    a, b = ohd.ticket(subject="a"), ohd.ticket(subject="b")

    answer = link(ohd, a, b, kind)

    forward, reverse = answer.json["forward"], answer.json["reverse"]
    assert 201 == answer.status_code
    assert {"forward", "reverse", "data"} == answer.json.keys()
    assert [forward, reverse] == answer.json["data"]
    assert forward["id"] != reverse["id"]
    assert forward == {
        "id": forward["id"],
        "link_type": kind,
        "ticket": {"id": b["id"], "subject": "b", "status": "New"},
    }
    assert reverse == {
        "id": reverse["id"],
        "link_type": back,
        "ticket": {"id": a["id"], "subject": "a", "status": "New"},
    }
    assert ([forward], [reverse]) == (links(ohd, a), links(ohd, b))


def test_links_change_both_tickets(ohd):
    """When they are made, and when they go."""
    a, b = ohd.ticket(), ohd.ticket()
    ohd.advance(60)
    made = link(ohd, a, b).json["forward"]
    assert {"2026-04-05T09:01:00Z"} == {
        one["updated_at"] for one in ohd.get("/api/tickets").json["data"]
    }

    ohd.advance(60)
    ohd.delete(f"/api/tickets/{a['id']}/links/{made['id']}")

    assert {"2026-04-05T09:02:00Z"} == {
        one["updated_at"] for one in ohd.get("/api/tickets").json["data"]
    }


def test_wrong_links_are_refused(ohd):
    a, b = ohd.ticket(), ohd.ticket()
    path = f"/api/tickets/{a['id']}/links"

    def refused(**sent):
        return error(ohd.post(path, json={"target_id": b["id"], "link_type": "child_of"} | sent))

    assert (400, "target_id is required") == refused(target_id=None)
    assert (400, "invalid target_id") == refused(target_id="x")
    assert (400, "invalid link_type") == refused(link_type="blocks")
    assert (400, "link_type is required") == refused(link_type=None)
    assert (400, "cannot link a ticket to itself") == refused(target_id=a["id"])
    assert (404, "ticket not found") == refused(target_id="01JQXYZ0000000000000000000")
    assert 201 == link(ohd, a, b).status_code
    assert (409, "link already exists") == error(link(ohd, a, b))
    assert 201 == link(ohd, a, b, "parent_of").status_code


def test_links_are_made_by_staff(ohd):
    """Users may not, and know nothing of others' tickets."""
    a, b = ohd.ticket(), ohd.ticket()
    made = link(ohd, a, b).json["forward"]
    path = f"/api/tickets/{a['id']}/links/{made['id']}"

    assert (403, "insufficient permissions") == error(link(ohd, a, b, as_="sam"))
    assert (404, "ticket not found") == error(link(ohd, a, b, as_="kim"))
    assert (401, "authentication required") == error(link(ohd, a, b, as_=None))
    assert (403, "insufficient permissions") == error(ohd.delete(path, as_="sam"))
    assert (404, "ticket not found") == error(ohd.delete(path, as_="kim"))
    assert 201 == link(ohd, a, b, "child_of", as_="bot").status_code


def test_users_see_links_to_their_own_tickets(ohd):
    """The others are not there for them, whatever they try."""
    a, b, c = ohd.ticket(subject="a"), ohd.ticket(subject="b"), ohd.ticket(subject="c", as_="kim")
    hidden = link(ohd, a, c).json["forward"]
    link(ohd, a, b)

    assert 1 == ohd.get(f"/api/tickets/{a['id']}/links?page=1", as_="sam").json["total"]
    assert (404, "link not found") == error(
        ohd.delete(f"/api/tickets/{a['id']}/links/{hidden['id']}", as_="sam")
    )
    assert ["c", "b"] == [one["ticket"]["subject"] for one in links(ohd, a)]
    assert ["b"] == [one["ticket"]["subject"] for one in links(ohd, a, "sam")]
    assert [] == links(ohd, c, "kim")


@pytest.mark.parametrize("side", [0, 1])
def test_either_side_takes_both_away(ohd, side):
    """But only under its own ticket."""
    a, b = ohd.ticket(), ohd.ticket()
    other = link(ohd, a, b, "duplicate_of").json["forward"]
    pair = link(ohd, a, b).json["data"]
    mine, not_mine = [(a, b), (b, a)][side]

    assert (404, "link not found") == error(
        ohd.delete(f"/api/tickets/{not_mine['id']}/links/{pair[side]['id']}")
    )
    assert 204 == ohd.delete(f"/api/tickets/{mine['id']}/links/{pair[side]['id']}").status_code
    assert [other] == links(ohd, a)
    assert 1 == len(links(ohd, b))
    assert (404, "link not found") == error(
        ohd.delete(f"/api/tickets/{mine['id']}/links/{pair[side]['id']}")
    )


def test_links_come_in_the_envelope_of_whole_lists(ohd):
    a, b = ohd.ticket(), ohd.ticket()
    link(ohd, a, b), link(ohd, a, b, "child_of")
    path = f"/api/tickets/{a['id']}/links"

    whole, page = ohd.get(path).json, ohd.get(f"{path}?per_page=1&page=2").json

    assert (1, 25, 2, 1) == tuple(whole[k] for k in ("page", "per_page", "total", "total_pages"))
    assert (["child_of"], 2, 1, 2, 2) == (
        [one["link_type"] for one in page["data"]],
        *(page[k] for k in ("page", "per_page", "total", "total_pages")),
    )
