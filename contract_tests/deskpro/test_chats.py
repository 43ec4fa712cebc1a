"""Chats with users, and of agents among themselves. Source: contract 12."""

import pytest

from contract_tests.deskpro.conftest import SHOWN_NOW, refused
from polydesk.core import chats, merging, participants
from polydesk.core.models import ChatKind, Conversation, Person


def chat(deskpro, **given):
    return deskpro.make(
        "/user_chats", **{"subject": "Door", "person_email": "sam@example.com"} | given
    )


def test_a_chat_is_begun(deskpro):
    """By its user, with whom may be told by address."""
    made = chat(deskpro, agent="tom@example.com", chat_department=deskpro.ids["sales"])

    assert made == {
        "id": 1,
        "subject": "Door",
        "status": "open",
        "person": deskpro.ids["sam"],
        "person_email": "sam@example.com",
        "agent": deskpro.ids["tom"],
        "chat_department": deskpro.ids["sales"],
        "fields": {},
        "date_created": SHOWN_NOW,
        "date_updated": SHOWN_NOW,
        "date_ended": None,
    }
    assert made == deskpro.data("/user_chats/1")
    assert [made] == deskpro.data("/user_chats")


def test_a_stranger_who_chats_becomes_a_person(deskpro):
    """By their address."""
    made = chat(deskpro, person_email="new@example.com")

    assert "new@example.com" == made["person_email"]
    assert made["person"] not in deskpro.ids.values()


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({}, {"subject": ["required"]}),
        ({"subject": "x" * 256}, {"subject": ["too_long"]}),
        ({"subject": "x", "agent": "sam@example.com"}, {"agent": ["bad_choice"]}),
        ({"subject": "x", "chat_department": 99}, {"chat_department": ["bad_choice"]}),
        ({"subject": "x", "person": 99}, {"person": ["bad_choice"]}),
        ({"subject": "x", "person_email": "x"}, {"person_email": ["bad_email"]}),
        ({"subject": "x", "fields": {"9": 1}}, {"fields.fields_9": ["bad_choice"]}),
    ],
)
def test_wrong_chats_are_refused(deskpro, given, codes):
    """By what is wrong; nothing is made."""
    assert codes == refused(deskpro.post("/user_chats", json=given))
    assert [] == deskpro.data("/user_chats")


def test_a_chat_is_assigned_and_ended(deskpro):
    """By addresses of their own."""
    chat(deskpro)

    answers = [deskpro.put(f"/user_chats/1/{do}") for do in ("assign/2", "end", "end")]

    assert [204] * 3 == [one.status_code for one in answers]
    ended = deskpro.data("/user_chats/1")
    assert (2, "ended", SHOWN_NOW) == (ended["agent"], ended["status"], ended["date_ended"])
    assert 404 == deskpro.put(f"/user_chats/1/assign/{deskpro.ids['sam']}").status_code
    assert 404 == deskpro.put("/user_chats/9/end").status_code


def test_a_chat_is_changed(deskpro):
    """What is sent alone; null clears."""
    made = chat(deskpro, agent=2)

    deskpro.put("/user_chats/1", json={"agent": None, "chat_department": deskpro.ids["sales"]})

    changed = {"agent": None, "chat_department": deskpro.ids["sales"]}
    assert made | changed == deskpro.data("/user_chats/1")


@pytest.mark.parametrize(
    "query", ["agent=2", "agent=2,3", "department=2", "date_created=2026-02-03&agent=2"]
)
def test_chats_are_narrowed(deskpro, query):
    """By agent, department and time."""
    chat(deskpro)
    made = chat(deskpro, agent=2, chat_department=2)

    assert [made] == deskpro.data(f"/user_chats?{query}")
    assert 200 == deskpro.get("/user_chats?agent=99999999999999999999&department=x").status_code


def test_chats_are_counted_by_agent(deskpro):
    """Those of nobody last."""
    chat(deskpro)
    chat(deskpro, agent=2)

    counted = deskpro.data("/user_chats/counts?group_by=agent")

    assert [(2, 1), (None, 1)] == [(one["id"], one["count"]) for one in counted["nested"]]


