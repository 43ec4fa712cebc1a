"""SLA policies: contract 6.7, rows 52 to 55, and 8.7."""

import pytest

POLICIES = "/api/admin/sla-policies"
POLICY = {"name": "High 4h/24h", "response_hours": 4, "resolution_hours": 24}


def test_53_a_policy_is_made(ohd):
    """201 with the six keys; hours that are whole are integers."""
    given = POLICY | {"priority": "high", "category_id": ohd.ids["facilities"].lower()}
    answer = ohd.post(POLICIES, json=given)

    expected = {
        "id": answer.json["id"],
        "name": "High 4h/24h",
        "priority": "High",
        "category_id": ohd.ids["facilities"],
        "response_hours": 4,
        "resolution_hours": 24,
    }
    assert (201, expected) == (answer.status_code, answer.json)
    assert b'"response_hours":4,' in answer.data


def test_53_priority_and_category_are_null_unless_given(ohd):
    """Null is as good as nothing."""
    absent = ohd.post(POLICIES, json=POLICY).json
    null = ohd.post(POLICIES, json=POLICY | {"priority": None, "category_id": None}).json

    assert [None] * 4 == [one[key] for one in (absent, null) for key in ("priority", "category_id")]


@pytest.mark.parametrize("hours", [0.5, 0.1, 1.7, 0.0125, 72.25])
def test_53_hours_may_be_fractions(ohd, hours):
    """They come back as sent."""
    answer = ohd.post(POLICIES, json=POLICY | {"response_hours": hours})

    assert (201, hours) == (answer.status_code, answer.json["response_hours"])


def without(*names):
    return {name: value for name, value in POLICY.items() if name not in names}


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({}, "policy name is required"),
        (POLICY | {"name": " "}, "policy name is required"),
        (POLICY | {"name": 4}, "invalid name"),
        (without("response_hours"), "response target must be greater than zero"),
        (without("resolution_hours"), "resolution target must be greater than zero"),
        (POLICY | {"response_hours": 0}, "response target must be greater than zero"),
        (POLICY | {"response_hours": -1}, "response target must be greater than zero"),
        (POLICY | {"response_hours": None}, "response target must be greater than zero"),
        (POLICY | {"resolution_hours": 0.0}, "resolution target must be greater than zero"),
        (POLICY | {"response_hours": "4"}, "invalid response_hours"),
        (POLICY | {"response_hours": True}, "invalid response_hours"),
        (POLICY | {"resolution_hours": 1e300}, "invalid resolution_hours"),
        (POLICY | {"priority": "Urgent"}, "invalid priority"),
        (POLICY | {"priority": 1}, "invalid priority"),
        (POLICY | {"category_id": "x"}, "invalid category_id"),
        (POLICY | {"category_id": "01JR2K5A0000000000000000A1"}, "category not found"),
    ],
)
def test_53_wrong_values_are_refused(ohd, given, text):
    """400 with the contract's texts."""
    answer = ohd.post(POLICIES, json=given)

    assert (400, {"error": text}) == (answer.status_code, answer.json)


def test_53_a_type_is_no_category(ohd):
    """A policy is of a whole category."""
    answer = ohd.post(POLICIES, json=POLICY | {"category_id": ohd.ids["access"]})

    assert (400, {"error": "category not found"}) == (answer.status_code, answer.json)


def test_52_policies_are_paged(ohd):
    """Oldest first, also while `sla_enabled` is off."""
    made = [ohd.post(POLICIES, json=POLICY | {"name": name}).json for name in "cab"]

    answer = ohd.get(f"{POLICIES}?per_page=2&page=2")

    expected = {"data": made[2:], "page": 2, "per_page": 2, "total": 3, "total_pages": 2}
    assert (200, expected) == (answer.status_code, answer.json)


