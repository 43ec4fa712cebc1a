"""Users and customers: persons who can sign in. Source: contract 1.4, "People"."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from contract_tests.helpdeskpro_sanctum.conftest import META, MOMENT, invalid, refused

JO = {
    "first_name": "Jo",
    "last_name": "Jones",
    "email": "jo@example.com",
    "phone": "030 1",
    "city": "Berlin",
    "address": "Street 1",
    "country_id": 276,
}
CUSTOMER = {
    "id": 2,
    "name": "Customer",
    "slug": "customer",
    "access": '{"read":true,"update":true,"create":true,"delete":false}',
}
KINDS = pytest.mark.parametrize(("path", "thing"), [("users", "User"), ("customers", "Customer")])


def sign_in(sanctum, email, plain):
    """The answer to a login."""
    return sanctum.post("/auth/login", as_=None, json={"email": email, "password": plain})


def names(sanctum, path):
    """The first names in a list, and what is told beside it."""
    body = sanctum.get(path).json
    return [one["first_name"] for one in body["data"]], body["meta"]["filters"]


@KINDS
def test_one_is_made_and_shown(sanctum, path, thing):
    """With role and country; a customer where no role is given."""
    answer = sanctum.post(f"/{path}", json=JO)

    id = answer.json["data"]["id"]
    shown = {
        "id": id,
        "name": "Jo Jones",
        **JO,
        "role": CUSTOMER,
        "role_id": 2,
        "photo_path": None,
        "title": "Engineer",
        "locale": "en",
        "email_verified_at": None,
        "created_at": MOMENT,
        "updated_at": MOMENT,
        "country": {"id": 276, "name": "Germany"},
    }
    assert (201, {"success": True, "data": shown, "meta": META}) == (
        answer.status_code,
        answer.json,
    )
    assert shown == sanctum.data("GET", f"/{path}/{id}")


def test_only_users_by_themselves_have_a_country(sanctum):
    """Elsewhere there is its id alone."""
    sanctum.data("PUT", f"/users/{sanctum.ids['sam']}", json={"country_id": 276})

    me = sanctum.data("GET", "/auth/me", as_="sam")

    assert (276, False) == (me["country_id"], "country" in me)


def test_a_user_has_the_role_that_is_given(sanctum):
    """Also one of the vendor's own; a customer never has one."""
    manager = sanctum.make("/users", **JO, role_id=4)
    customer = sanctum.make("/customers", **{**JO, "email": "x@example.com"}, role_id=1)

    assert ("Manager", "Customer") == (manager["role"]["name"], customer["role"]["name"])


@KINDS
def test_one_signs_in_with_the_password_given(sanctum, path, thing):
    """The changed one takes its place; without one nobody signs in."""
    id = sanctum.make(f"/{path}", **JO, password="first one")["id"]

    first = sign_in(sanctum, JO["email"], "first one")
    sanctum.data("PATCH", f"/{path}/{id}", json={"password": " second one"})
    second = [sign_in(sanctum, JO["email"], one) for one in ("first one", " second one")]
    sanctum.data("PATCH", f"/{path}/{id}", json={"password": ""})
    third = sign_in(sanctum, JO["email"], " second one")

    assert [200, 401, 200, 200] == [one.status_code for one in (first, *second, third)]


@KINDS
def test_a_password_of_blanks_is_none(sanctum, path, thing):
    """Refused, also where it may be left out: contract 1.2."""
    missing = invalid(password="The password field is required.")
    sam = f"/{path}/{sanctum.ids['sam']}"

    made = sanctum.post(f"/{path}", json={**JO, "password": " " * 8})
    changed = sanctum.patch(sam, json={"password": " " * 8, "city": "Rome"})

    assert [missing, missing] == [refused(made), refused(changed)]
    assert sanctum.data("GET", sam)["city"] is None


@KINDS
def test_one_needs_names_and_an_address(sanctum, path, thing):
    """All flaws are told at once."""
    sent = {"first_name": "x" * 51, "email": "jo", "password": "short", "country_id": 1}

    answer = sanctum.post(f"/{path}", json={**sent, "phone": "1" * 26, "city": 7})

    assert invalid(
        first_name="The first name must not be greater than 50 characters.",
        last_name="The last name field is required.",
        email="The email must be a valid email address.",
        password="The password must be at least 8 characters.",
        country_id="The selected country id is invalid.",
        phone="The phone must not be greater than 25 characters.",
        city="The city must be a string.",
    ) == refused(answer)


