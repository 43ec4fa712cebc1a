"""Each quirk of the vendor's, by its name in the contract: 1.10."""

import pytest

from contract_tests.helpdeskpro_sanctum.conftest import refused

BINS = {
    "tickets": {"subject": "a", "details": "b"},
    "contacts": {"first_name": "a", "last_name": "b"},
    "customers": {"first_name": "a", "last_name": "b", "email": "a@example.com"},
    "users": {"first_name": "a", "last_name": "b", "email": "a@example.com"},
    "organizations": {"name": "a"},
    "faqs": {"name": "a", "details": "b"},
    **{
        f"settings/{name}": {"name": "a"}
        for name in ("categories", "priorities", "statuses", "departments", "types")
    },
}
NAMED = ("contacts", "users", "customers", "organizations")
FILTERED = ("tickets", "conversations", *NAMED)


def deleted_and_restored(sanctum, path):
    """What it is answered to be deleted, missed, restored twice and shown; and which is shown."""
    steps = [("DELETE", ""), ("GET", ""), ("POST", "/restore"), ("POST", "/restore"), ("GET", "")]
    answers = [sanctum.open(method, f"{path}{end}") for method, end in steps]
    return [answer.status_code for answer in answers], answers[-1].json["data"]["id"]


@pytest.mark.parametrize("name", BINS)
def test_q_s1_what_is_deleted_can_be_restored(sanctum, name):
    """Wherever there is a route for it; the vendor's fails with 500."""
    id = sanctum.make(f"/{name}", **BINS[name])["id"]

    assert ([204, 404, 200, 200, 200], id) == deleted_and_restored(sanctum, f"/{name}/{id}")


def test_q_s1_a_conversation_can_be_restored(sanctum):
    """As all else."""
    id = sanctum.make(
        "/conversations",
        ticket_id=sanctum.ticket()["id"],
        conversation_type="customer",
        participants=[{"user_id": sanctum.ids["sam"], "role": "customer"}],
        initial_message="Hello",
    )["conversation"]["id"]

    assert ([204, 404, 200, 200, 200], id) == deleted_and_restored(sanctum, f"/conversations/{id}")


@pytest.mark.parametrize("name", ["roles", "posts", "notes", "knowledge-base", "media"])
def test_q_s1_nothing_else_can(sanctum, name):
    """There is no such route."""
    path = f"settings/{name}" if name == "roles" else name

    said = f"The route api/v1/{path}/1/restore could not be found."
    assert (404, said, None) == refused(sanctum.post(f"/{path}/1/restore"))


@pytest.mark.parametrize("path", ["/tickets/export", "/users/pending"])
def test_q_s2_a_word_is_no_id(sanctum, path):
    """The vendor takes it for one, and finds nothing."""
    assert 200 == sanctum.get(path).status_code


def test_q_s3_an_assignee_is_written_as_an_id_and_read_as_an_object(sanctum):
    """On a new ticket, a change, the ticket and the list."""
    tom, mia = sanctum.ids["tom"], sanctum.ids["mia"]
    made = sanctum.ticket("ada", assigned_to=tom)
    path = f"/tickets/{made['id']}"
    changed = sanctum.data("PUT", path, json={"assigned_to": mia})
    shown, (listed,) = sanctum.data("GET", path), sanctum.list("/tickets")

    ids = [one["assigned_to"]["id"] for one in (made, changed, shown, listed)]
    assert [tom, mia, mia, mia] == ids


@pytest.mark.parametrize("name", FILTERED)
def test_q_s4_filters_are_an_array_where_there_are_none(sanctum, name):
    """And an object where there are."""
    none = sanctum.get(f"/{name}?unknown=1&search=").json["meta"]["filters"]
    some = sanctum.get(f"/{name}?search=x").json["meta"]["filters"]

    assert ([], {"search": "x"}) == (none, some)


@pytest.mark.parametrize("name", NAMED)
def test_q_s5_an_explicit_sort_wins(sanctum, name):
    """The vendor only settles by it what has the same name."""
    keys = ["name"] if name == "organizations" else ["first_name", "last_name"]
    for letter in "bca":
        sanctum.make(f"/{name}", **dict.fromkeys(keys, letter), email=f"{letter}@example.org")

    ids = [one["id"] for one in sanctum.list(f"/{name}?sort=id")]

    assert sorted(ids) == ids
    assert ids != [one["id"] for one in sanctum.list(f"/{name}")]


def test_q_s6_whoever_signs_up_may_be_an_admin(sanctum):
    """Any role that there is."""
    given = {"first_name": "a", "last_name": "b", "email": "a@example.com", "role_id": 1}
    secret = {"password": "long enough", "password_confirmation": "long enough"}

    data = sanctum.data("POST", "/auth/register", as_=None, json={**given, **secret})

    assert "admin" == data["user"]["role"]["slug"]


def test_q_s7_a_user_has_three_names_and_is_given_two(sanctum):
    """`name` is what the others make, and is passed over where it is sent."""
    given = {"first_name": "Jo", "last_name": "New", "email": "jo@example.com"}
    made = sanctum.make("/users", **given, name="Somebody Else")
    changed = sanctum.data("PUT", f"/users/{made['id']}", json={"name": "Else", "last_name": "Old"})

    def names(user):
        return [user[key] for key in ("name", "first_name", "last_name")]

    assert (["Jo New", "Jo", "New"], ["Jo Old", "Jo", "Old"]) == (names(made), names(changed))


@pytest.mark.parametrize(
    "name", ["categories", "priorities", "statuses", "departments", "types", "roles"]
)
def test_q_s8_settings_have_no_time_to_be_sorted_by(sanctum, name):
    """The vendor fails; here they are by name."""
    more = {"slug": "b", "access": {"read": True}} if name == "roles" else {}
    for word in ("b", "a"):
        sanctum.make(f"/settings/{name}", name=word, **more)

    asked = sanctum.list(f"/settings/{name}?sort=created_at")

    assert sanctum.list(f"/settings/{name}") == asked
    assert ["a", "b"] == [one["name"] for one in asked if one["name"] in ("a", "b")]