def test_54_what_is_given_changes_and_null_clears(ohd):
    """The rest stays."""
    given = POLICY | {"priority": "Low", "category_id": ohd.ids["software"]}
    policy = ohd.post(POLICIES, json=given).json
    path = f"{POLICIES}/{policy['id']}"

    assert policy == ohd.patch(path, json={}).json
    answer = ohd.patch(path, json={"priority": None, "category_id": None, "response_hours": 1.5})

    expected = policy | {"priority": None, "category_id": None, "response_hours": 1.5}
    assert (200, expected) == (answer.status_code, answer.json)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"name": ""}, "policy name is required"),
        ({"response_hours": 0}, "response target must be greater than zero"),
        ({"resolution_hours": None}, "resolution target must be greater than zero"),
        ({"priority": "x"}, "invalid priority"),
    ],
)
def test_54_wrong_values_are_refused(ohd, given, text):
    """As when it is made."""
    id = ohd.post(POLICIES, json=POLICY).json["id"]
    answer = ohd.patch(f"{POLICIES}/{id}", json=given)

    assert (400, {"error": text}) == (answer.status_code, answer.json)


def test_54_55_existing_deadlines_stay(ohd):
    """A deadline is fixed when the ticket is made."""
    ohd.set(sla_enabled=True)
    id = ohd.post(POLICIES, json=POLICY).json["id"]
    ticket = ohd.ticket()
    ohd.patch(f"{POLICIES}/{id}", json={"resolution_hours": 1})
    changed = ohd.get(f"/api/tickets/{ticket['id']}").json["sla_deadline"]

    deleted = ohd.delete(f"{POLICIES}/{id}")
    after = ohd.get(f"/api/tickets/{ticket['id']}").json["sla_deadline"]

    assert ["2026-04-06T09:00:00Z"] * 3 == [ticket["sla_deadline"], changed, after]
    assert (204, b"") == (deleted.status_code, deleted.data)
    gone = ohd.delete(f"{POLICIES}/{id}")
    assert (404, {"error": "sla policy not found"}) == (gone.status_code, gone.json)


def test_54_new_deadlines_follow_the_change(ohd):
    """For tickets made after it."""
    ohd.set(sla_enabled=True)
    id = ohd.post(POLICIES, json=POLICY).json["id"]
    ohd.patch(f"{POLICIES}/{id}", json={"resolution_hours": 1})

    assert "2026-04-05T10:00:00Z" == ohd.ticket()["sla_deadline"]


def deadline(ohd, ticket):
    """What is promised for it now."""
    return ohd.get(f"/api/tickets/{ticket['id']}").json["sla_deadline"]


def to(ohd, ticket, status):
    """Bring it to a status."""
    answer = ohd.patch(f"/api/tickets/{ticket['id']}", json={"status_id": ohd.ids[status]})
    assert (200, status) == (answer.status_code, answer.json["status"])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"priority": "High"}, "2026-04-05T15:00:00Z"),
        ({"priority": "High", "type_id": "access"}, "2026-04-05T15:00:00Z"),
        ({"priority": "High", "category_id": "software"}, "2026-04-05T21:00:00Z"),
        ({"priority": "Low"}, "2026-04-06T09:00:00Z"),
        ({"priority": "Low", "category_id": "software"}, "2026-04-06T21:00:00Z"),
        ({"priority": "Low", "category_id": "travel"}, "2026-04-07T09:00:00Z"),
    ],
)
def test_87_the_most_particular_policy_holds(ohd, given, expected):
    """Both, priority, category, neither; of two alike the oldest."""
    ohd.set(sla_enabled=True)
    in_facilities = {"category_id": ohd.ids["facilities"]}
    ohd.ids["travel"] = ohd.post("/api/admin/categories", json={"name": "Travel"}).json["id"]
    for hours, only in [
        (48, {}),
        (36, {"category_id": ohd.ids["software"]}),
        (24, in_facilities),
        (12, {"priority": "High"}),
        (6, {"priority": "High"} | in_facilities),
        (3, {"priority": "High"} | in_facilities),
    ]:
        made = ohd.post(POLICIES, json=POLICY | only | {"resolution_hours": hours})
        assert 201 == made.status_code

    ticket = ohd.ticket(**{name: ohd.ids.get(value, value) for name, value in given.items()})

    assert expected == ticket["sla_deadline"]


