"""The life of a request: answered, refused, failed; a transaction each."""

import io
from datetime import UTC, datetime
from threading import Thread

import flask
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from werkzeug.exceptions import Gone, RequestEntityTooLarge

from polydesk.core import errors
from polydesk.core.aside import aside
from polydesk.core.models import MAX_ID, Tag, World
from polydesk.kit.app import UNAVAILABLE

PATIENCE = 5
"""For how many seconds somebody who writes may be kept waiting before a test fails."""


def raises(error):
    """An act that raises."""

    def act(desk):
        raise error

    return act


def test_an_answer_is_dumped_wrapped_and_headed(toy):
    """With the declared status, the view's own headers, and what comes after."""
    answer = toy.post("/tags", json={"Name": "vpn", "more": 1})

    assert (201, {"data": {"id": 1, "Name": "vpn"}}) == (answer.status_code, answer.json)
    assert ("1", "/toy/tags") == (answer.headers["X-Made"], answer.headers["X-Asked"])
    assert ["vpn"] == toy.tags()


def test_nothing_is_answered_with_204(toy):
    """And an empty body."""
    toy.make("vpn")

    answer = toy.open("DELETE", "/tags/1")

    assert (204, b"", []) == (answer.status_code, answer.data, toy.tags())


def test_a_query_without_paging_is_a_list(toy):
    """Of all rows."""
    toy.make("a", "b")

    assert ["a", "b"] == [tag["Name"] for tag in toy.get("/all").json["data"]]


def test_an_undocumented_method_does_the_same(toy):
    """`also` is a method of the operation."""
    toy.make("vpn")

    assert 204 == toy.post("/tags/1").status_code
    assert [] == toy.tags()


@pytest.mark.parametrize(
    ("error", "status", "said", "headers"),
    [
        (errors.Unauthenticated(), 401, "Unauthenticated", {}),
        (errors.Forbidden("tag.make"), 403, "Forbidden", {}),
        (errors.NotFound("tag", 1), 404, "NotFound", {}),
        (errors.Hidden("tag", 1), 404, "Hidden", {}),
        (errors.Conflict("tag", "taken"), 409, "Conflict", {}),
        (errors.Invalid({"name": ["no"]}), 400, "Invalid", {}),
        (errors.TooMany(17), 429, "TooMany", {"Retry-After": "17"}),
        (Gone(), 410, "Gone", {}),
        (RequestEntityTooLarge(), 413, "Request Entity Too Large", {}),
        (ZeroDivisionError(), 500, "ZeroDivisionError", {}),
        (errors.DeskError(), 500, "DeskError", {}),
    ],
)
def test_an_error_is_said_the_vendors_way_and_changes_nothing(
    toy, failing, error, status, said, headers
):
    """Whatever was done before it is undone."""
    failing(raises(error))

    answer = toy.post("/fail")

    assert (status, said) == (answer.status_code, answer.json["wrong"])
    assert headers == {name: answer.headers[name] for name in headers}
    assert ("/toy/fail", []) == (answer.headers["X-Asked"], toy.tags())


@pytest.mark.parametrize(
    ("fields", "hint"),
    [
        ({"name": ["no"]}, "name: no"),
        ({"_schema": ["no"]}, "no"),
        ({"a": {"b": {0: ["no", "never"]}}, "c": ["x"]}, "a.b.0: no"),
        ({"a": "no"}, "a: no"),
        ({}, "{}"),
    ],
)
def test_the_first_broken_rule_is_a_hint(toy, failing, fields, hint):
    """With the way to it."""
    failing(raises(errors.Invalid(fields)))

    assert hint == toy.post("/fail").json["hint"]


def test_a_failure_is_logged_a_refusal_is_not(toy, failing, caplog):
    """With the method, the path and the cause."""
    failing(raises(errors.Forbidden("x")))
    toy.post("/fail")
    quiet = list(caplog.records)
    failing(raises(ZeroDivisionError("deep")))
    toy.post("/fail")

    (record,) = caplog.records
    assert [] == quiet
    assert "cannot answer POST /toy/fail" == record.getMessage()
    assert "deep" in str(record.exc_info[1])


