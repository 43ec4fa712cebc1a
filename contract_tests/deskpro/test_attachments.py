"""The files of what is said in tickets. Source: contract 9.2, 10.2 and 10.5."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from contract_tests.deskpro.spoken import attached, upload
from contract_tests.deskpro.spoken import quiet as make_quiet
from polydesk.core.models import Ticket


def test_an_attachment_has_every_key(deskpro, ticket):
    """Listed for a ticket and for a message; the blob is no longer temporary."""
    blob = upload(deskpro, "door.png", b"png")
    made = deskpro.make(
        f"/tickets/{ticket}/messages",
        message="See",
        attachments={"26854": {"blob_auth": blob["blob_auth"], "is_inline": True}},
    )

    both = deskpro.data(f"/tickets/{ticket}/attachments")
    listed = deskpro.data(f"/tickets/{ticket}/messages/{made['id']}/attachments")

    assert ["panic.txt", "door.png"] == [one["blob"]["filename"] for one in both]
    assert listed == [both[1]]
    assert both[1] == {
        "id": both[1]["id"],
        "ticket": ticket,
        "person": deskpro.ids["ada"],
        "message": made["id"],
        "blob": blob | {"is_temp": False},
        "is_agent_note": False,
        "is_inline": True,
    }
    assert deskpro.ids["sam"] == both[0]["person"]
    assert 2 == deskpro.data(f"/tickets/{ticket}/attachments/counts")["count"]


@pytest.mark.parametrize(
    ("sent", "inline"),
    [
        ({"attachments": ["auth", "other"]}, [False, False]),
        ({"attachments": ["auth"], "inline_attachments": ["other"]}, [False, True]),
        ({"inline_attachments": ["other"]}, [False, True]),
        ({"attachments": ["other", "auth"]}, [False, False]),
    ],
)
def test_attachments_are_the_full_set(deskpro, quiet, sent, inline):
    """Those that are listed stay, under their ids, and others go; inline ones alone are theirs."""
    one, two, gone = (upload(deskpro, f"{name}.txt") for name in "abc")
    codes = {"auth": one["blob_auth"], "other": two["blob_auth"]}
    path = f"/tickets/{quiet}/messages"
    first = {"attachments": [{"blob_auth": one["blob_auth_id"]}]}
    first |= {"inline_attachments": [{"blob_auth": gone["blob_auth"]}]}
    made = deskpro.make(path, message="x", **first)
    given = {key: [{"blob_auth": codes[name]} for name in value] for key, value in sent.items()}

    answer = deskpro.put(f"{path}/{made['id']}", json=given)

    assert 204 == answer.status_code, answer.text
    now = deskpro.data(f"/tickets/{quiet}/attachments")
    assert [one["blob_id"], two["blob_id"]] == [file["id"] for file in now]
    assert inline == [file["is_inline"] for file in now]
    assert 404 == deskpro.get(f"/blobs/{gone['blob_auth']}").status_code


def test_what_is_shown_may_be_sent_back(deskpro, ticket):
    """A whole message, as GET answers it, changes nothing."""
    listed = deskpro.data(f"/tickets/{ticket}/messages")

    assert 4 == len(listed)
    for before in listed:
        answer = deskpro.put(f"/tickets/{ticket}/messages/{before['id']}", json=before)

        assert 204 == answer.status_code, answer.text
        assert before == deskpro.data(f"/tickets/{ticket}/messages/{before['id']}")
    with deskpro.desk() as desk:
        assert "Help <me>\nnow" == desk.get(Ticket, ticket).body


def test_null_takes_all_attachments_away(deskpro, ticket):
    """As an empty list."""
    (own,) = (m for m in deskpro.data(f"/tickets/{ticket}/messages") if m["attachments"])

    deskpro.put(f"/tickets/{ticket}/messages/{own['id']}", json={"attachments": None})

    assert [] == attached(deskpro, ticket)


def test_a_blob_may_be_attached_twice(deskpro, quiet):
    """The second time it is a copy, so neither goes with the other."""
    blob = upload(deskpro)
    path, sent = f"/tickets/{quiet}/messages", [{"blob_auth": blob["blob_auth"]}] * 2
    one, two = (deskpro.make(path, message="x", attachments=sent) for _ in range(2))

    assert ["a.txt"] == attached(deskpro, quiet, one["id"]) == attached(deskpro, quiet, two["id"])
    deskpro.delete(f"{path}/{one['id']}")

    (left,) = deskpro.data(f"/tickets/{quiet}/attachments")
    url = left["blob"]["download_url"].partition("/file.php")[2]
    assert b"abc" == deskpro.get(f"/file.php{url}", as_=None).data


def test_a_blob_that_is_attached_twice_at_once_is_in_both(deskpro):
    """Of two tickets, one gets a copy."""
    tickets = [make_quiet(deskpro) for _ in range(4)]
    sent = {"message": "x", "attachments": [{"blob_auth": upload(deskpro)["blob_auth"]}]}

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda at: deskpro.make(f"/tickets/{at}/messages", **sent), tickets))

    assert [["a.txt"]] * 4 == [attached(deskpro, id) for id in tickets]
