"""Accounts, as admins keep them; contract 4.6, 6.7, 8.6, endpoints 32 to 35 and X1."""

import pytest

from contract_tests.openhelpdesk.conftest import NOW, PASSWORD
from contract_tests.openhelpdesk.second_factor import enroll, login
from polydesk.core import access
from polydesk.core.models import Event

PATH = "/api/admin/users"
NOT_FOUND = {"error": "user not found"}
LAST_ADMIN = {"error": "cannot remove the last admin"}
TAKEN = {"error": "email already in use"}
ASKED = {
    "name": "Alex Chen",
    "email": "alex@example.com",
    "password": PASSWORD,
    "role": "staff",
}


def path(ohd, who):
    """Where somebody's account is."""
    return f"{PATH}/{ohd.ids[who]}"


def sam(ohd, **changed):
    """Sam, as admins see him."""
    return {
        "id": ohd.ids["sam"],
        "name": "Sam Ortiz",
        "email": "sam@example.com",
        "role": "user",
        "mfa_enrolled": False,
        "disabled": False,
        "last_login_at": None,
        "created_at": NOW,
        "updated_at": NOW,
        **changed,
    }


def test_32_accounts_are_listed_the_newest_first(ohd):
    """The disabled too, in the paged envelope."""
    ohd.patch(path(ohd, "sam"), json={"disabled": True})

    answer = ohd.get(PATH)

    body = answer.json
    kim, second, *_ = found = body.pop("data")
    assert ["kim", "sam", "tom", "ada"] == [one["email"].partition("@")[0] for one in found]
    assert (sam(ohd, disabled=True), set(second)) == (second, set(kim))
    assert {"page": 1, "per_page": 25, "total": 4, "total_pages": 1} == body


@pytest.mark.parametrize(("role", "names"), [("user", 2), ("staff", 1), ("admin", 1)])
def test_32_accounts_are_listed_by_role(ohd, role, names):
    """By the vendor's words."""
    found = ohd.get(f"{PATH}?role={role}").json

    assert (names, {role}) == (found["total"], {one["role"] for one in found["data"]})


@pytest.mark.parametrize("role", ["agent", "ADMIN", "guest", ""])
def test_32_refuses_another_role(ohd, role):
    """400."""
    answer = ohd.get(PATH, query_string={"role": role})

    assert (400, {"error": "invalid role"}) == (answer.status_code, answer.json)


@pytest.mark.parametrize(
    ("query", "page", "size", "shown"),
    [
        ("?per_page=3", 1, 3, 3),
        ("?per_page=3&page=2", 2, 3, 1),
        ("?page=9", 9, 25, 0),
        ("?per_page=101", 1, 100, 4),
        ("?per_page=0&page=0", 1, 25, 4),
        ("?per_page=x&page=-1", 1, 25, 4),
    ],
)
def test_32_is_paged(ohd, query, page, size, shown):
    """What is no number is the default."""
    body = ohd.get(PATH + query).json

    assert (page, size, shown) == (body["page"], body["per_page"], len(body["data"]))


def test_33_an_account_is_made(ohd):
    """And can sign in."""
    answer = ohd.post(PATH, json=ASKED)

    body = dict(answer.json)
    id = body.pop("id")
    wanted = sam(ohd, name="Alex Chen", email="alex@example.com", role="staff")
    del wanted["id"]
    assert (201, wanted) == (answer.status_code, body)
    assert id == login(ohd, "alex").json["user"]["id"]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": " "}, "name is required"),
        ({"name": None}, "name is required"),
        ({"email": ""}, "email is required"),
        ({"password": ""}, "password is required"),
        ({"role": ""}, "role is required"),
        ({"role": None}, "role is required"),
        ({"role": "guest"}, "invalid role"),
        ({"role": 1}, "invalid role"),
        ({"name": 1}, "invalid name"),
        ({"email": []}, "invalid email"),
        ({"password": "123456789"}, "password must be at least 10 characters"),
        ({"name": "x" * 256}, "name must be at most 255 characters"),
        ({"email": "x" * 256}, "email must be at most 255 characters"),
    ],
)
def test_33_refuses(ohd, changed, message):
    """The first reason, in the order of the fields."""
    answer = ohd.post(PATH, json=ASKED | changed)

    assert (400, {"error": message}) == (answer.status_code, answer.json)
    assert 4 == ohd.get(PATH).json["total"]