def test_a_redirect_is_no_error(toy):
    """Werkzeug's own go through as they are."""
    answer = toy.get("//all")

    assert answer.status_code in (301, 308)


@pytest.mark.parametrize(
    "path", ["/none", "/tags/x", "/tags/1/x", "", "/tags/-1", "/tags/1.0", "/tags/"]
)
def test_an_unknown_path_is_not_found(toy, path):
    """In the vendor's words."""
    answer = toy.get(path)

    assert (404, "Not Found") == (answer.status_code, answer.json["wrong"])


def test_a_wrong_method_says_which_are_right(toy):
    """In `Allow`."""
    answer = toy.open("PUT", "/tags/1")

    assert (405, "Method Not Allowed") == (answer.status_code, answer.json["wrong"])
    assert {"GET", "HEAD", "OPTIONS", "DELETE", "POST"} == set(answer.allow)


@pytest.mark.parametrize(
    ("id", "status"),
    [("1", 200), ("0001", 200), ("0", 404), ("2", 404), (str(MAX_ID), 404), (str(MAX_ID + 1), 404)]
    + [(str(10**n), 404) for n in (18, 19, 20, 29, 30, 400)],
)
def test_an_id_of_any_size_is_answered(toy, id, status):
    """What is too large is not found."""
    toy.make("vpn")

    assert status == toy.get(f"/tags/{id}").status_code


def test_the_own_url_of_a_thing_is_made(toy_app):
    """Of its number."""
    with toy_app.test_request_context():
        assert "/toy/tags/7" == flask.url_for("toy.tags-show", id=7)


@pytest.mark.parametrize(("headers", "status"), [({}, 401), ({"Authorization": "Bearer bad"}, 401)])
def test_who_is_nobody_is_refused(toy, headers, status):
    """Before anything of the request is read."""
    answer = toy.post("/tags", headers=headers, data=b"{")

    assert (status, "Unauthenticated") == (answer.status_code, answer.json["wrong"])


def test_what_is_public_asks_nobody(toy):
    """Not even the bad."""
    answer = toy.get("/open", headers={"Authorization": "Bearer bad"})

    assert (200, {"data": {"actor": None}}) == (answer.status_code, answer.json)


def test_a_read_operation_cannot_change_anything(toy):
    """By mistake."""
    toy.get("/meddle")

    assert [] == toy.tags()


def test_a_server_that_is_not_ready_says_so(toy):
    """503 with the vendor's body, and nothing is done."""
    answer = toy.post("/tags", json={"Name": "a"}, environ={UNAVAILABLE: "seeding"})

    assert (503, "Unavailable", []) == (answer.status_code, answer.json["wrong"], toy.tags())


@pytest.mark.parametrize(
    ("statement", "invalidated", "status"),
    [(None, False, 503), ("SELECT 1", True, 503), ("SELECT 1", False, 500)],
)
def test_a_database_that_is_away_is_no_fault_of_ours(
    toy, monkeypatch, statement, invalidated, status
):
    """503 with the vendor's body; any other trouble of its is one."""
    away = OperationalError(statement, {}, Exception(), connection_invalidated=invalidated)

    def engine(*_, **__):
        raise away

    monkeypatch.setattr(toy.store, "engine", engine)

    assert status == toy.get("/all").status_code


def test_an_unknown_world_is_not_found(toy):
    """In the vendor's words."""
    toy.world = "none"

    answer = toy.get("/all")

    assert (404, "NotFound") == (answer.status_code, answer.json["wrong"])


@pytest.mark.parametrize(("size", "status"), [(4000, 201), (6000, 413)])
def test_a_body_that_is_too_large_is_refused(toy, size, status):
    """From the limit of the server on."""
    answer = toy.post("/tags", json={"Name": "x" * 100, "more": "x" * (size - 100)})

    assert status == answer.status_code


def passing(state):
    """An error that says the transaction only has to be done again."""
    cause = Exception("in each other's way")
    cause.sqlstate = state
    return DBAPIError("UPDATE", {}, cause)


