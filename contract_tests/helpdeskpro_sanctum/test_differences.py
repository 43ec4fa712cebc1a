"""Where we differ from the vendor and know it; each says why."""

import pytest

from contract_tests.helpdeskpro_sanctum.conftest import invalid, refused
from polydesk.core import files, knowledge, said
from polydesk.core.models import Person, Ticket

TAKEN = invalid(name="The name has already been taken.")


@pytest.mark.parametrize("name", ["categories", "priorities", "statuses", "departments"])
def test_a_setting_has_a_name_of_its_own(sanctum, name):
    """The vendor has no such rule: other vendors know these by their names.

    One that is deleted here is still theirs, so its name is taken too.
    """
    made = sanctum.make(f"/settings/{name}", name="Night shift")
    other = sanctum.make(f"/settings/{name}", name="Day shift")

    again = sanctum.post(f"/settings/{name}", json={"name": "Night shift"})
    renamed = sanctum.put(f"/settings/{name}/{other['id']}", json={"name": "Night shift"})
    sanctum.delete(f"/settings/{name}/{made['id']}")
    deleted = sanctum.post(f"/settings/{name}", json={"name": "Night shift"})

    assert [TAKEN] * 3 == [refused(answer) for answer in (again, renamed, deleted)]
    assert other == sanctum.data("GET", f"/settings/{name}/{other['id']}")


def test_a_status_is_not_called_like_another_in_any_letter_case(sanctum):
    """Nor like one of the installation."""
    assert TAKEN == refused(sanctum.post("/settings/statuses", json={"name": "oPEN"}))


def test_categories_are_three_deep_at_most(sanctum):
    """As deep as those of the vendor whose tree is deepest."""
    above = None
    for name in ("a", "b", "c"):
        above = sanctum.make("/settings/categories", name=name, parent_id=above)["id"]

    answer = sanctum.post("/settings/categories", json={"name": "d", "parent_id": above})

    assert invalid(parent_id="The selected parent id is invalid.") == refused(answer)


def test_a_category_is_that_which_the_sub_category_is_below(sanctum):
    """The vendor keeps two ids, which may have nothing to do with each other.

    Ours is one, the deeper: any of the tree may be sent as either.
    """
    hardware = sanctum.make("/settings/categories", name="Hardware")["id"]
    printers = sanctum.make("/settings/categories", name="Printers", parent_id=hardware)["id"]

    def kept(**sent):
        ticket = sanctum.ticket(**sent)
        return ticket["category_id"], ticket["sub_category_id"]

    assert (hardware, printers) == kept(category_id=1, sub_category_id=printers)
    assert (hardware, printers) == kept(category_id=printers)
    assert (1, None) == kept(category_id=hardware, sub_category_id=1)


def test_tickets_are_listed_by_their_sub_category_too(sanctum):
    """To the vendor `category_id` is the one id; ours finds what is in a category or below it."""
    hardware = sanctum.make("/settings/categories", name="Hardware")["id"]
    printers = sanctum.make("/settings/categories", name="Printers", parent_id=hardware)["id"]
    below = sanctum.ticket(category_id=hardware, sub_category_id=printers)["id"]
    top = sanctum.ticket(category_id=hardware)["id"]

    def listed(category_id):
        return [one["id"] for one in sanctum.list(f"/tickets?category_id={category_id}")]

    assert ([below, top], [below]) == (listed(hardware), listed(printers))


def _begin(sanctum, type, who, as_="tom"):
    """The URL of a conversation in which somebody takes part, begun by Tom or somebody else."""
    begun = sanctum.make(
        "/conversations",
        as_,
        ticket_id=sanctum.ticket()["id"],
        conversation_type=type,
        participants=[{"user_id": sanctum.ids[who], "role": "participant"}],
        initial_message="Which tray?",
    )
    return f"/conversations/{begun['conversation']['id']}"