@pytest.mark.parametrize("name", ["name", "email", "password", "role"])
def test_33_needs_all_four(ohd, name):
    """And says which is missing."""
    answer = ohd.post(PATH, json={key: ASKED[key] for key in ASKED if key != name})

    assert (400, {"error": f"{name} is required"}) == (answer.status_code, answer.json)


@pytest.mark.parametrize("email", ["sam@example.com", " SAM@Example.com "])
def test_33_an_address_is_unique_in_any_case(ohd, email):
    """409."""
    answer = ohd.post(PATH, json=ASKED | {"email": email})

    assert (409, TAKEN) == (answer.status_code, answer.json)


def test_a_guest_becomes_an_account(ohd):
    """Who was known by address alone is no account, and can be made one."""
    guest = {"key": "g", "name": "G", "role": "user", "can_sign_in": False}
    ohd.seed({"people": [{**guest, "email": "alex@example.com"}]})
    before = [ohd.get(path(ohd, "g")).status_code, ohd.get(PATH).json["total"]]

    answer = ohd.post(PATH, json=ASKED)

    assert ([404, 4], 201) == (before, answer.status_code)
    assert ohd.ids["g"] == answer.json["id"] == login(ohd, "alex").json["user"]["id"]
    assert 409 == ohd.post(PATH, json=ASKED).status_code


def test_a_further_address_of_a_guest_is_taken(ohd):
    """The account would have another one than was asked for."""
    guest = {"name": "G", "role": "user", "can_sign_in": False, "email": "g@example.com"}
    ohd.seed({"people": [{**guest, "emails": ["Alex@example.com"]}]})

    answer = ohd.post(PATH, json=ASKED)

    assert (409, TAKEN) == (answer.status_code, answer.json)


def test_x1_one_account(ohd):
    """By its ULID in any case."""
    answer = ohd.get(f"{PATH}/{ohd.ids['sam'].lower()}")

    assert (200, sam(ohd)) == (answer.status_code, answer.json)


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
@pytest.mark.parametrize("id", ["1", "01JQXYZ0000000000000000000", "8ZZZZZZZZZZZZZZZZZZZZZZZZZ"])
def test_an_unknown_account_is_404(ohd, method, id):
    """Before the body is looked at."""
    answer = ohd.open(method, f"{PATH}/{id}", data=b"{")

    assert (404, NOT_FOUND) == (answer.status_code, answer.json)


def test_34_the_profile_is_changed(ohd):
    """What is given, and when."""
    ohd.advance(60)

    body = {"name": " Samuel ", "email": "samuel@example.com", "role": "staff", "more": 1}
    answer = ohd.patch(path(ohd, "sam"), json=body)

    wanted = sam(ohd, name="Samuel", email="samuel@example.com", role="staff")
    wanted["updated_at"] = "2026-04-05T09:01:00Z"
    assert (200, wanted) == (answer.status_code, answer.json)
    assert wanted == ohd.get(path(ohd, "sam")).json
    assert [401, 200] == [login(ohd, who).status_code for who in ("sam", "samuel")]


