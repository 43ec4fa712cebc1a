"""Who calls, and what is said to who may not. Source: contract 2.1 to 2.3, and 9.1."""

import pytest

from polydesk.core.models import Credential, Person

STRANGER = "You must be authenticated to make this request."
BAD_KEY = "Invalid API key."
BAD_TOKEN = "Invalid API token."
EVERYWHERE = [("GET", "/me"), ("POST", "/tickets"), ("PATCH", "/me"), ("GET", "/nothing")]


def call(deskpro, authorization, path="/me", **sent):
    headers = {} if authorization is None else {"Authorization": authorization}
    return deskpro.get(path, as_=None, headers=headers | sent.pop("headers", {}), **sent)


@pytest.fixture
def secret(deskpro):
    """What follows the scheme in Tom's header."""
    return deskpro.keys["tom"].partition(" ")[2]


@pytest.mark.parametrize("form", ["key {}", "KEY {}", "Key    {}", " key {} ", "{}", " {} "])
def test_a_key_is_sent_in_many_forms(deskpro, secret, form):
    """In any case, after any blanks, or bare."""
    data = call(deskpro, form.format(secret)).json["data"]

    assert ("api_key", None, deskpro.ids["tom"]) == (
        data["auth_method"],
        data["app_id"],
        data["person_id"],
    )
    assert deskpro.data(f"/people/{deskpro.ids['tom']}") == data["person"]
    assert ["auth_method", "app_id", "person_id", "person"] == list(data)


def test_the_profile_is_who_calls(deskpro):
    """The whole person."""
    assert deskpro.data(f"/people/{deskpro.ids['tia']}") == deskpro.data("/me/profile", as_="tia")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (None, STRANGER),
        ("", STRANGER),
        ("key", STRANGER),
        ("key x", STRANGER),
        ("Basic a:b", STRANGER),
        ("token", STRANGER),
        ("key 1:WRONG", BAD_KEY),
        ("key 99:{secret}", BAD_KEY),
        ("key :{secret}", BAD_KEY),
        ("key x:{secret}", BAD_KEY),
        ("key {id}:", BAD_KEY),
        ("1:WRONG", BAD_KEY),
        ("key 1:\xff", BAD_KEY),
        ("key " + "9" * 400 + ":x", BAD_KEY),
        ("token {id}:{secret}", BAD_TOKEN),
        ("token 1:WRONG", BAD_TOKEN),
        ("Bearer WRONG", BAD_TOKEN),
        ("Bearer 1:WRONG", BAD_TOKEN),
    ],
)
def test_a_stranger_is_told_what_is_wrong(deskpro, secret, sent, said):
    """401, in words that clients compare."""
    id, _, word = secret.partition(":")

    answer = call(deskpro, sent and sent.format(id=id, secret=word))

    body = {"status": 401, "code": "unauthorized", "message": said}
    assert (401, body) == (answer.status_code, answer.json)


@pytest.mark.parametrize(("method", "path"), EVERYWHERE)
def test_strangers_are_refused_before_all_else(deskpro, method, path):
    """Where there is nothing, by any method, whatever is sent."""
    answer = deskpro.open(method, path, as_=None, data=b"{half")

    assert (401, STRANGER) == (answer.status_code, answer.json["message"])


def test_a_machine_acts_as_who_it_names(deskpro):
    """By the header, on this request alone."""
    headers = {"X-DeskPRO-Agent-ID": f" {deskpro.ids['tia']} "}

    assert deskpro.ids["tia"] == deskpro.data("/me", as_="machine", headers=headers)["person_id"]
    answer = deskpro.get("/me", as_="machine")
    assert (401, BAD_KEY) == (answer.status_code, answer.json["message"])


def test_a_machine_may_have_an_agent_of_its_own(deskpro):
    """Who counts where no other is named."""
    deskpro.key("robot", "tom", superuser=True)
    headers = {"X-DeskPRO-Agent-ID": str(deskpro.ids["tia"])}

    assert deskpro.ids["tom"] == deskpro.data("/me", as_="robot")["person_id"]
    assert deskpro.ids["tia"] == deskpro.data("/me", as_="robot", headers=headers)["person_id"]


@pytest.mark.parametrize("who", ["sam", "gone", "0", "-1", "x", "9" * 40, "1.0", "\u0661"])
def test_a_machine_acts_as_active_agents_only(deskpro, who):
    """403 for a user, for who may not enter, for nobody."""
    with deskpro.desk() as desk:
        desk.get(Person, deskpro.ids["tia"]).disabled = True
    sent = str({"gone": deskpro.ids["tia"], "sam": deskpro.ids["sam"]}.get(who, who))

    answer = deskpro.get(
        "/me", as_="machine", headers={"X-DeskPRO-Agent-ID": sent.encode().decode("latin-1")}
    )

    body = {"status": 403, "code": "access_denied", "message": "Access Denied"}
    assert (403, body) == (answer.status_code, answer.json)


@pytest.mark.parametrize("named", ["tia", "sam", "x"])
def test_other_keys_name_nobody(deskpro, named):
    """The header is passed over."""
    headers = {"X-DeskPRO-Agent-ID": str(deskpro.ids.get(named, named))}

    assert deskpro.ids["tom"] == deskpro.data("/me", as_="tom", headers=headers)["person_id"]


@pytest.mark.parametrize("change", [{"disabled": True}, {"can_sign_in": False}, {"role": "user"}])
def test_a_key_is_worth_what_its_agent_is(deskpro, change):
    """Nothing, once they are no agent any more."""
    assert 200 == deskpro.get("/me", as_="tom").status_code
    with deskpro.desk() as desk:
        person = desk.get(Person, deskpro.ids["tom"])
        for name, value in change.items():
            setattr(person, name, value)

    answer = deskpro.get("/me", as_="tom")

    assert (401, BAD_KEY) == (answer.status_code, answer.json["message"])


def test_a_key_that_is_revoked_is_none(deskpro):
    """At once."""
    assert 200 == deskpro.get("/me", as_="tom").status_code
    with deskpro.desk() as desk:
        id = int(deskpro.keys["tom"].split()[1].partition(":")[0])
        desk.get(Credential, id).revoked_at = desk.now()

    assert 401 == deskpro.get("/me", as_="tom").status_code


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/helpdesk/discover", 423),
        ("/me", 423),
        ("/nothing", 423),
        ("/doc", 423),
        ("/file.php/1ABC", 404),
    ],
)
@pytest.mark.parametrize("as_", ["ada", None])
def test_nobody_gets_through_to_a_helpdesk_that_is_offline(deskpro, path, status, as_):
    """423 before anything else; files can be got."""
    deskpro.set(offline=True)

    answer = deskpro.get(path, as_=as_)

    body = {
        "status": 423,
        "code": "helpdesk_offline",
        "message": "The helpdesk is currently offline.",
    }
    assert status == answer.status_code
    assert status == 404 or body == answer.json
