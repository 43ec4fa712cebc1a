"""Several requests in one. Source: contract 7."""

import re
from collections.abc import Callable, Iterator
from math import inf
from threading import Thread
from time import process_time

import pytest

from contract_tests.deskpro.conftest import refused
from polydesk.dialects.deskpro.routes.tickets import tickets

NEWS = {"title": "New door", "content": "<p>It opens.</p>"}
DISCOVER = "/helpdesk/discover"
TRIES = 40
HTTP_DATE = re.compile(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT")


@pytest.fixture
def news(deskpro):
    """Some news, with the id 1."""
    return deskpro.make("/news", **NEWS)


def batch(deskpro, given, **sent):
    answer = deskpro.post("/batch", json=given, **sent)
    assert 200 == answer.status_code, answer.text
    return answer.json


def nested(depth):
    """A list in a list, so many of them."""
    return [nested(depth - 1)] if depth else "deep"


def statuses(results):
    return [one["headers"]["status-code"] for one in results]


def test_a_wrapped_map_is_answered_wrapped(deskpro, news):
    """Each result is the answer with headers beside it; what is empty in it is a list."""
    answer = batch(deskpro, {"requests": {"a": {"url": "/news/1", "method": "get"}}})

    (result,) = answer["responses"].values()
    assert ["responses"] == list(answer)
    assert ["headers", "data", "meta", "linked"] == list(result)
    assert (news, [], []) == (result["data"], result["meta"], result["linked"])


def test_headers_say_the_status_in_both_words(deskpro, news):
    """In this order."""
    headers = batch(deskpro, {"a": "/news/1"})["a"]["headers"]

    date = headers.pop("date")
    assert HTTP_DATE.fullmatch(date)
    assert [
        ("status-code", 200),
        ("response_code", 200),
        ("cache-control", "no-cache"),
        ("content-type", "application/json"),
    ] == list(headers.items())


def test_a_list_keeps_its_meta(deskpro, news):
    """As the request alone is answered."""
    result = batch(deskpro, {"a": "/news?count=1"})["a"]

    alone = deskpro.get("/news?count=1").json
    assert (alone["data"], alone["meta"], []) == (
        result["data"],
        result["meta"],
        result["linked"],
    )


@pytest.mark.parametrize(
    ("given", "answered"),
    [
        ({"requests": [DISCOVER, "/news/9"]}, lambda body: body["responses"]),
        ([DISCOVER, "/news/9"], lambda body: body),
        (
            {"requests": {"x": DISCOVER, "y": "/news/9"}},
            lambda body: [body["responses"][key] for key in ("x", "y")],
        ),
        ({"x": DISCOVER, "y": "/news/9"}, lambda body: [body[key] for key in ("x", "y")]),
        (
            {"requests": {"url": DISCOVER}, "y": "/news/9"},
            lambda body: [body[key] for key in ("requests", "y")],
        ),
        (
            {"requests": DISCOVER, "y": "/news/9"},
            lambda body: [body[key] for key in ("requests", "y")],
        ),
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_results_have_the_form_of_the_requests(deskpro, method, given, answered):
    """A map or a list, wrapped or not; one called `requests` is no wrapper."""
    answer = deskpro.open(method, "/batch", json=given)

    assert (200, [200, 404]) == (answer.status_code, statuses(answered(answer.json)))


@pytest.mark.parametrize("path", ["/batch", "/api/v2/batch/api/v2/batch"])
def test_paths_may_stand_in_the_query(deskpro, news, path):
    """Also below the path that the vendor has printed."""
    base = "" if path.startswith("/api") else "/api/v2"

    answer = deskpro.get(f"{base}{path}?get[a]=/api/v2/news%3Fcount=1&get[b]=/news/9&c=d")

    assert ["a", "b"] == list(answer.json)
    assert [200, 404] == statuses(answer.json.values())
    assert [1] == [row["id"] for row in answer.json["a"]["data"]]


def test_nameless_paths_go_by_their_places(deskpro):
    """`get[]`, as PHP writes lists."""
    answer = deskpro.get(f"/batch?get[]={DISCOVER}&get[]=/news/9")

    assert {"0": 200, "1": 404} == {
        key: result["headers"]["status-code"] for key, result in answer.json.items()
    }


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {}),
        ({"requests": {}}, {"responses": {}}),
        ({"requests": []}, {"responses": []}),
        ([], []),
    ],
)
def test_of_nothing_comes_nothing(deskpro, given, expected):
    """In the form of the requests."""
    assert expected == batch(deskpro, given)


