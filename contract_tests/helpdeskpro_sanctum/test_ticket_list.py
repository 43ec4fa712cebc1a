"""Lists of tickets: which, in which order, and who sees them. Source: contract 1.7."""

import pytest

from contract_tests.helpdeskpro_sanctum.conftest import invalid, refused
from tests.counting import counting


def subjects(sanctum, query="", as_="ada"):
    """The subjects of a list."""
    return [one["subject"] for one in sanctum.list(f"/tickets{query}", as_=as_)]


@pytest.fixture
def several(sanctum):
    """Five tickets of two customers, made a day apart."""
    tom, mia = sanctum.ids["tom"], sanctum.ids["mia"]
    sanctum.ticket("sam", subject="Apple pie", assigned_to=tom, priority_id=1, status_id=2)
    sanctum.advance(86400)
    sanctum.ticket("sam", subject="Banana split", assigned_to=mia, priority_id=2, status_id=5)
    sanctum.advance(86400)
    sanctum.ticket("eve", subject="Cherry tart", assigned_to=tom, department_id=1, type_id=2)
    sanctum.ticket("eve", subject="Date cake", category_id=1, status_id=4, priority_id=3)
    return sanctum


def test_the_list_holds_tickets_without_their_details(several):
    """With the status, the priority, the people; no relations of one alone, by their ids."""
    found = several.list("/tickets")

    alone = {"sub_category", "ticket_type", "contact", "attachments", "comments", "ticket_entries"}
    shown = several.data("GET", "/tickets/1")
    assert [1, 2, 3, 4] == [one["id"] for one in found]
    assert {name: value for name, value in shown.items() if name not in alone} == found[0]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "ABCD"),
        ("search=PIE", "A"),
        ("search=100002", "B"),
        ("search=pending", "A"),
        ("search=critical", "C"),
        ("search=Tom", "AC"),
        ("search=eve", "CD"),
        ("search=none", ""),
        ("priority_id=2", "B"),
        ("status_id=5", "B"),
        ("type_id=2", "C"),
        ("category_id=1", "D"),
        ("department_id=1", "C"),
        ("status_id=99", ""),
        ("status_id=x", ""),
        ("assigned_to={tom}", "AC"),
        ("user_id={sam}", "AB"),
        ("date_from=2026-01-06", "BCD"),
        ("date_to=2026-01-06", "AB"),
        ("date_from=2026-01-06&date_to=2026-01-06", "B"),
        ("date_from=2026-01-06T23:00:00Z&date_to=20260106", "B"),
        ("date_from=0001-01-01&date_to=9999-12-31", "ABCD"),
        ("type=un_assigned", "D"),
        ("type=open", "ACD"),
        ("type=new", "CD"),
        ("type=other", "ABCD"),
        ("unknown=1", "ABCD"),
        ("status_id=&search=%20", "ABCD"),
        ("search[]=pie", "ABCD"),
        ("type=open&priority_id=1", "A"),
    ],
)
def test_tickets_are_narrowed(several, query, found):
    """What is not there is found nowhere, and is no error."""
    asked = query.format(**several.ids)

    assert [*found] == [one[0] for one in subjects(several, f"?{asked}")]


@pytest.mark.parametrize("query", ["user_id={ada}", "search=ada"])
def test_a_ticket_of_nobody_is_not_found_by_who_made_it(several, query):
    """It shows no user, whom the filters could mean."""
    several.ticket("ada", subject="For nobody")
    several.ticket("ada", subject="For Ada", user_id=several.ids["ada"])

    assert ["For Ada"] == subjects(several, f"?{query}".format(**several.ids))


@pytest.mark.parametrize("name", ["date_from", "date_to"])
def test_a_date_must_be_one(several, name):
    """422: the vendor fails. Source: contract 1.7, our choice."""
    sentence = f"The {name.replace('_', ' ')} is not a valid date."

    assert invalid(**{name: sentence}) == refused(several.get(f"/tickets?{name}=soon"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sort=subject&order=desc", "DCBA"),
        ("sort=created_at&order=desc", "CDBA"),
        ("sort=priority_id", "ABDC"),
        ("sort=status_id&order=asc", "CADB"),
        ("sort=none", "ABCD"),
        ("order=desc", "DCBA"),
        ("per_page=2&page=2", "CD"),
    ],
)
def test_tickets_are_sorted(several, query, found):
    """By what the contract lists; the id settles what is equal."""
    order = [one[0] for one in subjects(several, f"?{query}")]

    assert sorted(found) == sorted(order)
    assert [*found] == order


@pytest.mark.parametrize("sort", ["priority_id", "status_id"])
def test_what_has_none_comes_before_all_others(several, sort):
    """As MySQL sorts null; what is on hold is sorted as Pending, which it shows as."""
    people = [{"key": "guy", "name": "Guy", "email": "guy@example.com", "role": "user"}]
    held = {"subject": "Egg", "requester": "guy", "status": "held", "priority": "low"}
    several.seed({"people": people, "tickets": [held]})
    several.data("PATCH", "/tickets/4", json={sort: None})
    found = {"priority_id": "DAEBC", "status_id": "DCAEB"}[sort]

    assert [*found] == [one[0] for one in subjects(several, f"?sort={sort}")]
    several.data("PATCH", "/tickets/5", json={"subject": "Fig"})
    backwards = [one[0] for one in subjects(several, f"?sort={sort}&order=desc")]
    assert found[0] == backwards[-1]


@pytest.mark.parametrize(("as_", "found"), [("ada", "ABCD"), ("sam", "AB"), ("tom", "AC")])
def test_everybody_sees_their_own(several, as_, found):
    """Customers what they have asked, agents what they are to do, all others everything."""
    assert [*found] == [one[0] for one in subjects(several, as_=as_)]


