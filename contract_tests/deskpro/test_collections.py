"""What holds for every collection, shown by one that has nothing else. Source: contract 4 and 5."""

import pytest

from contract_tests.deskpro.conftest import SHOWN_NOW, refused

NEWS = {"title": "New door", "content": "<p>It opens.</p>"}


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_both_verbs_create(deskpro, method):
    """With 201, the thing in its envelope, and where it is."""
    answer = deskpro.open(method, "/news", json=NEWS)

    assert 201 == answer.status_code
    assert ["data", "meta", "linked"] == list(answer.json)
    assert NEWS.items() <= answer.json["data"].items()
    assert (1, SHOWN_NOW) == (answer.json["data"]["id"], answer.json["data"]["date_created"])
    assert answer.headers["Location"] == f"http://localhost{deskpro.url}/api/v2/news/1"


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_both_verbs_change(deskpro, method):
    """With 204 and nothing else; what is not sent stays."""
    deskpro.make("/news", **NEWS)

    answer = deskpro.open(method, "/news/1", json={"title": "Old door", "id": 7})

    assert (204, b"", None) == (answer.status_code, answer.data, answer.content_type)
    assert answer.headers["Location"].endswith("/api/v2/news/1")
    assert {"title": "Old door", "content": NEWS["content"]}.items() <= deskpro.data(
        "/news/1"
    ).items()


@pytest.mark.parametrize("follow", ["1", "true", "True"])
def test_a_change_is_followed(deskpro, follow):
    """200, and the thing as GET answers it."""
    deskpro.make("/news", **NEWS)

    answer = deskpro.put(f"/news/1?follow_location={follow}", json={"title": "Old door"})

    assert 200 == answer.status_code
    assert answer.json == deskpro.get("/news/1").json
    assert answer.headers["Location"].endswith("/api/v2/news/1")


def test_a_thing_that_is_deleted_is_gone(deskpro):
    """200 with a body."""
    deskpro.make("/news", **NEWS)

    answer = deskpro.delete("/news/1")

    assert (200, {"data": [], "meta": {}, "linked": {}}) == (answer.status_code, answer.json)
    assert 404 == deskpro.get("/news/1").status_code
    assert "#1 Not Found" == deskpro.get("/news/1").json["message"]


@pytest.mark.parametrize("method", ["PUT", "POST", "GET", "DELETE"])
def test_nothing_is_made_under_an_id(deskpro, method):
    """404, whatever is sent."""
    assert 404 == deskpro.open(method, "/news/3", json=NEWS).status_code
    assert 405 == deskpro.patch("/news/3", json=NEWS).status_code


def test_a_page_says_how_much_there_is(deskpro):
    """In both generations' words, with the ways to the other pages."""
    for at in range(5):
        deskpro.make("/news", **NEWS | {"title": f"Number {at}"})

    answer = deskpro.get("/news?count=2&page=2&order_by=id&x=y")

    assert [3, 4] == [row["id"] for row in answer.json["data"]]
    assert answer.json["meta"] == {
        "pagination": {
            "total": 5,
            "count": 2,
            "per_page": 2,
            "current_page": 2,
            "total_pages": 3,
        },
        "count": 2,
        "total_count": 5,
        "total": 5,
        "page": 2,
        "per_page": 2,
        "total_pages": 3,
    }
    kept = "count=2&order_by=id&x=y"
    assert answer.json["links"] == {
        "first": f"/news?{kept}",
        "next": f"/news?{kept}&page=3",
        "prev": f"/news?{kept}",
        "last": f"/news?{kept}&page=3",
        "self": f"/news?{kept}&page=2",
    }


def test_links_lead_to_the_same_list(deskpro):
    """Whatever letters are in its address."""
    for subject in "ab":
        deskpro.ticket(subject=subject, labels=["50%? a/b#c"])

    links = deskpro.get("/ticket_labels/50%25%3F%20a%2Fb%23c/tickets?count=1").json["links"]

    assert [2] == [one["id"] for one in deskpro.data(links["next"])]
    assert links["next"] == deskpro.get(links["next"]).json["links"]["self"]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("order_dir=desc", [3, 2, 1]),
        ("order_by=title", [2, 1, 3]),
        ("order_by=title&group_sort=DESC", [3, 1, 2]),
        ("order_by=nothing", [1, 2, 3]),
        ("ids=3,1,77", [1, 3]),
        ("ids[]=3&ids[]=1", [1, 3]),
        ("count=0&page=-1", [1, 2, 3]),
        ("count=2", [1, 2]),
        ("limit=2", [1, 2]),
        ("page=9", []),
    ],
)
def test_a_list_is_asked_for(deskpro, query, ids):
    """By order, by ids, by page; what makes no sense is passed over."""
    for title in ("b", "a", "c"):
        deskpro.make("/news", **NEWS | {"title": title})

    assert ids == [row["id"] for row in deskpro.data(f"/news?{query}")]