@pytest.mark.parametrize(
    "url",
    [
        "/api/v2/news/1",
        "/api/news/1",
        "/news/1",
        "news/1",
        "/20180101/news/1",
        "/api/v2/20180101/news/1",
        "/api/20180101/news/1/",
        "//news//1",
        "api/v2/news/1?x=y#z",
        "http://localhost{root}/api/v2/news/1",
        "HTTP://LOCALHOST/api/v2/news/1",
        "{root}/api/v2/news/1",
        " /news/%31 ",
    ],
)
def test_an_address_has_many_forms(deskpro, news, url):
    """With or without base, date, host."""
    result = batch(deskpro, {"a": {"url": url.format(root=deskpro.url)}})["a"]

    assert news == result["data"]


@pytest.mark.parametrize("payload", ["payload", "data"])
@pytest.mark.parametrize("method", ["POST", "put"])
def test_items_create(deskpro, payload, method):
    """With where the thing is."""
    item = {"url": "/news", "method": method, payload: NEWS, "headers": {"Authorization": "key 0:"}}

    result = batch(deskpro, {"requests": {"a": item}})["responses"]["a"]

    assert 201 == result["headers"]["status-code"]
    assert result["headers"]["location"].endswith(f"{deskpro.url}/api/v2/news/1")
    assert NEWS.items() <= result["data"].items()


def test_of_a_204_there_are_only_headers(deskpro, news):
    """Without a content type."""
    item = {"url": "/news/1", "method": "PUT", "payload": {"title": "Old"}}

    (result,) = batch(deskpro, [item])

    assert (["headers"], 204) == (list(result), result["headers"]["status-code"])
    assert "content-type" not in result["headers"]


def test_what_is_no_object_is_data(deskpro):
    """A list; a page."""
    ping, page = batch(deskpro, ["/apps/zapier/ping", "/doc"])

    assert ([], 200) == (ping["data"], ping["headers"]["status-code"])
    assert page["data"].startswith("<!doctype html>")


def test_a_refusal_in_a_wrapper_has_no_data(deskpro):
    """But the keys of an error, and `errors` always."""
    absent, bad = batch(
        deskpro, {"requests": ["/news/9", {"url": "/news", "method": "POST", "payload": {}}]}
    )["responses"]

    assert ["headers", "status", "code", "message", "errors"] == list(absent)
    assert (404, "not_found", None) == (absent["status"], absent["code"], absent["errors"])
    assert (400, ["title", "content"]) == (bad["status"], list(bad["errors"]["fields"]))


def test_a_refusal_without_a_wrapper_is_data(deskpro):
    """Status, code and message are in it."""
    (result,) = batch(deskpro, {"a": "/news/9"}).values()

    assert ["headers", "data", "meta", "linked"] == list(result)
    assert {"status": 404, "code": "not_found", "message": "#9 Not Found"} == result["data"]
    assert ([], []) == (result["meta"], result["linked"])


@pytest.mark.parametrize(
    ("item", "fields"),
    [
        (5, None),
        (None, None),
        ([], None),
        ({}, ["url"]),
        ({"url": 5}, ["url"]),
        (" ", ["url"]),
        ({"url": "/news", "method": 5}, ["method"]),
        ("http://elsewhere.example/api/v2/news", ["url"]),
        ("http://[/api/v2/news", ["url"]),
        ({"url": "/news", "method": "POST", "payload": nested(300)}, ["payload"]),
    ],
)
def test_a_bad_item_is_refused_and_the_others_are_answered(deskpro, item, fields):
    """400 `invalid_input` for it."""
    bad, good = batch(deskpro, {"requests": [item, DISCOVER]})["responses"]

    assert (400, "invalid_input") == (bad["status"], bad["code"])
    assert fields == (list(bad["errors"]["fields"]) if "fields" in bad["errors"] else None)
    assert 200 == good["headers"]["status-code"]