def test_a_manager_sees_everything(several):
    """So does any role that is neither Customer nor Agent."""
    several.data("PATCH", f"/users/{several.ids['tom']}", json={"role_id": 4})

    assert 4 == len(subjects(several, as_="tom"))


@pytest.mark.parametrize(("as_", "id"), [("sam", 3), ("tom", 2), ("mia", 1)])
@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_what_one_does_not_see_is_not_there(several, as_, id, method):
    """To show, to change, to delete; comments are not asked for that, which is a quirk."""
    answer = several.open(method, f"/tickets/{id}", as_=as_)

    assert (404, "Ticket not found", None) == refused(answer)
    assert 200 == several.get(f"/tickets/{id}/comments", as_=as_).status_code
    assert (
        201 == several.post(f"/tickets/{id}/comments", as_=as_, json={"comment": "x"}).status_code
    )


@pytest.mark.parametrize(("as_", "id"), [("sam", 3), ("tom", 2)])
def test_whoever_has_a_token_restores_tickets(several, as_, id):
    """One that they do not see too, as the contract has it: 1.4 and 1.7."""
    several.delete(f"/tickets/{id}")

    restored = several.data("POST", f"/tickets/{id}/restore", as_=as_)

    assert restored == several.data("GET", f"/tickets/{id}")


def test_agents_do_not_choose_the_assignee(several):
    """Nor do customers; it is echoed all the same."""
    asked = f"?assigned_to={several.ids['mia']}"

    assert ["Apple pie", "Cherry tart"] == subjects(several, asked, as_="tom")
    assert ["Apple pie", "Banana split"] == subjects(several, asked, as_="sam")


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("", []),
        ("page=2&sort=id&unknown=1", []),
        ("status_id=1&search=x", {"search": "x", "status_id": "1"}),
        ("date_from=2026-01-05&type=open", {"date_from": "2026-01-05", "type": "open"}),
        ("date_to=2026-01-05T12:00:00Z", {"date_to": "2026-01-05T12:00:00Z"}),
    ],
)
def test_filters_are_echoed(sanctum, query, filters):
    """As they were sent; an empty array where none was sent: quirk Q-S4."""
    assert filters == sanctum.get(f"/tickets?{query}").json["meta"]["filters"]


@pytest.mark.parametrize(
    ("include", "names"),
    [
        ("comments", ["comments"]),
        ("ticketType, subCategory", ["sub_category", "ticket_type"]),
        ("contact,attachments,ticketEntries", ["contact", "attachments", "ticket_entries"]),
        ("nothing", []),
        ("", []),
    ],
)
def test_relations_are_added_by_name(several, include, names):
    """Unknown ones are passed over."""
    several.make("/tickets/1/comments", comment="Soon.")
    shown = several.data("GET", "/tickets/1")

    first, *_ = several.list(f"/tickets?include={include}")

    base = several.list("/tickets")[0]
    assert {**base, **{name: shown[name] for name in names}} == first


def test_a_table_of_tickets(several):
    """By id, of what the filters leave. Source: contract 1.4; quirk Q-S2."""
    answer = several.get("/tickets/export?type=open")

    assert "text/csv" == answer.mimetype
    assert (
        'attachment; filename="tickets_2026-01-07_090000.csv"'
        == answer.headers["Content-Disposition"]
    )
    header, *rows = answer.text.splitlines()
    assert (
        'UID,Subject,Priority,Category,"Sub Category",Department,Status,'
        '"Assigned To Email","Assigned To Name",Created' == header
    )
    assert [
        '100001,"Apple pie",Low,,,,Pending,tom@example.com,"Tom Example","2026-01-05 09:00:00"',
        '100003,"Cherry tart",Critical,,,Support,Open,tom@example.com,"Tom Example",'
        '"2026-01-07 09:00:00"',
        '100004,"Date cake",High,General,,,Resolved,,,"2026-01-07 09:00:00"',
    ] == rows


def test_a_table_has_no_names_of_what_is_deleted(sanctum):
    """As tickets show null for them."""
    top = sanctum.make("/settings/categories", name="Hardware")["id"]
    below = sanctum.make("/settings/categories", name="Printers", parent_id=top)["id"]
    sanctum.ticket(category_id=top, sub_category_id=below)
    named = sanctum.get("/tickets/export").text.splitlines()[1]
    sanctum.delete(f"/settings/categories/{below}")

    row = sanctum.get("/tickets/export").text.splitlines()[1]

    assert '100001,"No paper",Critical,Hardware,Printers,,Open,,,"2026-01-05 09:00:00"' == named
    assert '100001,"No paper",Critical,Hardware,,,Open,,,"2026-01-05 09:00:00"' == row


def test_a_list_takes_as_many_statements_however_long_it_is(sanctum):
    """Rows, their number, tags, people."""
    sanctum.ticket(tags=["a"])
    sanctum.list("/tickets")

    with counting() as few:
        sanctum.list("/tickets")
    for number in range(20):
        sanctum.ticket("sam" if number % 2 else "eve", assigned_to=sanctum.ids["tom"], tags=["b"])
    sanctum.list("/tickets?per_page=50")
    with counting() as many:
        sanctum.list("/tickets?per_page=50")

    assert len(few) == len(many) <= 5


def test_all_relations_of_a_list_cost_few_statements(sanctum):
    """However many tickets there are."""
    names = "subCategory,ticketType,contact,attachments,comments,ticketEntries"
    for _ in range(5):
        id = sanctum.ticket()["id"]
        sanctum.make(f"/tickets/{id}/comments", comment="x")
    sanctum.list(f"/tickets?include={names}")

    with counting() as statements:
        sanctum.list(f"/tickets?include={names}")

    assert len(statements) <= 8
