"""What apps keep, what others send, what agents are told of. Source: contract 12."""

import pytest

STATE = "/apps/7/state/ticket:1/note"


def test_an_app_keeps_things(deskpro):
    """Any JSON, under a name; later things take the place of earlier ones."""
    for value in ({"a": [1]}, None, "x"):
        assert {"value": value}.items() <= deskpro.put(STATE, json={"value": value}).json.items()
        assert {"value": value}.items() <= deskpro.get(STATE).json.items()

    assert 200 == deskpro.delete(STATE).status_code
    assert [404, 404] == [deskpro.get(STATE).status_code, deskpro.delete(STATE).status_code]


def test_an_app_finds_nothing(deskpro):
    """Without that being an error, if it says so."""
    answer = deskpro.get(f"{STATE}?options.mode=find")

    assert (200, None) == (answer.status_code, answer.json["value"])
    assert 400 == deskpro.put(STATE, json={}).status_code


def test_states_are_apart(deskpro):
    """By app, by thing and by name."""
    deskpro.put(STATE, json={"value": 1})

    others = ["/apps/8/state/ticket:1/note", "/apps/7/state/ticket:2/note", f"{STATE}s"]

    assert [404] * 3 == [deskpro.get(path).status_code for path in others]
    assert 404 == deskpro.get("/apps/%00/state/a/b").status_code
    assert [] == deskpro.data("/apps")


@pytest.mark.parametrize("body", ["{}", "[1]", '"x"', "null", ""])
def test_anybody_calls_a_webhook(deskpro, body):
    """Without credentials, with any JSON."""
    hook = deskpro.make("/webhooks/tickets", title="Alarm")

    answer = deskpro.post(f"/webhooks/{hook['code']}/invocation", data=body, as_=None)

    assert 200 == answer.status_code
    assert 1 == deskpro.data(f"/webhooks/tickets/{hook['id']}")["count_invocations"]


def test_a_webhook_is_known_by_its_code(deskpro):
    """Others are not there, nor is one that is switched off; what is no JSON is refused."""
    hook = deskpro.make("/webhooks/tickets", title="Alarm")
    path = f"/webhooks/{hook['code']}/invocation"

    assert [404, 404] == [
        deskpro.post(f"/webhooks/{code}/invocation", json={}, as_=None).status_code
        for code in ("X", "%00")
    ]
    assert 400 == deskpro.post(path, data="{", as_=None).status_code
    deskpro.put(f"/webhooks/tickets/{hook['id']}", json={"is_enabled": False, "code": "X"})
    assert 404 == deskpro.post(path, json={}, as_=None).status_code


@pytest.fixture
def told(deskpro):
    deskpro.seed(
        {
            "people": [{"key": "zoe", "name": "Zoe", "email": "zoe@example.com", "role": "agent"}],
            "credentials": [{"dialect": "deskpro", "kind": "key", "name": "Zoe", "person": "zoe"}],
            "records": [
                {
                    "key": f"n{at}",
                    "dialect": "deskpro",
                    "collection": "notifications",
                    "person": "zoe",
                    "data": {"title": f"News {at}", "type": "ticket"},
                }
                for at in range(3)
            ],
        }
    )
    deskpro.default = "zoe"
    return deskpro


def test_agents_are_told_of_their_own(told):
    """Others see nothing of it."""
    assert ["News 0", "News 1", "News 2"] == [
        one["title"] for one in told.data("/me/notifications")
    ]
    assert 3 == told.data("/me/notifications/counts")["count"]
    assert [] == told.data("/me/notifications", as_="ada")
    path = f"/me/notifications/{told.ids['n0']}"
    assert [200, 404, 404, 200] == [
        told.open(method, path, as_=who).status_code
        for method, who in (("GET", "zoe"), ("GET", "ada"), ("DELETE", "ada"), ("DELETE", "zoe"))
    ]


def test_notifications_are_dismissed(told):
    """Some, or all; one's own."""
    first = {"ids": [told.ids["n0"], 99, 2**63 - 1]}

    assert 204 == told.post("/me/notifications/dismiss", json=first, as_="ada").status_code
    assert 3 == len(told.data("/me/notifications"))
    assert 204 == told.post("/me/notifications/dismiss", json=first).status_code
    assert 2 == len(told.data("/me/notifications"))
    assert 204 == told.post("/me/notifications/dismiss/all").status_code
    assert [] == told.data("/me/notifications")
    assert 400 == told.post("/me/notifications/dismiss", json={}).status_code
