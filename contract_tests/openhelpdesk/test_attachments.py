"""Attachments: X9 to X11. Contract 4.12 and 6.9."""

import io

import pytest
from werkzeug.http import parse_options_header

from polydesk.core import accounts, files, replies, tickets
from polydesk.core.models import Ticket


def error(answer):
    return answer.status_code, answer.json["error"]


def upload(ohd, ticket, *sent, as_="sam", **form):
    """Send files, each as (name, bytes) or (name, bytes, media type)."""
    parts = [(io.BytesIO(data), name, *kind) for name, data, *kind in sent]
    return ohd.post(
        f"/api/tickets/{ticket['id']}/attachments",
        as_=as_,
        data={"file": parts, **form},
        content_type="multipart/form-data",
    )


def test_a_file_comes_back_as_it_was(ohd):
    """With its name and its type; the ticket is changed by it."""
    ticket = ohd.ticket()
    ohd.advance(60)
    data = bytes(range(256))

    answer = upload(ohd, ticket, ("door.png", data, "image/png"))

    body = answer.json
    assert 201 == answer.status_code
    assert {
        "id": body["id"],
        "filename": "door.png",
        "mime_type": "image/png",
        "size_bytes": 256,
        "created_at": "2026-04-05T09:01:00Z",
    } == body
    got = ohd.get(f"/api/tickets/{ticket['id']}/attachments/{body['id']}", as_="tom")
    assert (200, data, "image/png") == (got.status_code, got.data, got.headers["Content-Type"])
    assert 'attachment; filename="door.png"' == got.headers["Content-Disposition"]
    assert "2026-04-05T09:01:00Z" == ohd.get(f"/api/tickets/{ticket['id']}").json["updated_at"]


def test_several_files_come_back_as_a_list(ohd):
    """Ten at most; the list of a ticket has them in their order."""
    ticket = ohd.ticket()

    answer = upload(ohd, ticket, ("a.txt", b"a"), ("b.txt", b"b"))

    assert (201, ["a.txt", "b.txt"]) == (
        answer.status_code,
        [one["filename"] for one in answer.json["data"]],
    )
    listed = ohd.get(f"/api/tickets/{ticket['id']}/attachments", as_="sam").json
    assert answer.json["data"] == listed["data"]
    assert (1, 25, 2, 1) == tuple(listed[k] for k in ("page", "per_page", "total", "total_pages"))
    assert 201 == upload(ohd, ticket, *[("c.txt", b"c")] * 10).status_code
    assert (400, "at most 10 files") == error(upload(ohd, ticket, *[("c.txt", b"c")] * 11))


def test_a_file_can_be_put_beside_a_reply(ohd):
    """It is shown there; the ticket's own are not."""
    ticket = ohd.ticket()
    reply = ohd.post(f"/api/tickets/{ticket['id']}/replies", as_="sam", json={"body": "x"}).json
    upload(ohd, ticket, ("own.txt", b""))

    made = upload(ohd, ticket, ("a.txt", b"a"), reply_id=reply["id"].lower())

    shown = ohd.get(f"/api/tickets/{ticket['id']}").json
    assert [[made.json]] == [one["attachments"] for one in shown["replies"]]
    assert ["own.txt", "a.txt"] == [
        one["filename"] for one in ohd.get(f"/api/tickets/{ticket['id']}/attachments").json["data"]
    ]


def test_files_of_notes_and_of_deleted_replies_are_hidden(ohd):
    """Those of notes from users, the others from everybody."""
    ticket = ohd.ticket()
    path = f"/api/tickets/{ticket['id']}"
    note = ohd.post(f"{path}/replies", as_="tom", json={"body": "x", "is_internal": True}).json
    file = upload(ohd, ticket, ("a.txt", b"a"), as_="tom", reply_id=note["id"]).json

    assert 200 == ohd.get(f"{path}/attachments/{file['id']}", as_="ada").status_code
    assert (404, "attachment not found") == error(
        ohd.get(f"{path}/attachments/{file['id']}", as_="sam")
    )
    assert [] == ohd.get(f"{path}/attachments", as_="sam").json["data"]
    assert (404, "reply not found") == error(upload(ohd, ticket, ("a", b""), reply_id=note["id"]))
    ohd.delete(f"{path}/replies/{note['id']}")
    assert (404, "attachment not found") == error(ohd.get(f"{path}/attachments/{file['id']}"))


def test_users_put_files_beside_their_own_replies_only(ohd):
    ticket = ohd.ticket()
    path = f"/api/tickets/{ticket['id']}/replies"
    reply = ohd.post(path, as_="tom", json={"body": "x"}).json

    assert (403, "not your reply") == error(upload(ohd, ticket, ("a", b""), reply_id=reply["id"]))
    assert 201 == upload(ohd, ticket, ("a", b""), as_="bot", reply_id=reply["id"]).status_code
    assert (400, "invalid reply_id") == error(upload(ohd, ticket, ("a", b""), reply_id="x"))
    assert (404, "reply not found") == error(
        upload(ohd, ticket, ("a", b""), reply_id="01JQXYZ0000000000000000000")
    )


