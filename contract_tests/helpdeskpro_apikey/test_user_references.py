"""HelpDesk Pro `apikey`, 2.7: whom a reference means."""

import pytest

from contract_tests.helpdeskpro_apikey.answers import answer
from contract_tests.helpdeskpro_apikey.things import HARDWARE, SOFTWARE

TICKET = {"subject": "s", "description": "d"}
ARTICLE = {"title": "t", "content": "c"}
HUGE = 10**30


def seed_person(apikey, username, **fields):
    person = {"key": "p", "name": "Some Body", "username": username, "role": "user", **fields}
    return apikey.seed({"people": [person]}).keys["p"]["id"]


# how a user can be meant: a form for the id or the username; a number is sent as a number
REFERENCES = [int, str, "  {} ", "tech01", "TeCh01", "\t tech01 "]


def reference(form, number):
    return form(number) if isinstance(form, type) else form.format(number)


@pytest.mark.parametrize(
    ("path", "body", "noun", "field"),
    [
        ("/tickets", TICKET, "ticket", "created_by"),
        ("/tickets", TICKET, "ticket", "assigned_to"),
        ("/knowledge", ARTICLE, "article", "created_by"),
        (SOFTWARE, {"name": "x"}, "software", "assigned_to"),
        (HARDWARE, {}, "hardware", "assigned_to"),
    ],
)
def test_a_user_is_meant_by_id_or_username(shared, path, body, noun, field):
    """A number or digits are an id; any other text is a username in any case."""
    tech = shared.ids["tech01"]

    responses = [
        shared.post(path, json={**body, field: reference(form, tech)}) for form in REFERENCES
    ]

    assert [(form, 201, tech) for form in REFERENCES] == [
        (form, each.status_code, each.json[noun][field])
        for form, each in zip(REFERENCES, responses, strict=True)
    ]


@pytest.mark.parametrize(
    ("path", "body", "noun", "name"),
    [
        ("/tickets", TICKET, "ticket", "assignee"),
        (SOFTWARE, {"name": "x"}, "software", "assigned_to_name"),
        (HARDWARE, {}, "hardware", "assigned_to_name"),
    ],
)
def test_a_change_means_users_alike(shared, path, body, noun, name):
    """PATCH reads references as POST does, and shows the username as stored."""
    tech = shared.ids["tech01"]
    ids = [shared.post(path, json=body).json[noun]["id"] for _ in REFERENCES]

    responses = [
        shared.patch(f"{path}/{made}", json={"assigned_to": reference(form, tech)})
        for made, form in zip(ids, REFERENCES, strict=True)
    ]

    assert [(form, 200, tech, "tech01") for form in REFERENCES] == [
        (form, each.status_code, each.json[noun]["assigned_to"], each.json[noun][name])
        for form, each in zip(REFERENCES, responses, strict=True)
    ]


def test_a_name_of_digits_is_reached_by_id_only(apikey):
    """Digits are always an id."""
    person = seed_person(apikey, "987654")

    by_name = apikey.post("/tickets", json={**TICKET, "assigned_to": "987654"})
    by_id = apikey.post("/tickets", json={**TICKET, "assigned_to": person})

    assert (404, 201) == (by_name.status_code, by_id.status_code)
    assert (person, "987654") == (
        by_id.json["ticket"]["assigned_to"],
        by_id.json["ticket"]["assignee"],
    )


def test_addresses_and_full_names_are_not_looked_up(apikey):
    """Only the username is."""
    seed_person(apikey, "zz", name="Zoe Zander", email="zoe@example.com")
    references = ["zoe@example.com", "Zoe Zander", "Zoe", "zo"]

    answers = {
        each: answer(apikey.post("/tickets", json={**TICKET, "assigned_to": each}))
        for each in references
    }

    assert dict.fromkeys(references, (404, {"error": "assigned_to user not found."})) == answers


def test_an_inactive_user_is_accepted(apikey):
    """As creator and as assignee."""
    person = seed_person(apikey, "gone", disabled=True)

    response = apikey.post("/tickets", json={**TICKET, "created_by": "gone", "assigned_to": person})

    ticket = response.json["ticket"]
    assert (201, person, person, "gone") == (
        response.status_code,
        ticket["created_by"],
        ticket["assigned_to"],
        ticket["assignee"],
    )


def test_the_assignee_is_shown_as_stored(apikey):
    """Not in the letter case of the reference."""
    person = seed_person(apikey, "ZoE")

    ticket = apikey.post("/tickets", json={**TICKET, "assigned_to": "zoe"}).json["ticket"]

    assert (person, "ZoE") == (ticket["assigned_to"], ticket["assignee"])


