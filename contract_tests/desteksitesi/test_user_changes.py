"""Users made, changed, deleted, merged. Source: contract 6.4, 11.9 to 11.13."""

import pytest

from contract_tests.desteksitesi.calling import call, in_store, refused, user
from contract_tests.desteksitesi.conftest import PASSWORD, basic
from polydesk.core import tickets
from polydesk.core.models import Mail, Person, Ticket

ADMINS = {
    "CreateUser": {"email": "new@example.com"},
    "UpdateUser": {"userId": "sam", "phone": "1"},
    "DeleteUser": {"userId": "sam"},
    "MergeUsers": {"fromUserId": "sam", "toUserId": "kim"},
    "Users": {},
    "AddCategoryTechPermission": {"userId": "sam", "categoryId": "hardware"},
    "RemoveCategoryTechPermission": {"userId": "tom", "categoryId": "hardware"},
    "Companies": {},
    "Company": {"name": "New"},
    "UpdateCompany": {"id": "acme", "notes": "n"},
    "Departments": {},
}
"""The methods marked A, and what they are called with; keys stand for ids."""


@pytest.mark.parametrize("as_", ["tom", "mia", "sam"])
@pytest.mark.parametrize("method", ADMINS)
def test_only_admins_may(destek, method, as_):
    """Contract 3.10, A: refused before the parameters are looked at, and nothing has changed."""
    before = in_store(destek)

    answers = [call(destek, method, as_=as_, **given) for given in (ADMINS[method], {})]

    assert [403, 403] == [answer.status_code for answer in answers]
    assert before == in_store(destek)
    assert 200 == call(destek, method, **ADMINS[method]).status_code


def test_a_user_is_made(destek):
    """Contract 6.4, 34, and 11.11: the company is found ignoring case, the department made."""
    answer = call(
        destek,
        "CreateUser",
        email="new@example.com",
        username="newbie",
        password=PASSWORD,
        firstName="Nora",
        lastName="Ek",
        phone="555",
        location="Hall",
        company="ACME",
        department="Night shift",
    )

    shown = user(destek, answer.json)
    assert (200, str(shown["UserID"])) == refused(answer)
    expected = {
        "Username": "newbie",
        "Email": "new@example.com",
        "FullNameAndLogin": "Nora Ek (newbie)",
        "Phone": "555",
        "Location": "Hall",
        "CompanyName": "Acme",
        "CompanyId": destek.ids["acme"],
        "Department": "Night shift",
    }
    assert expected == {key: shown[key] for key in expected}
    assert 200 == destek.get("/api/Authorization", as_="newbie").status_code
    assert "Night shift" in [one["Name"] for one in destek.get("/api/Departments").json]


def test_nobody_knows_a_password_that_was_not_given(destek):
    """Contract 6.4, 34: it lets nobody in, not even without one."""
    call(destek, "CreateUser", email="new@example.com")

    found = {
        destek.get("/api/Authorization", as_=None, headers=basic("new@example.com", p)).status_code
        for p in ("", PASSWORD)
    }
    assert {401} == found


@pytest.mark.parametrize(
    ("email", "company", "expected"),
    [
        ("a@acme.example", None, "Acme"),
        ("a@ACME.org", None, "Acme"),
        ("a@acme.example", "Beta", "Beta"),
        ("a@other.example", None, None),
        ("a@", None, None),
    ],
)
def test_a_user_joins_the_company_of_their_domain(destek, email, company, expected):
    """Contract 11.11: unless a company is given."""
    call(destek, "UpdateCompany", id="acme", emailDomains="acme.example; @acme.org;")
    given = {} if company is None else {"company": company}

    id = call(destek, "CreateUser", email=email, **given).json

    assert expected == user(destek, id)["CompanyName"]


@pytest.mark.parametrize(
    "given",
    [
        {"email": "SAM@example.com"},
        {"email": "x@example.com", "username": "Sam"},
        {"email": "x@example.com", "username": "sam@example.com"},
    ],
)
def test_a_name_that_is_taken(destek, given):
    """Contract 6.4, 34 and 35: 400, and nothing has changed, also of what was to be made."""
    before = in_store(destek)
    taken = (400, "The username or the email is already taken")

    assert taken == refused(call(destek, "CreateUser", company="New", department="New", **given))
    assert taken == refused(call(destek, "UpdateUser", userId="kim", company="New", **given))
    assert before == in_store(destek)