def test_34_nothing_changes_nothing(ohd):
    """Not even `updated_at`."""
    ohd.advance(60)

    answer = ohd.patch(path(ohd, "sam"), json={"name": "Sam Ortiz", "reset_mfa": False})

    assert (200, sam(ohd)) == (answer.status_code, answer.json)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"name": ""}, "name is required"),
        ({"name": None}, "invalid name"),
        ({"email": " "}, "email is required"),
        ({"email": None}, "invalid email"),
        ({"role": "guest"}, "invalid role"),
        ({"role": None}, "invalid role"),
        ({"disabled": "yes"}, "invalid disabled"),
        ({"disabled": None}, "invalid disabled"),
        ({"reset_mfa": 1}, "invalid reset_mfa"),
        ({"force_password_reset": "x"}, "invalid force_password_reset"),
    ],
)
def test_34_refuses(ohd, body, message):
    """And changes nothing."""
    answer = ohd.patch(path(ohd, "sam"), json={"disabled": True, "name": "S"} | body)

    assert (400, {"error": message}) == (answer.status_code, answer.json)
    assert sam(ohd) == ohd.get(path(ohd, "sam")).json


def test_34_an_address_in_use_is_409_and_changes_nothing(ohd):
    """Not even what comes before it."""
    enroll(ohd, "sam")
    body = {"email": "KIM@example.com", "disabled": True, "reset_mfa": True, "name": "S"}

    answer = ohd.patch(path(ohd, "sam"), json=body | {"force_password_reset": True})

    assert (409, TAKEN) == (answer.status_code, answer.json)
    assert sam(ohd, mfa_enrolled=True) == ohd.get(path(ohd, "sam")).json
    assert [] == ohd.mails()


def test_one_may_keep_ones_own_address(ohd):
    """In another case too."""
    answer = ohd.patch(path(ohd, "sam"), json={"email": "Sam@Example.com"})

    assert (200, "Sam@Example.com") == (answer.status_code, answer.json["email"])


@pytest.mark.parametrize(
    "body",
    [{"role": "staff"}, {"disabled": True}, {"disabled": True, "role": "user"}],
)
def test_34_the_last_admin_stays(ohd, body):
    """409, and nothing is changed."""
    answer = ohd.patch(path(ohd, "ada"), json={"name": "A"} | body)

    assert (409, LAST_ADMIN) == (answer.status_code, answer.json)
    seen = ohd.get(path(ohd, "ada")).json
    assert ("Ada Byron", "admin", False) == (seen["name"], seen["role"], seen["disabled"])


def test_a_disabled_admin_is_no_other_admin(ohd):
    """One who may enter has to be left."""
    ohd.patch(path(ohd, "tom"), json={"role": "admin", "disabled": True})
    refused = ohd.patch(path(ohd, "ada"), json={"role": "user"})
    ohd.patch(path(ohd, "tom"), json={"disabled": False})

    assert (409, LAST_ADMIN) == (refused.status_code, refused.json)
    assert 200 == ohd.patch(path(ohd, "ada"), json={"role": "user"}).status_code
    assert 403 == ohd.get(PATH).status_code


def test_34_disabled_and_back(ohd):
    """Login is refused meanwhile, and the account is listed."""
    ohd.patch(path(ohd, "sam"), json={"disabled": True})
    out = [login(ohd, "sam").status_code, ohd.get("/api/me", as_="sam").status_code]
    ohd.patch(path(ohd, "sam"), json={"disabled": False})

    back = [login(ohd, "sam").status_code, ohd.get("/api/me", as_="sam").status_code]
    assert ([401, 401], [200, 200]) == (out, back)


def test_34_reset_mfa(ohd):
    """The next login has no such step."""
    (recovery, *_) = enroll(ohd, "sam")

    answer = ohd.patch(path(ohd, "sam"), json={"reset_mfa": True})

    assert (200, False) == (answer.status_code, answer.json["mfa_enrolled"])
    assert {"user"} == set(login(ohd, "sam").json)
    gone = ohd.delete("/api/me/mfa", as_="sam", json={"code": recovery})
    assert {"error": "MFA is not enabled"} == gone.json