@pytest.mark.parametrize(
    "url", ["/batch", "/api/v2/batch?get[a]=x", "/b%61tch", "/batch/api/v2/batch"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_a_batch_in_a_batch_is_refused(deskpro, method, url):
    """400 `bad_request` for the item."""
    (result,) = batch(deskpro, {"requests": [{"url": url, "method": method}]})["responses"]

    assert (400, "bad_request") == (result["status"], result["code"])


def test_there_may_be_a_hundred(deskpro):
    """One more is refused as a whole."""
    assert 100 == len(batch(deskpro, ["/nothing"] * 100))
    assert refused(deskpro.post("/batch", json=["/nothing"] * 101)) == {"requests": ["too_many"]}


@pytest.mark.parametrize("body", [b"{half", b"5", b'"x"', b"null", b"\xff"])
def test_what_is_no_batch_is_refused(deskpro, body):
    """As a whole."""
    answer = deskpro.post("/batch", data=body)

    assert (400, "invalid_json_body") == (answer.status_code, answer.json["code"])


def test_a_stranger_is_refused_as_a_whole(deskpro):
    """Before the body is read."""
    assert 401 == deskpro.post("/batch", data=b"{half", as_=None).status_code


def test_items_see_what_was_done_before_them(deskpro):
    """One that is refused undoes only itself."""
    results = batch(
        deskpro,
        [
            {"url": "/news", "method": "POST", "payload": NEWS},
            {"url": "/news", "method": "POST", "payload": NEWS | {"title": ""}},
            {"url": "/news/1", "method": "PUT", "payload": {"title": "Old door"}},
            "/news/1",
            {"url": "/news/1", "method": "DELETE"},
            "/news",
        ],
    )

    assert [201, 400, 204, 200, 200, 200] == statuses(results)
    assert ("Old door", []) == (results[3]["data"]["title"], results[5]["data"])


def test_who_loses_their_key_is_a_stranger_from_then_on(deskpro):
    """Whatever the batch has been let in with."""
    gone = {"url": f"/agents/{deskpro.ids['tia']}", "method": "DELETE"}

    results = batch(deskpro, ["/me", gone, "/me"], as_="tia")

    assert [200, 200, 401] == statuses(results)


def test_the_agent_that_a_machine_names_is_that_of_the_items(deskpro):
    """The header of the outer request counts for all."""
    headers = {"X-DeskPRO-Agent-ID": str(deskpro.ids["tia"])}

    results = batch(deskpro, ["/me", DISCOVER], as_="machine", headers=headers)

    assert [200, 200] == statuses(results)
    assert deskpro.ids["tia"] == results[0]["data"]["person_id"]


def test_each_item_goes_by_its_own_tag(deskpro):
    """The batch has one too."""
    deskpro.key("narrow", tags="batch.*, content.news.list")
    deskpro.key("out", tags="*, -batch.*")

    results = batch(deskpro, ["/news", "/news/1"], as_="narrow")

    assert [200, 403] == statuses(results)
    assert 403 == deskpro.post("/batch", json=["/news"], as_="out").status_code


def test_a_batch_counts_one(deskpro):
    """However much is in it."""
    deskpro.key("two", hourly_limit=2)

    asked = [deskpro.post("/batch", json=["/news", "/nothing"], as_="two") for _ in range(3)]

    assert [200, 200, 429] == [answer.status_code for answer in asked]
    assert [200, 404] == statuses(asked[1].json)


def test_batches_at_once_do_not_wait_for_each_other(deskpro):
    """Each writes, and all more often than the store has connections."""
    given = [{"url": "/news", "method": "POST", "payload": NEWS}] * 5
    threads = [Thread(target=batch, args=(deskpro, given)) for _ in range(40)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 200 == deskpro.data("/news/counts")["count"]


def test_a_batch_costs_little_more_than_what_is_read(deskpro):
    """Fifty tickets in one: at most three times what it takes to read them, each at a desk."""
    ids = [deskpro.ticket(subject=f"Jam {number}")["id"] for number in range(50)]

    def alone():
        for id in ids:
            with deskpro.site.store.desk(deskpro.world, writes=False) as desk:
                tickets.one(desk, id)

    def together():
        return deskpro.post("/batch", json=[f"/tickets/{id}" for id in ids])

    assert ids == [result["data"]["id"] for result in together().json]
    assert any(it <= 3 * of for it, of in least_costs(together, alone))


def least_costs(*does: Callable[[], object]) -> Iterator[list[float]]:
    """The least seconds of the processor that each has taken so far, in turns: others run too."""
    least = [inf for _ in does]
    for _ in range(TRIES):
        least = [min(before, cost(do)) for before, do in zip(least, does, strict=True)]
        yield least


def cost(do: Callable[[], object]) -> float:
    """Seconds of the processor that something takes."""
    began = process_time()
    do()
    return process_time() - began