@pytest.mark.parametrize(
    ("path", "body", "noun"), [("/tickets", TICKET, "ticket"), ("/knowledge", ARTICLE, "article")]
)
def test_no_creator_means_the_default_user(shared, path, body, noun):
    """Null, empty and omitted are the same."""
    nobody = [{}, {"created_by": None}, {"created_by": ""}]

    responses = [shared.post(path, json={**body, **sent}) for sent in nobody]

    assert [(201, shared.ids["integration-user"])] * len(nobody) == [
        (each.status_code, each.json[noun]["created_by"]) for each in responses
    ]


UNKNOWN = ["nobody", 999, "999", -1, "-1", HUGE, -HUGE, str(HUGE), "9" * 5000, "tech%", "²", "₁"]


@pytest.mark.parametrize(
    ("path", "body", "noun"), [("/tickets", TICKET, "ticket"), ("/knowledge", ARTICLE, "article")]
)
def test_an_unknown_creator_is_silently_the_default_user(shared, path, body, noun):
    """201, as if nobody had been named."""
    responses = {each: shared.post(path, json={**body, "created_by": each}) for each in UNKNOWN}

    assert dict.fromkeys(UNKNOWN, (201, shared.ids["integration-user"])) == {
        reference: (each.status_code, each.json[noun]["created_by"])
        for reference, each in responses.items()
    }


@pytest.mark.parametrize(("path", "body"), [("/tickets", TICKET), ("/knowledge", ARTICLE)])
def test_an_unknown_creator_is_400_where_there_is_no_default_user(shared, path, body):
    """In the vendor's words."""
    key = shared.key(default_user=None, name=f"For {path}")

    answers = {
        each: answer(shared.post(path, json={**body, "created_by": each}, key=key))
        for each in UNKNOWN
    }

    message = "created_by must reference a valid user or configure a default user for this API key."
    assert dict.fromkeys(UNKNOWN, (400, {"error": message})) == answers


@pytest.mark.parametrize(
    ("path", "body", "noun"),
    [
        ("/tickets", TICKET, "ticket"),
        (SOFTWARE, {"name": "x"}, "software"),
        (HARDWARE, {}, "hardware"),
    ],
)
def test_no_assignee_means_nobody(shared, path, body, noun):
    """Null, empty, zero and omitted are the same; the default user is not meant."""
    nobody = [{}, {"assigned_to": None}, {"assigned_to": ""}, {"assigned_to": 0}]

    responses = [shared.post(path, json={**body, **sent}) for sent in nobody]

    assert [(201, None)] * len(nobody) == [
        (each.status_code, each.json[noun]["assigned_to"]) for each in responses
    ]


def test_an_unknown_assignee_of_a_new_ticket_is_404(apikey):
    """Nothing is stored."""
    answers = {
        each: answer(apikey.post("/tickets", json={**TICKET, "assigned_to": each}))
        for each in UNKNOWN
    }

    assert dict.fromkeys(UNKNOWN, (404, {"error": "assigned_to user not found."})) == answers
    assert {"tickets": []} == apikey.get("/tickets").json


@pytest.mark.parametrize("method", ["patch", "put"])
def test_an_unknown_assignee_of_a_changed_ticket_is_silently_nobody(apikey, method):
    """200; the other fields are changed."""
    apikey.freeze("2025-02-28T09:45:03Z")
    references = [*UNKNOWN, None, "", 0]
    made = {
        each: apikey.post("/tickets", json={**TICKET, "assigned_to": "maria"}).json["ticket"]
        for each in references
    }

    answers = {
        each: answer(
            getattr(apikey, method)(
                f"/tickets/{made[each]['id']}", json={"priority": "High", "assigned_to": each}
            )
        )
        for each in references
    }

    changed = {"priority": "High", "assigned_to": None, "assignee": None}
    assert {each: (200, {"ticket": {**made[each], **changed}}) for each in references} == answers


@pytest.mark.parametrize(
    ("path", "noun", "body"),
    [(SOFTWARE, "software", {"name": "x"}), (HARDWARE, "hardware", {"model": "x"})],
)
def test_an_unknown_assignee_of_an_asset_is_silently_nobody(shared, path, noun, body):
    """On POST and on PATCH."""
    answers = {}
    for reference in [*UNKNOWN, None, "", 0]:
        hers = shared.post(path, json={**body, "assigned_to": "maria"}).json[noun]
        made = shared.post(path, json={**body, "assigned_to": reference})
        changed = shared.patch(f"{path}/{hers['id']}", json={"assigned_to": reference})
        answers[reference] = (
            hers["assigned_to_name"],
            *(
                (
                    each.status_code,
                    each.json[noun]["assigned_to"],
                    each.json[noun]["assigned_to_name"],
                )
                for each in (made, changed)
            ),
        )

    assert dict.fromkeys(answers, ("maria", (201, None, ""), (200, None, ""))) == answers