def test_a_deleted_chat_is_gone(deskpro):
    """With what was said."""
    chat(deskpro)

    assert 200 == deskpro.delete("/user_chats/1").status_code
    assert [404, 404] == [
        deskpro.get(f"/user_chats/1{rest}").status_code for rest in ("", "/messages")
    ]


def test_users_and_agents_talk(deskpro):
    """In the order in which they do; an author who is the user is taken for one."""
    chat(deskpro)
    path = "/user_chats/1/messages"

    said = [
        deskpro.make(path, content="Hi", author="sam@example.com"),
        deskpro.make(path, content="2 < 3"),
        deskpro.make(path, content="Oh", is_user=True),
    ]

    sam, ada = deskpro.ids["sam"], deskpro.ids["ada"]
    assert [(sam, True), (ada, False), (sam, True)] == [
        (one["author"], one["is_user"]) for one in said
    ]
    assert said[1]["content"] == "2 < 3"
    assert said == deskpro.data(path)
    assert 3 == deskpro.data(f"{path}/counts")["count"]
    assert {"content": ["required"]} == refused(deskpro.post(path, json={"content": " "}))


def among(deskpro, *agents, **given):
    return deskpro.make("/agent_chats", agents=[deskpro.ids[one] for one in agents], **given)


def test_agents_chat_among_themselves(deskpro):
    """Who begins it takes part; a chat of three is a group; users' chats are others."""
    chat(deskpro)
    pair, group = among(deskpro, "tom", title="Lunch"), among(deskpro, "tom", "tia")

    assert ("Lunch", [1, 2], False) == (pair["title"], pair["agents"], pair["is_group"])
    assert [pair, group] == deskpro.data("/agent_chats")
    assert [group] == deskpro.data("/agent_chats/groups")
    assert [404, 404] == [
        deskpro.get(path).status_code for path in ("/agent_chats/1", f"/user_chats/{pair['id']}")
    ]


def test_agents_alone_take_part(deskpro):
    """Users are refused, by their place in the list."""
    answer = deskpro.post("/agent_chats", json={"agents": [2, deskpro.ids["sam"]]})

    assert {"agents.agents_1": ["bad_choice"]} == refused(answer)
    assert {"agents": ["required"]} == refused(deskpro.post("/agent_chats", json={}))


def test_an_agent_leaves(deskpro):
    """The others stay."""
    made = among(deskpro, "tom")
    path = f"/agent_chats/{made['id']}"

    assert 200 == deskpro.delete(f"{path}/leave", as_="tom").status_code
    assert [1] == deskpro.data(path)["agents"]
    assert 200 == deskpro.delete(f"{path}/delete").status_code
    assert 404 == deskpro.get(path).status_code


def test_a_chat_is_for_those_who_are_in_it(deskpro):
    """For others it is not there, nor for who has left it; also one of another vendor's."""
    made = among(deskpro, "tom")
    with deskpro.desk() as desk:
        names = {"made_by_id": deskpro.ids["tom"], "person_id": deskpro.ids["ada"]}
        desk.add(Conversation(kind=ChatKind.INTERNAL, **names))
    path = f"/agent_chats/{made['id']}"
    deskpro.delete(f"{path}/leave")

    for who, count, status in (("tom", 2, 200), ("ada", 1, 404), ("tia", 0, 404)):
        assert count == len(deskpro.data("/agent_chats", as_=who))
        for below in ("", "/messages"):
            assert status == deskpro.get(f"{path}{below}", as_=who).status_code
    assert 404 == deskpro.delete(f"{path}/delete", as_="tia").status_code


def test_agents_are_put_into_a_chat(deskpro):
    """All at once: others come, and who is not named is in it no more."""
    made = among(deskpro, "tom", "tia")
    path, ids = f"/agent_chats/{made['id']}", deskpro.ids

    deskpro.put(path, json={"agents": [ids["ada"], ids["tia"]]})

    assert made | {"agents": [ids["ada"], ids["tia"]], "is_group": False} == deskpro.data(path)
    assert 404 == deskpro.get(path, as_="tom").status_code