@pytest.mark.parametrize("id", [99, "x", 0, -1, 2**63, True, [1], {"a": 1}])
def test_the_role_must_exist(sanctum, id):
    """Nobody is made otherwise, or changed."""
    flaw = invalid(role_id="The selected role id is invalid.")

    made = sanctum.post("/users", json={**JO, "role_id": id})
    changed = sanctum.put(f"/users/{sanctum.ids['sam']}", json={"role_id": id, "city": "Rome"})

    assert [flaw, flaw] == [refused(made), refused(changed)]
    assert ([], {"search": JO["email"]}) == names(sanctum, f"/users?search={JO['email']}")
    assert sanctum.data("GET", f"/users/{sanctum.ids['sam']}")["city"] is None


@KINDS
def test_an_address_is_one_persons(sanctum, path, thing):
    """In any letter case, also while they are in the bin; their own may be sent again."""
    taken = invalid(email="The email has already been taken.")
    sanctum.delete(f"/users/{sanctum.ids['eve']}")
    sam = f"/{path}/{sanctum.ids['sam']}"

    answers = [
        sanctum.post(f"/{path}", json={**JO, "email": "Tom@Example.com"}),
        sanctum.post(f"/{path}", json={**JO, "email": "eve@example.com"}),
        sanctum.put(sam, json={"email": "tom@example.com", "city": "Rome"}),
    ]

    assert [taken] * 3 == [refused(one) for one in answers]
    assert sanctum.data("GET", sam)["city"] is None
    assert "SAM@example.com" == sanctum.data("PUT", sam, json={"email": "SAM@example.com"})["email"]


@KINDS
def test_that_an_address_is_taken_is_told_with_all_else(sanctum, path, thing):
    """Of who is made and of who is changed, whose own address is not."""
    taken = {"email": "The email has already been taken."}
    names = {
        "first_name": "The first name field is required.",
        "last_name": "The last name must not be greater than 50 characters.",
    }
    sent = {"first_name": "", "last_name": "x" * 51}
    sam = f"/{path}/{sanctum.ids['sam']}"

    answers = [
        sanctum.post(f"/{path}", json={**sent, "email": "Tom@example.com"}),
        sanctum.put(sam, json={**sent, "email": "bo@example.com"}),
        sanctum.post(f"/{path}", json={**sent, "email": "bo@example.com"}),
        sanctum.put(sam, json={**sent, "email": "SAM@example.com"}),
    ]

    both, alone = invalid(**taken, **names), invalid(**names)
    assert [both, both, alone, alone] == [refused(one) for one in answers]


def test_a_contact_can_become_a_user(sanctum):
    """They are two lists of the vendor's: an address in the one is free in the other."""
    made = sanctum.make("/users", **{**JO, "email": "bo@example.com"})

    assert (sanctum.ids["bo"], "Jo Jones") == (made["id"], made["name"])
    assert "Engineer" == made["title"]
    assert [] == sanctum.list("/contacts")


def test_a_contact_becomes_one_user_however_many_ask_at_once(sanctum):
    """Whoever comes later is told that the address is taken, and changes nothing."""

    def ask(at):
        sent = {**JO, "first_name": f"Jo {at}", "email": "bo@example.com"}
        return sanctum.post("/users", json=sent)

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(ask, range(4)), key=lambda one: one.status_code)

    made = answers[0].json["data"]
    taken = invalid(email="The email has already been taken.")
    assert 201 == answers[0].status_code
    assert [taken] * 3 == [refused(one) for one in answers[1:]]
    assert made == sanctum.data("GET", f"/users/{made['id']}")


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@KINDS
def test_only_what_is_sent_changes(sanctum, method, path, thing):
    """By either method; the name follows from its parts."""
    before = sanctum.make(f"/{path}", **JO)
    sanctum.freeze("2026-01-05T10:00:00Z")

    after = sanctum.data(
        method, f"/{path}/{before['id']}", json={"last_name": "Smith", "phone": None}
    )

    changed = {"last_name": "Smith", "name": "Jo Smith", "phone": None}
    assert {**before, **changed, "updated_at": "2026-01-05T10:00:00.000000Z"} == after