@pytest.mark.parametrize("state", ["40001", "40P01", "23503"])
@pytest.mark.parametrize(
    ("failures", "status", "tags"), [(1, 200, ["before"]), (4, 200, ["before"]), (5, 500, [])]
)
def test_transactions_in_each_others_way_are_done_again(
    toy, failing, state, failures, status, tags
):
    """Up to five times, each from the beginning."""
    tried = []

    def act(desk):
        tried.append(desk.session.query(Tag).count())
        if len(tried) <= failures:
            raise passing(state)
        return {}

    failing(act)
    answer = toy.post("/fail")

    assert (status, tags) == (answer.status_code, toy.tags())
    assert [1] * min(failures + 1, 5) == tried


def test_what_is_done_again_reads_uploads_from_their_beginning(toy, failing):
    """What the attempt before has read is not missing."""
    read = []

    def act(_):
        read.append([one.stream.read() for one in flask.request.files.getlist("file")])
        if len(read) == 1:
            raise passing("40P01")
        return {}

    failing(act)
    sent = [(io.BytesIO(b"paper"), "a.txt"), (io.BytesIO(b"tray"), "b.txt")]
    answer = toy.post("/fail", data={"file": sent})

    assert (200, [[b"paper", b"tray"]] * 2) == (answer.status_code, read)


def test_another_error_of_the_database_is_not_tried_again(toy, failing):
    """It would only come back."""
    tried = []

    def act(desk):
        tried.append(1)
        raise IntegrityError("INSERT", {}, Exception("no"))

    failing(act)

    assert (500, [1]) == (toy.post("/fail").status_code, tried)


def test_an_error_at_the_end_of_the_transaction_is_answered_too(toy, failing):
    """A row that the database refuses at the flush."""
    failing(lambda desk: desk.session.add(Tag(name="before", ulid="x", created_at=None)))

    assert (500, []) == (toy.post("/fail").status_code, toy.tags())


def test_others_write_while_slow_work_is_done(toy, failing):
    """A password is hashed with no transaction open; what was done before that is done again."""

    def work():
        other = Thread(target=toy.make, args=["other"], daemon=True)
        other.start()
        other.join(PATIENCE)
        return not other.is_alive()

    failing(lambda desk: {"others wrote": aside(desk, "slow", work)})

    answer = toy.post("/fail")

    assert (200, {"data": {"others wrote": True}}) == (answer.status_code, answer.json)
    assert ["other", "before"] == toy.tags()


def test_requests_do_not_share_a_session(toy):
    """What one has read, the next reads again."""
    toy.make("a")
    toy.get("/all")
    with toy.store.desk(toy.world) as desk:
        desk.session.execute(text("UPDATE tag SET name = 'b'"))

    assert ["b"] == [tag["Name"] for tag in toy.get("/all").json["data"]]


def test_sub_requests_commit_each_on_its_own(toy, failing):
    """In the caller's name and world; one that fails undoes only itself."""
    failing(raises(errors.Conflict("tag", "taken")))

    answer = toy.post("/batch", headers={"Authorization": "Bearer Eve"})

    assert [201, 409, 201] == answer.json["data"]["statuses"]
    assert ("Eve", ["one", "two"]) == (answer.json["data"]["who"]["data"]["name"], toy.tags())


def test_sub_requests_of_a_stranger_are_refused(toy):
    """They have no more rights than the caller."""
    assert 401 == toy.post("/batch", headers={}).status_code


def test_the_clock_of_the_request_is_the_worlds(toy):
    """To the microsecond."""
    at = datetime(2026, 1, 5, 9, 0, 0, 5, tzinfo=UTC)
    with toy.store.desk(toy.world) as desk:
        desk.session.get_one(World, 1).frozen_at = at

    assert at.isoformat() == toy.get("/whoami").json["data"]["now"]


@pytest.mark.parametrize("path", ["/raw", "/v1/raw", "/raw?x=1"])
def test_an_alias_does_the_same(toy, path):
    """`aliases` are paths of the operation; a view may read the body by itself."""
    answer = toy.open("POST", path, data=b"{half")

    assert (200, {"data": {"sent": "{half"}}) == (answer.status_code, answer.json)