def test_after_reset_mfa_an_enforced_role_enrolls_again(ohd):
    """The login says so."""
    enroll(ohd, "sam")
    ohd.set(mfa_enforced_roles=["user"])

    ohd.patch(path(ohd, "sam"), json={"reset_mfa": True})

    assert True is login(ohd, "sam").json["mfa_enrollment_needed"]


def test_34_force_password_reset_mails_a_link(ohd):
    """The password works meanwhile; the answer says nothing of it."""
    answer = ohd.patch(path(ohd, "sam"), json={"force_password_reset": True})

    assert (200, sam(ohd)) == (answer.status_code, answer.json)
    (mail,) = ohd.mails()
    token = mail["data"]["token"]
    url = f"http://localhost{ohd.url}/reset-password?token={token}"
    assert ("sam@example.com", url) == (mail["to"], mail["data"]["url"])
    assert url in mail["text"]
    assert 200 == login(ohd, "sam").status_code


@pytest.mark.parametrize(("seconds", "good"), [(3599, True), (3600, False)])
def test_a_reset_link_is_good_for_an_hour(ohd, seconds, good):
    """Of the world's clock."""
    ohd.patch(path(ohd, "sam"), json={"force_password_reset": True})
    (mail,) = ohd.mails()
    ohd.advance(seconds)

    with ohd.desk() as desk:
        found = access.find_held(desk, "openhelpdesk", "reset", mail["data"]["token"])

    assert good is (found is not None)


def test_nothing_is_mailed_without_being_asked_for(ohd):
    """False is none."""
    ohd.patch(path(ohd, "sam"), json={"force_password_reset": False, "name": "S"})

    assert [] == ohd.mails()


def test_34_goes_through_the_keys_in_order(ohd):
    """Disabled, second factor, password, profile: the mail goes to the address of before."""
    enroll(ohd, "sam")
    body = {"email": "new@example.com", "force_password_reset": True}

    ohd.patch(path(ohd, "sam"), json=body | {"reset_mfa": True, "disabled": True})

    (mail,) = ohd.mails()
    with ohd.desk() as desk:
        told = desk.session.query(Event.kind).order_by(Event.id).all()
    wanted = ["person.disabled", "person.mfa_disabled", "credential.issued", "person.changed"]
    assert (wanted, "sam@example.com") == ([kind for (kind,) in told[-4:]], mail["to"])


def test_35_an_account_is_deleted_for_good(ohd):
    """It is nowhere, and its address is free."""
    answer = ohd.delete(path(ohd, "sam"))

    assert (204, b"") == (answer.status_code, answer.data)
    assert [404, 404] == [
        ohd.open(method, path(ohd, "sam"), json={}).status_code for method in ("GET", "DELETE")
    ]
    assert 3 == ohd.get(PATH).json["total"]
    again = ohd.post(PATH, json=ASKED | {"email": "sam@example.com"})
    assert (201, True) == (again.status_code, again.json["id"] != ohd.ids["sam"])


def test_35_what_they_wrote_stays(ohd):
    """Their tickets have a removed user; those they were to answer have nobody."""
    made = ohd.ticket(as_="sam")
    ohd.patch(f"/api/tickets/{made['id']}", json={"assignee_id": ohd.ids["tom"]})
    ohd.delete(path(ohd, "sam"))
    ohd.delete(path(ohd, "tom"))

    seen = ohd.get(f"/api/tickets/{made['id']}").json

    removed = {"id": None, "name": "removed user", "email": None}
    assert (removed, None) == (seen["submitter"], seen["assignee"])
    assert 1 == ohd.get("/api/tickets?assignee_id=none").json["total"]


def test_35_the_last_admin_stays(ohd):
    """409 for themselves; another may go."""
    refused = ohd.delete(path(ohd, "ada"))
    ohd.patch(path(ohd, "tom"), json={"role": "admin"})

    assert (409, LAST_ADMIN) == (refused.status_code, refused.json)
    assert 204 == ohd.delete(path(ohd, "ada")).status_code
    assert 401 == ohd.get(PATH).status_code