def test_what_stays_the_same_changes_nothing(sanctum):
    """Not even when it was changed."""
    before = sanctum.make("/users", **JO, role_id=4)
    sanctum.freeze("2026-01-05T10:00:00Z")

    assert before == sanctum.data(
        "PUT", f"/users/{before['id']}", json={**JO, "role_id": 4, "unknown": 1}
    )


def test_a_malformed_body_changes_nothing(sanctum):
    """It is as an empty one."""
    sam = f"/users/{sanctum.ids['sam']}"

    answer = sanctum.put(sam, data="{", content_type="application/json")

    assert (200, "Sam Example") == (answer.status_code, answer.json["data"]["name"])


def test_a_role_is_changed(sanctum):
    """And holds at once."""
    sam = f"/users/{sanctum.ids['sam']}"

    roles = [
        sanctum.data("PUT", sam, json={"role_id": id})["role"]["name"] for id in (6, 3, 1, 2, "5")
    ]

    assert ["Agent", "Agency", "Admin", "Customer", "General"] == roles
    assert (404, "Customer not found", None) == refused(
        sanctum.get(f"/customers/{sanctum.ids['sam']}")
    )


def test_a_required_field_cannot_be_emptied(sanctum):
    """What is sent of it is as if it were missing."""
    sent = {"first_name": " ", "last_name": None, "email": "", "role_id": None}

    answer = sanctum.put(f"/users/{sanctum.ids['sam']}", json=sent)
    role = sanctum.put(f"/users/{sanctum.ids['sam']}", json={"role_id": None})

    assert invalid(
        first_name="The first name field is required.",
        last_name="The last name field is required.",
        email="The email field is required.",
    ) == refused(answer)
    assert invalid(role_id="The role id field is required.") == refused(role)


@KINDS
def test_a_deleted_one_can_be_restored(sanctum, path, thing):
    """Till then they are not there, and their token opens nothing."""
    sam = f"/{path}/{sanctum.ids['sam']}"

    gone = sanctum.delete(sam)
    listed = names(sanctum, f"/{path}?search=sam")
    missing = [sanctum.get(sam), sanctum.put(sam, json={}), sanctum.delete(sam)]
    stranger = sanctum.get("/auth/me", as_="sam")
    back = sanctum.post(f"{sam}/restore")
    again = sanctum.post(f"{sam}/restore")

    assert (204, b"") == (gone.status_code, gone.data)
    assert ([], {"search": "sam"}) == listed
    assert [(404, f"{thing} not found", None)] * 3 == [refused(one) for one in missing]
    assert (401, "Unauthenticated.", None) == refused(stranger)
    assert (200, 200) == (back.status_code, again.status_code)
    assert sanctum.get("/auth/me", as_="sam").json["data"]["id"] == back.json["data"]["id"]


def test_who_deletes_themselves_is_a_stranger_then(sanctum):
    """The answer is still theirs."""
    gone = sanctum.delete(f"/users/{sanctum.ids['tom']}", as_="tom")
    after = sanctum.get("/auth/me", as_="tom")

    assert (204, 401) == (gone.status_code, after.status_code)


@pytest.mark.parametrize("id", ["x", "0", "-1", "9" * 30, "bo", "%00", "999"])
@KINDS
def test_nobody_is_called_so(sanctum, path, thing, id):
    """A contact is no user either."""
    missing = (404, f"{thing} not found", None)
    url = f"/{path}/{sanctum.ids.get(id, id)}"

    answers = [
        sanctum.get(url),
        sanctum.put(url),
        sanctum.delete(url),
        sanctum.post(f"{url}/restore"),
    ]

    assert [missing] * 4 == [refused(one) for one in answers]


@pytest.mark.parametrize("text", ["\0", "\ud800", "a\0b"])
def test_what_is_no_text_is_refused(sanctum, text):
    """And nothing is made."""
    for_all = sanctum.post("/users", json={**JO, "first_name": text})
    secret = sanctum.post("/users", json={**JO, "password": f"{text}12345678"})

    assert [422, 422] == [for_all.status_code, secret.status_code]
    assert [] == names(sanctum, "/users?search=jo@")[0]


def test_passwords_are_never_shown(sanctum):
    """Nor the like."""
    sanctum.make("/users", **JO, password="long enough")

    assert "password" not in sanctum.get("/users").text