def test_an_empty_list_has_one_page(deskpro):
    """As clients count them."""
    assert 1 == deskpro.get("/news").json["meta"]["pagination"]["total_pages"]


def test_what_is_wrong_is_said_all_at_once(deskpro):
    """Unknown names, missing and bad values."""
    answer = deskpro.post("/news", json={"nome": 1, "content": " ", "person": 99, "zz": 2})

    assert refused(answer) == {
        "": ["extra_fields"],
        "title": ["required"],
        "content": ["required"],
        "person": ["bad_choice"],
    }
    said = answer.json["errors"]["errors"][0]["message"]
    assert "Unexpected field names: nome, zz" == said


def test_there_are_no_empty_parts(deskpro):
    """`errors.errors` is looked at where it is."""
    assert ["fields"] == list(deskpro.post("/news", json={}).json["errors"])


@pytest.mark.parametrize("path", ["/20180101/news", "/news/", "//news", "/20180101//news/"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_address_is_written_in_many_ways(deskpro, method, path):
    """None is redirected."""
    answer = deskpro.open(method, f"/api/v2{path}", json=NEWS if method == "POST" else None)

    assert answer.status_code == {"GET": 200, "POST": 201}[method]


def test_a_query_may_be_sent_as_a_body(deskpro):
    """Then it is a GET, and nothing is made."""
    deskpro.make("/news", **NEWS)
    deskpro.make("/news", **NEWS)
    headers = {"X-Deskpro-Api-Get-Query-Body": "1"}

    answer = deskpro.post("/news", json={"count": 1, "page": 2, "ids": [1, 2]}, headers=headers)

    assert (200, [2]) == (answer.status_code, [row["id"] for row in answer.json["data"]])
    assert 2 == deskpro.get("/news").json["meta"]["total"]


def test_things_are_counted(deskpro):
    """All that pass the filters."""
    deskpro.make("/news", **NEWS)

    assert 1 == deskpro.data("/news/counts")["count"]


@pytest.mark.parametrize(
    ("method", "path", "given", "at"),
    [
        ("PUT", "/people/4/permissions", {"agent": True}, "/people/4"),
        ("PUT", "/user_chats/1/assign/2", {}, "/user_chats/1"),
        ("PUT", "/user_chats/1/end", {}, "/user_chats/1"),
        ("PUT", "/tickets/1/actions/lock", {}, "/tickets/1"),
        ("PUT", "/tickets/1/actions/unlock", {}, "/tickets/1"),
        ("PUT", "/guides/1/tree", {"tree": []}, "/guides/1/tree"),
        ("PUT", "/agent_chats/2/messages/mark_all", {}, "/agent_chats/2"),
        ("PUT", "/agent_chats/messages/mark_all", {}, "/agent_chats"),
        ("PUT", "/ticket_forms/user/1", {"subject": "B"}, "/tickets/1"),
        ("POST", "/me/notifications/dismiss", {"ids": [1]}, "/me/notifications"),
        ("POST", "/me/notifications/dismiss/all", {}, "/me/notifications"),
    ],
)
def test_every_204_says_where_the_thing_is(deskpro, method, path, given, at):
    """Without the date and the query of the request. Source: contract 4.2."""
    deskpro.ticket()
    deskpro.make("/user_chats", subject="Hi")
    deskpro.make("/agent_chats", agents=[2])
    deskpro.make("/guides", title="How", content="x")

    answer = deskpro.open(method, f"/api/v2/20240101{path}?x=1", json=given)

    assert 204 == answer.status_code, answer.text
    assert f"http://localhost{deskpro.url}/api/v2{at}" == answer.headers["Location"]