@pytest.mark.parametrize(("asked", "count"), [("true", 1), ("1", 1), ("false", 0), ("", 0)])
def test_a_welcome_is_recorded(destek, asked, count):
    """Contract 11.13: not sent."""
    call(destek, "CreateUser", email="new@example.com", username="newbie", sendWelcomeEmail=asked)

    with destek.desk() as desk:
        found = [(mail.to, mail.data) for mail in desk.session.query(Mail)]
    assert [("new@example.com", {"username": "newbie"})] * count == found


CHANGES = {
    "username": ("samuel", "Username"),
    "email": ("samuel@example.com", "Email"),
    "firstName": ("Samuel", "FirstName"),
    "lastName": ("O", "LastName"),
    "notes": ("n", "Notes"),
    "phone": ("555", "Phone"),
    "location": ("Hall", "Location"),
    "department": ("New", "Department"),
    "company": ("New", "CompanyName"),
    "greeting": ("Hi", "Greeting"),
    "signature": ("S.", "Signature"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_user_is_changed(destek, name):
    """Contract 6.4, 35: what is given only, and a blank is not given (2.6)."""
    value, key = CHANGES[name]

    assert (200, "") == refused(call(destek, "UpdateUser", userId="sam", **{name: value}))
    changed = user(destek, "sam")
    blank = call(destek, "UpdateUser", id="sam", DepartmentName="x", **{name: ""})

    assert value == changed[key]
    assert (200, changed) == (blank.status_code, user(destek, "sam"))


def test_a_name_follows_its_parts(destek):
    """The full name is of both parts, whichever is changed."""
    call(destek, "UpdateUser", userId="sam", firstName="Samuel")

    assert "Samuel Ortiz (sam)" == user(destek, "sam")["FullNameAndLogin"]
    with destek.desk() as desk:
        assert "Samuel Ortiz" == desk.get(Person, destek.ids["sam"]).name


def test_the_name_of_who_has_none_is_the_username(destek):
    """Whatever that is by now: other dialects show nothing else."""
    id = call(destek, "CreateUser", email="al@x.example").json

    call(destek, "UpdateUser", userId=id, username="alice")

    assert "alice" == user(destek, id)["FullName"]
    with destek.desk() as desk:
        assert "alice" == desk.get(Person, id).name


@pytest.mark.parametrize(
    ("name", "key", "first"),
    [
        ("disabled", "Disabled", False),
        ("enableEmailNotifications", "SendEmail", True),
        ("outOfOffice", "OutOfOffice", False),
        ("isAdmin", "IsAdmin", False),
    ],
)
def test_a_flag_is_changed(destek, name, key, first):
    """Contract 6.4, 35: to and fro; what is no truth changes nothing (2.10)."""
    seen = []
    for value in ("maybe", str(not first), str(first)):
        call(destek, "UpdateUser", userId="sam", **{name: value})
        seen.append(user(destek, "sam")[key])

    assert [first, not first, first] == seen


@pytest.mark.parametrize("key", ["tom", "sam"])
def test_an_admin_stays_technician_of_what_they_were(destek, key):
    """Contract 3.10: `IsTech` does not follow from `IsAdmin`."""
    before = user(destek, key)["IsTech"]
    seen = []
    for value in ("true", "false"):
        call(destek, "UpdateUser", userId=key, isAdmin=value)
        seen.append((user(destek, key)["IsAdmin"], user(destek, key)["IsTech"]))

    assert [(True, before), (False, before)] == seen
    others = call(destek, "TechsForCategory", id="software").json
    assert key not in [one["Username"] for one in others]


def test_a_technician_of_all_stays_one_as_admin(destek):
    """Of the categories that there are."""
    destek.seed({"people": [{"key": "al", "name": "Al", "username": "al", "role": "agent"}]})
    call(destek, "UpdateUser", userId="al", isAdmin="true")

    assert user(destek, "al")["IsTech"] is True
    call(destek, "UpdateUser", userId="al", isAdmin="false")
    assert (False, True) == tuple(user(destek, "al")[key] for key in ("IsAdmin", "IsTech"))


def test_a_disabled_user_does_not_come_in(destek):
    """Contract 3.7: till they are enabled again."""
    seen = []
    for value in ("true", "false"):
        call(destek, "UpdateUser", userId="sam", disabled=value)
        seen.append(destek.get("/api/Authorization", as_="sam").status_code)

    assert [401, 200] == seen


def test_a_new_password_ends_the_token(destek):
    """Contract 3.4 and 6.4, 35: and is what they come in by."""
    token = destek.get("/User/Token?json=true", as_="sam").json["token"]
    bearer = {"Authorization": f"Bearer {token}"}
    assert 200 == destek.get("/api/Authorization", as_=None, headers=bearer).status_code

    call(destek, "UpdateUser", userId="sam", password="another one")

    known = [basic("sam"), bearer, basic("sam", "another one")]
    statuses = [
        destek.get("/api/Authorization", as_=None, headers=one).status_code for one in known
    ]
    assert [401, 401, 200] == statuses


@pytest.mark.parametrize("given", [{"isAdmin": "false"}, {"disabled": "true"}])
def test_an_admin_is_left(destek, given):
    """Who is the last one stays so; with another, not."""
    before = in_store(destek)
    last = call(destek, "UpdateUser", userId="ada", phone="1", **given)

    assert (400, "Somebody has to be an administrator") == refused(last)
    assert before == in_store(destek)
    call(destek, "UpdateUser", userId="tom", isAdmin="true")
    assert 200 == call(destek, "UpdateUser", userId="ada", **given).status_code


@pytest.fixture
def held(destek):
    """Tickets of kim's and of sam's, both tom's to answer; gives whose they are now."""
    with destek.desk() as desk:
        ids = [
            tickets.create(
                desk,
                subject=key,
                body="",
                requester=desk.get(Person, destek.ids[key]),
                assignee_id=destek.ids["tom"],
            ).id
            for key in ("kim", "sam")
        ]

    def look():
        with destek.desk() as desk:
            found = [desk.get(Ticket, id) for id in ids]
            return [(ticket.requester_id, ticket.assignee_id) for ticket in found]

    return look


def test_a_deleted_user_is_gone(destek, held):
    """Contract 11.10: tickets pass to the caller, assigned ones to nobody."""
    token = destek.get("/User/Token?json=true", as_="kim").json["token"]
    bearer = {"Authorization": f"Bearer {token}"}

    answers = [call(destek, "DeleteUser", userId=key) for key in ("kim", "tom")]

    assert [(200, "")] * 2 == [refused(answer) for answer in answers]
    ids = destek.ids
    assert [(ids["ada"], None), (ids["sam"], None)] == held()
    assert [404] * 2 == [call(destek, "User", userId=key).status_code for key in ("kim", "tom")]
    assert 404 == call(destek, "DeleteUser", userId="kim").status_code
    assert 401 == destek.get("/api/Authorization", as_="kim").status_code
    assert 401 == destek.get("/api/Authorization", as_=None, headers=bearer).status_code
    assert "kim" not in [one["Username"] for one in destek.get("/api/Users").json]


def test_what_was_made_for_a_deleted_user_is_the_callers_own(destek):
    """Contract 11.10 and 7.2: nobody has made it for somebody else any more."""
    sent = {"categoryId": "hardware", "subject": "s", "body": "b", "userId": "sam"}
    id = call(destek, "Ticket", **sent).json

    call(destek, "DeleteUser", userId="sam")

    shown = destek.get(f"/api/Ticket/{id}").json
    assert ("ada", None) == (shown["SubmitterUserInfo"]["Username"], shown["OnBehalfUserName"])


def test_nobody_deletes_themselves(destek):
    """Contract 6.4, 36: nor do they merge themselves away."""
    call(destek, "UpdateUser", userId="tom", isAdmin="true")

    for method, given in (
        ("DeleteUser", {"userId": "ada"}),
        ("MergeUsers", {"fromUserId": "ada", "toUserId": "tom"}),
    ):
        assert (400, "That is yourself") == refused(call(destek, method, **given))


def test_who_was_merged_is_found_by_their_address(destek):
    """Contract 11.9: it is the other's now, so nobody is made of it anew."""
    email = user(destek, "kim")["Email"]
    call(destek, "MergeUsers", fromUserId="kim", toUserId="sam")

    found = destek.get("/api/UserByEmail", query_string={"email": email})

    assert destek.ids["sam"] == found.json["UserID"]


def test_users_are_merged(destek, held):
    """Contract 11.9: what was one's is another's, whose own fields stay."""
    before = user(destek, "sam")

    assert (200, "") == refused(call(destek, "MergeUsers", fromUserId="kim", toUserId="sam"))
    assert (200, "") == refused(call(destek, "MergeUsers", fromUserId="tom", toUserId="tia"))

    ids = destek.ids
    assert [(ids["sam"], ids["tia"])] * 2 == held()
    assert before == user(destek, "sam")
    assert [404] * 2 == [call(destek, "User", userId=key).status_code for key in ("kim", "tom")]
