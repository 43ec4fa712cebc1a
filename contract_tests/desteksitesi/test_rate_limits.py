"""How many calls there are a minute, and what a call costs. Source: contract 9 and 3.8."""

import pytest
import werkzeug.security

from contract_tests.desteksitesi.conftest import PASSWORD, basic
from contract_tests.desteksitesi.sending import opened
from polydesk.core import passwords
from polydesk.core.models import Person
from tests.counting import counting

PLAIN, SEARCH, EMAIL = "/api/Stats", "/api/Search?query=x", "/api/UserByEmail?email=sam@example.com"


def statuses(destek, path, count, **sent):
    return [destek.get(path, **sent).status_code for _ in range(count)]


@pytest.mark.parametrize(("path", "most"), [(PLAIN, 90), (SEARCH, 60), (EMAIL, 60)])
def test_so_many_calls_a_minute(destek, path, most):
    """Contract 9: then 429, with the seconds to wait; a minute after the first there is room."""
    assert [200] * most == statuses(destek, path, most)
    destek.advance(20)

    over = destek.get(path)

    assert (429, "Too many requests", "40") == (
        over.status_code,
        over.text,
        over.headers["Retry-After"],
    )
    destek.advance(40)
    assert 200 == destek.get(path).status_code


def test_each_has_a_bucket_of_its_own(destek):
    """Contract 9: Search and UserByEmail do not draw on the 90, nor on each other."""
    assert [200] * 60 == statuses(destek, SEARCH, 60)
    assert [200] * 60 == statuses(destek, EMAIL, 60)
    assert [200] * 90 == statuses(destek, PLAIN, 90)

    assert [429] * 3 == [destek.get(path).status_code for path in (SEARCH, EMAIL, PLAIN)]


@pytest.mark.parametrize(
    "path", ["/helpdesk/API/search/?query=x", "/api//SEARCH?query=y", "/api/Search/5?query=x"]
)
def test_a_bucket_knows_its_method_however_it_is_written(destek, path):
    """In any case, below both mounts."""
    statuses(destek, SEARCH, 60)

    assert 429 == destek.get(path).status_code
    assert 429 == destek.post(path).status_code


def test_a_bucket_is_of_a_user_at_an_address(destek):
    """Contract 9: others, and the same one from elsewhere, have their own."""
    statuses(destek, PLAIN, 90)

    assert 429 == destek.get(PLAIN).status_code
    assert 200 == destek.get(PLAIN, as_="tom").status_code
    there = {"REMOTE_ADDR": "192.0.2.7"}
    assert 200 == destek.get(PLAIN, environ_base=there).status_code


def test_the_window_slides_and_the_refused_are_not_counted(destek):
    """Contract 9: what was refused makes nobody wait longer."""
    statuses(destek, PLAIN, 45)
    destek.advance(30)
    statuses(destek, PLAIN, 45)
    assert [429] * 50 == statuses(destek, PLAIN, 50)

    destek.advance(30)

    assert [200] * 45 == statuses(destek, PLAIN, 45)
    assert 429 == destek.get(PLAIN).status_code


def test_a_refused_call_does_nothing(destek):
    """Before parameters, existence and permission are looked at."""
    id = opened(destek)
    statuses(destek, PLAIN, 90)

    assert 429 == destek.post("/api/UpdateTicket", data={"id": id, "subject": "x"}).status_code
    assert 429 == destek.get("/api/Ticket?id=x").status_code
    assert 429 == destek.get("/api/Unknown").status_code
    assert "Printer" == destek.get(f"/api/Ticket/{id}", as_="tom").json["Subject"]


def test_strangers_and_the_blocked_are_told_so_first(destek):
    """Contract 3.10: 401, then 403, then 429."""
    statuses(destek, PLAIN, 90)

    assert 401 == destek.get(PLAIN, as_=None).status_code
    for _ in range(3):
        destek.get(PLAIN, headers=basic("sam", "wrong"))
    assert 403 == destek.get(PLAIN).status_code


def test_all_other_methods_draw_on_the_same(destek):
    """Contract 9: also those that there are not."""
    paths = ["/api/Tickets", "/api/Stats", "/api/Unknown"]
    for path in paths:
        statuses(destek, path, 30)

    assert [429, 429, 429] == [destek.get(path).status_code for path in paths]


def test_whoever_is_not_known_is_not_counted(destek):
    """Contract 3.10 and 9: 401 comes first, and costs the user nothing."""
    assert [401] * 100 == statuses(destek, PLAIN, 100, as_=None)

    assert 200 == destek.get(PLAIN).status_code


def test_limits_come_before_parameters(destek):
    """Contract 3.10: 429, then 400."""
    statuses(destek, PLAIN, 90)

    assert 429 == destek.get("/api/SubTickets").status_code


def test_limits_can_be_turned_off(destek):
    """Contract 9: by a setting."""
    destek.set(rate_limit=False)

    assert [200] * 100 == statuses(destek, PLAIN, 100)


def writes(statements):
    return [one for one in statements if not one.lstrip().upper().startswith(("SELECT", "WITH"))]


@pytest.mark.parametrize("path", ["/api/Authorization", "/api/Tickets", "/api/Ticket/1", SEARCH])
def test_a_reading_call_writes_nothing(destek, path):
    """What is counted, and who has called, is kept in memory."""
    opened(destek)
    destek.get(path)

    with counting() as statements:
        answer = destek.get(path)

    assert 200 == answer.status_code
    assert [] == writes(statements)


def test_nor_does_a_refused_one(destek):
    """Wrong passwords, blocks and limits are counted in memory."""
    statuses(destek, PLAIN, 90)

    with counting() as statements:
        for headers in ({}, basic("sam", "wrong"), {"Authorization": "Bearer x"}):
            statuses(destek, PLAIN, 4, headers=headers)

    assert [] == writes(statements)


@pytest.fixture
def slow(destek, monkeypatch):
    """The slow checks of passwords that were made, by the password."""
    made = []

    def check(hash, password):
        made.append(password)
        return werkzeug.security.check_password_hash(hash, password)

    monkeypatch.setattr(passwords, "check_password_hash", check)
    return made


def test_a_good_password_is_checked_slowly_once(destek, slow):
    """Each call brings it; the slow hash is for the first."""
    for name in ("sam", "SAM", "sam@example.com", "kim"):
        assert {200} == set(statuses(destek, PLAIN, 5, as_=name))
    destek.post("/api/TagTicket", data={"ticketId": opened(destek, as_="sam"), "name": "x"})

    assert 3 == len(slow)  # sam, kim and the administrator


def test_a_changed_or_wrong_password_is_checked_again(destek, slow):
    """What is remembered is worth nothing for another."""
    statuses(destek, PLAIN, 2, as_="sam")
    with destek.desk() as desk:
        passwords.set(desk, desk.get(Person, destek.ids["sam"]), "another password")

    assert 401 == destek.get(PLAIN, as_="sam").status_code
    assert [200] * 2 == statuses(destek, PLAIN, 2, headers=basic("sam", "another password"))

    assert [PASSWORD, PASSWORD, "another password"] == slow


def test_a_token_costs_no_slow_check(destek, slow):
    """It is signed."""
    token = destek.get("/User/Token?json=true", as_="sam").json["token"]
    del slow[:]

    statuses(destek, PLAIN, 3, headers={"Authorization": f"Bearer {token}"})

    assert [] == slow