def test_what_agents_say_among_themselves_is_not_for_customers(sanctum):
    """But for those who take part. To the vendor any token does; the chat may be another's."""
    url = _begin(sanctum, "internal", "sam")
    listed = [len(sanctum.list("/conversations", as_=who)) for who in ("mia", "sam", "eve")]
    answers = [
        sanctum.get(url, as_="eve"),
        sanctum.put(url, as_="eve", json={"title": "x"}),
        sanctum.get(f"{url}/messages", as_="eve"),
        sanctum.post(f"{url}/messages", as_="eve", json={"message": "x"}),
        sanctum.post(f"{url}/mark-read", as_="eve"),
        sanctum.delete(url, as_="eve"),
        sanctum.post(f"{url}/restore", as_="eve"),
    ]

    assert [1, 1, 0] == listed
    assert [(404, "Conversation not found", None)] * 7 == [refused(one) for one in answers]
    assert sanctum.data("GET", url) == sanctum.data("GET", url, as_="sam")


def test_customers_see_what_they_have_begun_among_agents(sanctum):
    """Even where they take no part in it."""
    url = _begin(sanctum, "internal", "mia", as_="sam")

    shown = sanctum.data("GET", url, as_="sam")

    assert sanctum.data("GET", url) == shown
    assert [shown["id"]] == [one["id"] for one in sanctum.list("/conversations", as_="sam")]
    assert 404 == sanctum.get(url, as_="eve").status_code


def test_internal_messages_are_not_for_customers(sanctum):
    """Unless they have said them; nor do they read them, so that they are read."""
    url = _begin(sanctum, "customer", "sam")
    sanctum.make(f"{url}/messages", "tom", message="psst", is_internal=True)
    sanctum.make(f"{url}/messages", "sam", message="hm", is_internal=True)

    sanctum.data("POST", f"{url}/mark-read", as_="sam")

    def seen(as_):
        listed = sanctum.list(f"{url}/messages", as_=as_)
        assert listed == sanctum.data("GET", url, as_=as_)["messages"]
        return [(one["message"], one["is_read"]) for one in listed]

    assert [("Which tray?", True), ("hm", False)] == seen("sam")
    assert [("Which tray?", True)] == seen("eve")
    assert [("Which tray?", True), ("psst", False), ("hm", False)] == seen("mia")


def test_customers_have_no_files_of_what_is_internal(sanctum):
    """Of notes, and of articles for technicians or in the making; to the vendor any token does.

    Those that they have brought themselves they have.
    """
    id = sanctum.ticket()["id"]
    with sanctum.desk() as desk:
        row = desk.get(Ticket, id)
        desk.actor = desk.get(Person, sanctum.ids["tom"])
        made = [files.make(desk, name=f"{at}.txt", data=b"x") for at in range(5)]
        made[4].author_id = sanctum.ids["sam"]
        note = {"body": "psst", "author": desk.actor, "internal": True}
        said.reply(desk, row, **note, files=made[:1])
        article = {"title": "Paper", "body": "-", "author": desk.actor}
        knowledge.create(desk, **article, techs_only=True, files=[made[1]])
        knowledge.create(desk, **article, published=False, files=[made[2]])
        knowledge.create(desk, **article, files=[made[3]])
        said.reply(desk, row, **note, files=[made[4]])
        ids = [one.id for one in made]

    def seen(as_):
        return [one["id"] for one in sanctum.list("/media", as_=as_)]

    beside = sanctum.data("GET", f"/tickets/{id}", as_="sam")["attachments"]
    assert (ids, ids[3:], ids[3:4]) == (seen("mia"), seen("sam"), seen("eve"))
    assert ids[4:] == [one["id"] for one in beside]
    for id in ids[:3]:
        for answer in (
            sanctum.get(f"/media/{id}", as_="sam"),
            sanctum.get(f"/media/{id}/download", as_="sam"),
            sanctum.delete(f"/media/{id}", as_="sam"),
        ):
            assert (404, "Media not found", None) == refused(answer)


def test_there_is_always_an_admin(sanctum):
    """The vendor lets the last one go; then nobody could put anything right in other dialects."""
    ada = f"/users/{sanctum.ids['ada']}"
    last = invalid(role_id="The role id of the last admin cannot be changed.")

    demoted = sanctum.put(ada, json={"role_id": 6, "city": "Rome"})
    deleted = sanctum.delete(ada)

    assert [last, last] == [refused(demoted), refused(deleted)]
    assert (1, None) == tuple(sanctum.data("GET", ada)[key] for key in ("role_id", "city"))