def test_a_file_is_found_in_its_own_ticket_only(ohd):
    """By those who see that."""
    ticket, other = ohd.ticket(), ohd.ticket()
    file = upload(ohd, ticket, ("a.txt", b"a")).json

    assert (404, "attachment not found") == error(
        ohd.get(f"/api/tickets/{other['id']}/attachments/{file['id']}")
    )
    path = f"/api/tickets/{ticket['id']}/attachments"
    for refused in (f"{path}/{file['id']}", path):
        assert (404, "ticket not found") == error(ohd.get(refused, as_="kim"))
        assert (401, "authentication required") == error(ohd.get(refused, as_=None))
    assert (404, "ticket not found") == error(upload(ohd, ticket, ("a", b""), as_="kim"))
    assert (401, "authentication required") == error(upload(ohd, ticket, ("a", b""), as_=None))


def test_the_largest_size_is_a_setting(ohd):
    """Exactly that much will do; nothing of the request is kept where one is too large."""
    ohd.set(max_attachment_mb=1)
    ticket = ohd.ticket()
    most = 2**20

    assert 201 == upload(ohd, ticket, ("a", b"x" * most)).status_code
    assert (413, "file exceeds 1 MB limit") == error(
        upload(ohd, ticket, ("b", b""), ("c", b"x" * (most + 1)))
    )
    assert 1 == ohd.get(f"/api/tickets/{ticket['id']}/attachments").json["total"]


def test_a_file_of_25_mb_comes_through(ohd):
    """Although other requests may not be as large; nor may all files together."""
    ticket = ohd.ticket()
    most = 25 * 2**20

    assert 201 == upload(ohd, ticket, ("a", b"x" * most)).status_code
    assert (413, "file exceeds 25 MB limit") == error(upload(ohd, ticket, ("a", b"x" * (most + 1))))
    assert (413, "request body too large") == error(
        upload(ohd, ticket, ("a", b"x" * most), ("b", b"x" * 2**20))
    )
    assert (413, "request body too large") == error(
        ohd.post("/api/tickets", data=b"x" * (2**24 + 1))
    )


@pytest.mark.parametrize("name", ["a.exe", "a.txt.BAT", "x.so", ".sh", "a.dylib ", "a.ps1"])
def test_what_could_run_is_refused(ohd, name):
    answer = upload(ohd, ohd.ticket(), ("a.txt", b""), (name, b"x"))

    assert 415 == answer.status_code
    assert {"error"} == answer.json.keys()


def test_without_a_file_there_is_nothing_to_do(ohd):
    ticket = ohd.ticket()

    assert (400, "missing file field 'file'") == error(upload(ohd, ticket))
    assert (400, "missing file field 'file'") == error(
        ohd.post(f"/api/tickets/{ticket['id']}/attachments", json={"file": "x"})
    )


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Tür 3, İstanbul.pdf", "Tür 3, İstanbul.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a;b=c.txt", "a;b=c.txt"),
        ("x" * 300 + ".pdf", "x" * 251 + ".pdf"),
    ],
)
def test_any_name_will_do(ohd, sent, kept):
    """Without folders; the header says it so that clients read it back."""
    ticket = ohd.ticket()

    file = upload(ohd, ticket, (sent, b"x")).json

    assert kept == file["filename"]
    got = ohd.get(f"/api/tickets/{ticket['id']}/attachments/{file['id']}")
    _, options = parse_options_header(got.headers["Content-Disposition"])
    assert kept == options["filename"]


def test_names_of_other_vendors_files_are_told_safely(ohd):
    """Quotes are escaped, line breaks are dropped."""
    id = ohd.ticket()["id"]
    with ohd.desk() as desk:
        file = files.make(desk, name='say "hi"\r\nX: y.txt', data=b"x")
        replies.attach(desk, desk.get(Ticket, id), None, [file])
        key = file.ulid

    got = ohd.get(f"/api/tickets/{id}/attachments/{key}")

    _, options = parse_options_header(got.headers["Content-Disposition"])
    assert (200, 'say "hi"X: y.txt') == (got.status_code, options["filename"])


def test_a_type_that_is_not_sent_is_guessed(ohd):
    ticket = ohd.ticket()
    part = b"\r\n".join(
        [
            b"--x",
            b'Content-Disposition: form-data; name="file"; filename="a.pdf"',
            b"",
            b"x",
            b"--x--",
            b"",
        ]
    )

    answer = ohd.post(
        f"/api/tickets/{ticket['id']}/attachments",
        data=part,
        content_type="multipart/form-data; boundary=x",
    )

    assert "application/pdf" == answer.json["mime_type"]


def test_a_ticket_without_a_text_can_have_files(ohd):
    """As other vendors make some."""
    with ohd.desk() as desk:
        sam = accounts.find(desk, ohd.numbers["sam"])
        id = tickets.create(desk, subject="a", body=None, requester=sam).ulid

    assert 201 == upload(ohd, {"id": id}, ("a.txt", b"a")).status_code
    assert "" == ohd.get(f"/api/tickets/{id}").json["description"]
    assert 1 == ohd.get(f"/api/tickets/{id}/attachments").json["total"]