def test_87_where_no_policy_matches_nothing_is_promised(ohd):
    """One is for another priority, one for another category."""
    ohd.set(sla_enabled=True)
    ohd.post(POLICIES, json=POLICY | {"priority": "Critical"})
    ohd.post(POLICIES, json=POLICY | {"category_id": ohd.ids["software"]})

    assert None is ohd.ticket(priority="High")["sla_deadline"]


def test_87_a_deadline_is_fixed_at_creation(ohd):
    """Neither another priority nor another category matches again; nor does the switch."""
    ohd.set(sla_enabled=True)
    ohd.post(POLICIES, json=POLICY)
    ohd.post(POLICIES, json=POLICY | {"priority": "Critical", "resolution_hours": 1})
    ticket = ohd.ticket()
    change = {"priority": "Critical", "category_id": ohd.ids["software"]}

    changed = ohd.patch(f"/api/tickets/{ticket['id']}", json=change).json
    ohd.set(sla_enabled=False)

    assert ["2026-04-06T09:00:00Z"] * 3 == [
        ticket["sla_deadline"],
        changed["sla_deadline"],
        deadline(ohd, ticket),
    ]


def test_87_guests_and_clients_are_promised_something_too(ohd):
    """A policy is of tickets, whoever makes them."""
    ohd.set(sla_enabled=True, guest_submission_enabled=True)
    ohd.post(POLICIES, json=POLICY | {"priority": "Medium", "resolution_hours": 0.5})

    made = ohd.ticket(as_="bot"), ohd.ticket(as_=None, guest_email="g@example.com")

    assert ["2026-04-05T09:30:00Z"] * 2 == [one["sla_deadline"] for one in made]


def test_87_the_time_in_pending_is_added_when_the_ticket_leaves_it(ohd):
    """Not before; the second time too, whatever Pending is called by then, and however it goes."""
    ohd.set(sla_enabled=True)
    ohd.post(POLICIES, json=POLICY)
    ticket = ohd.ticket()
    ohd.advance(3600)
    to(ohd, ticket, "Pending")
    ohd.advance(2 * 3600)
    meanwhile = deadline(ohd, ticket)
    to(ohd, ticket, "In Progress")
    first = deadline(ohd, ticket)
    ohd.advance(3600)
    to(ohd, ticket, "Pending")
    ohd.patch(f"/api/admin/statuses/{ohd.ids['Pending']}", json={"name": "Waiting"})
    ohd.advance(30)
    ohd.post(f"/api/tickets/{ticket['id']}/resolve")

    assert ("2026-04-06T09:00:00Z", "2026-04-06T11:00:00Z", "2026-04-06T11:00:30Z") == (
        meanwhile,
        first,
        deadline(ohd, ticket),
    )


def test_87_no_other_status_stops_the_time(ohd):
    """Not one of an admin's own, not Resolved, not Closed."""
    ohd.set(sla_enabled=True)
    ohd.post(POLICIES, json=POLICY)
    ohd.ids["Waiting"] = ohd.post("/api/admin/statuses", json={"name": "Waiting"}).json["id"]
    ticket = ohd.ticket()
    for status in ("Waiting", "Resolved", "Closed", "In Progress", "New"):
        to(ohd, ticket, status)
        ohd.advance(3600)

    assert "2026-04-06T09:00:00Z" == deadline(ohd, ticket)


@pytest.mark.parametrize(("who", "status"), [(None, 401), ("sam", 403), ("tom", 403), ("bot", 403)])
@pytest.mark.parametrize(
    ("method", "path"), [("GET", ""), ("POST", ""), ("PATCH", "/x"), ("DELETE", "/x")]
)
def test_only_admins_see_and_change_policies(ohd, who, status, method, path):
    """Said before 404 and 400."""
    answer = ohd.open(method, POLICIES + path, as_=who, data=b"no JSON")

    assert status == answer.status_code