def test_an_address_is_one_persons_be_they_user_or_contact(sanctum):
    """The vendor has two tables; ours is one, by which every vendor knows who writes.

    A contact's address makes a new user of the contact, which is as near as can be.
    """
    taken = invalid(email="The email has already been taken.")
    bo = {"email": "bo@example.com"}

    contact = sanctum.post("/contacts", json={**bo, "first_name": "Bo", "last_name": "Two"})
    other = sanctum.post(
        "/contacts", json={"email": "sam@example.com", "first_name": "S", "last_name": "M"}
    )
    user = sanctum.put(f"/users/{sanctum.ids['sam']}", json=bo)

    assert [taken] * 3 == [refused(one) for one in (contact, other, user)]


def test_an_organization_is_not_renamed_to_another(sanctum):
    """The vendor has no such rule: other vendors find them by their names."""
    sanctum.make("/organizations", name="Acme")
    other = sanctum.make("/organizations", name="Zeta")

    assert TAKEN == refused(sanctum.put(f"/organizations/{other['id']}", json={"name": "ACME"}))


def test_a_restored_organization_has_no_contacts_any_more(sanctum):
    """Who was in it belongs to none, as other vendors have it."""
    id = sanctum.make("/organizations", name="Acme")["id"]
    bo = f"/contacts/{sanctum.ids['bo']}"
    sanctum.data("PUT", bo, json={"organization_id": id})

    sanctum.delete(f"/organizations/{id}")
    sanctum.post(f"/organizations/{id}/restore")

    assert [] == sanctum.data("GET", f"/organizations/{id}")["contacts"]
    assert sanctum.data("GET", bo)["organization"] is None


@pytest.mark.parametrize("path", ["users", "customers"])
def test_a_restored_user_has_lost_what_was_theirs_to_do(sanctum, path):
    """The core takes it away: it would be nobody's to do; the vendor's rows stay as they are."""
    who = "sam" if path == "customers" else "tom"
    chat = _begin(sanctum, "internal", who)
    ticket = sanctum.ticket(assigned_to=sanctum.ids[who])["id"]

    sanctum.delete(f"/{path}/{sanctum.ids[who]}")
    restored = sanctum.data("POST", f"/{path}/{sanctum.ids[who]}/restore")

    assert restored == sanctum.data("GET", f"/{path}/{sanctum.ids[who]}")
    assert sanctum.data("GET", f"/tickets/{ticket}")["assigned_to"] is None
    assert [] == sanctum.data("GET", chat)["participants"]


@pytest.mark.parametrize("path", ["users", "customers"])
@pytest.mark.parametrize(("name", "most"), [("city", 120), ("address", 255)])
def test_where_a_user_lives_has_room_in_every_store(sanctum, path, name, most):
    """The contract has no bounds for it; some database has, and refuses what is longer."""
    user = f"/{path}/{sanctum.ids['sam']}"

    kept = sanctum.data("PATCH", user, json={name: "x" * most})[name]
    refusal = sanctum.patch(user, json={name: "x" * (most + 1)})

    flaw = f"The {name} must not be greater than {most} characters."
    assert ("x" * most, invalid(**{name: flaw})) == (kept, refused(refusal))


def test_a_user_always_has_a_role(sanctum):
    """The vendor's may have none; ours are what they are in every dialect."""
    answer = sanctum.put(f"/users/{sanctum.ids['sam']}", json={"role_id": None})

    assert invalid(role_id="The role id field is required.") == refused(answer)


def test_nobody_signs_up_with_the_address_of_a_contact(sanctum):
    """The vendor's contacts are another table; ours would hand over what they have asked."""
    sent = {"first_name": "B", "last_name": "O", "email": "bo@example.com", "password": "12345678"}

    answer = sanctum.post(
        "/auth/register", as_=None, json={**sent, "password_confirmation": "12345678"}
    )

    assert invalid(email="The email has already been taken.") == refused(answer)
    made = sanctum.make("/users", **sent)
    assert sanctum.ids["bo"] == made["id"]