@pytest.mark.parametrize("by_name", [False, True])
@pytest.mark.parametrize(
    "leave",
    [
        lambda deskpro: deskpro.delete("/agent_chats/1/leave"),
        lambda deskpro: deskpro.put("/agent_chats/1", json={"agents": []}),
    ],
    ids=["leave", "put"],
)
def test_a_chat_that_nobody_is_in_is_in_the_bin(deskpro, leave, by_name):
    """Be the last one in it, or named alone by another vendor's."""
    ada = deskpro.ids["ada"]
    with deskpro.desk() as desk:
        chat = desk.add(Conversation(kind=ChatKind.INTERNAL, made_by_id=ada))
        participants.join(desk, chat, {} if by_name else {ada: "agent"})

    answer = leave(deskpro)

    assert (True, 404) == (answer.status_code < 300, deskpro.get("/agent_chats/1").status_code)
    with deskpro.desk() as desk:
        assert None is not desk.get(Conversation, 1).deleted_at


def test_chats_of_other_vendors_are_among_those_who_take_part(deskpro):
    """Whatever they take part as; it stays so when others come."""
    ids = deskpro.ids
    with deskpro.desk() as desk:
        chat = chats.create(desk, kind=ChatKind.INTERNAL, person=desk.get(Person, ids["ada"]))
        participants.join(desk, chat, {ids["tom"]: "participant"})

    assert [404, 200] == [
        deskpro.get("/agent_chats/1", as_=who).status_code for who in ("ada", "tom")
    ]
    deskpro.put("/agent_chats/1", as_="tom", json={"agents": [ids["tom"], ids["tia"]]})
    with deskpro.desk() as desk:
        found = participants.of(desk, desk.get(Conversation, 1))
        roles = [(one.person_id, one.role) for one in found]
    assert [(ids["tom"], "participant"), (ids["tia"], "agent")] == roles


def test_chats_are_those_of_whom_an_agent_is_merged_into(deskpro):
    """Which a list in the chat itself would not know."""
    made = among(deskpro, "tom")
    with deskpro.desk() as desk:
        tia, tom = (desk.get(Person, deskpro.ids[one]) for one in ("tia", "tom"))
        merging.merge_people(desk, tia, tom)

    (shown,) = deskpro.data("/agent_chats", as_="tia")

    assert made | {"agents": [deskpro.ids["ada"], deskpro.ids["tia"]]} == shown


def test_what_agents_say_is_changed_and_taken_back(deskpro):
    """As any collection; a message of another chat is none of this."""
    path, other = (f"/agent_chats/{among(deskpro, 'tom')['id']}/messages" for _ in range(2))
    said = deskpro.make(path, content="Lunch?")

    assert 204 == deskpro.put(f"{path}/{said['id']}", json={"content": "Tea?"}).status_code
    assert "Tea?" == deskpro.data(f"{path}/{said['id']}")["content"]
    assert 404 == deskpro.get(f"{other}/{said['id']}").status_code
    assert 200 == deskpro.delete(f"{path}/{said['id']}").status_code
    assert [] == deskpro.data(path)


def test_a_message_is_on_a_page(deskpro):
    """Of the size that is asked for."""
    path = f"/agent_chats/{among(deskpro, 'tom')['id']}/messages"
    ids = [deskpro.make(path, content=f"{at}")["id"] for at in range(3)]

    assert {"message": ids[2], "page": 2, "per_page": 2} == deskpro.data(
        f"{path}/{ids[2]}/page?count=2"
    )


@pytest.mark.parametrize(
    "path", ["/agent_chats/1/messages/mark_all", "/agent_chats/messages/mark_all"]
)
def test_messages_are_read(deskpro, path):
    """By who has not said them."""
    among(deskpro, "tom")
    deskpro.make("/agent_chats/1/messages", content="Lunch?")

    assert 204 == deskpro.put(path).status_code
    assert [False] == [one["is_read"] for one in deskpro.data("/agent_chats/1/messages")]
    deskpro.put(path, as_="tom")
    assert [True] == [one["is_read"] for one in deskpro.data("/agent_chats/1/messages")]
