"""Browsers: cdol (AngularJS), ellucian (React), the vendor's own samples. Source: contract 15."""

import pytest

from contract_tests.desteksitesi.sending import JSON, bearer, detail, opened, values
from contract_tests.desteksitesi.shapes import CALLER, TICKET, USER, misfits

ORIGIN = {"Origin": "https://intranet.example"}


@pytest.fixture
def across(destek):
    """Asks whether it may, as browsers do, and then sends."""
    proof = bearer(destek)
    token = proof["Authorization"].removeprefix("Bearer ")

    def send(verb, path, **sent):
        asked = {"Access-Control-Request-Method": verb,
                 "Access-Control-Request-Headers": "authorization,content-type"}  # fmt: skip
        may = destek.options(path, as_=None, headers=ORIGIN | asked)
        assert (200, "*", "authorization,content-type") == (
            may.status_code,
            may.headers["Access-Control-Allow-Origin"],
            may.headers["Access-Control-Allow-Headers"],
        )
        assert verb in may.headers["Access-Control-Allow-Methods"]
        headers = ORIGIN | JSON | {"Authorization": f"Bearer  {token}"}
        answer = destek.open(verb, path, as_=None, headers=headers, **sent)
        assert "*" == answer.headers["Access-Control-Allow-Origin"]
        return answer

    return send


def test_cdol_posts_the_query_with_an_empty_json_body(destek, across):
    """Two blanks before the token, two slashes before the name."""
    found = across("GET", "/api//UserByEmail?email=sam@example.com").json
    query = f"categoryId={destek.ids['hardware']}&subject=Web%20form&body=a%0Ab&userId="
    made = across("POST", f"/api/ticket?{query}{found['UserID']}", data=b"")
    field = f"ticketId={made.text}&fieldId={destek.ids['room']}&value=B+1"
    set_ = across("POST", f"/api/SetCustomField?{field}", data=b"")
    changed = across("POST", f"/api/UpdateTicket?id={made.text}&priority=2", data=b"")

    assert ([], 200, b"", b"") == (
        misfits(USER, found, more=True), made.status_code, set_.data, changed.data,
    )  # fmt: skip
    ticket = detail(destek, made.json)
    assert (found["UserID"], "a\nb", 2) == (ticket["UserID"], ticket["Body"], ticket["Priority"])
    assert {"Room": "B 1"} == values(destek, made.json)


def test_ellucian_posts_an_empty_object(destek, across):
    """A slash at the end; who calls is told."""
    found = across("POST", "/api/Authorization/", data=b"{}").json

    assert ([], destek.ids["ada"]) == (misfits(CALLER, found), found["UserID"])


def test_ellucian_reads_a_ticket(destek, across):
    """`Body`."""
    id = opened(destek)

    assert "It jams." == across("GET", f"/api/ticket/?id={id}").json["Body"]
    assert [id] == [one["IssueID"] for one in across("GET", "/api/Tickets/?mode=unclosed").json]


@pytest.mark.parametrize(
    "path", ["/api/tickets", "/helpdesk/api/tickets", "/helpdesk/api/Tickets?mode=unclosed"]
)
@pytest.mark.parametrize(
    "headers",
    [{}, JSON, ORIGIN, {"Accept": "application/xml"}, {"Accept": "text/html, */*;q=0.1"}],
)
def test_the_vendors_samples_list_tickets(destek, path, headers):
    """PHP, Ruby, Python, C#, PowerShell, jQuery: an array, whose first has a `Subject`."""
    opened(destek)

    answer = destek.get(path, headers=headers)

    assert (200, "application/json; charset=utf-8", "*") == (
        answer.status_code,
        answer.headers["Content-Type"],
        answer.headers["Access-Control-Allow-Origin"],
    )
    assert [] == misfits(TICKET, answer.json[0])
    assert "Printer" == answer.json[0]["Subject"]
