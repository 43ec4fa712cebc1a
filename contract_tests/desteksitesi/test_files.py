"""Files: sent, listed, read and deleted. Source: contract 2.14, 6.2, 6.9 and 7.15."""

import pytest

from contract_tests.desteksitesi.things import FORBIDDEN, make_ticket, part, said
from polydesk.core import categories, files
from polydesk.core.models import (
    Article,
    Asset,
    AssetKind,
    Category,
    File,
    Message,
    MessageKind,
    Person,
    Ticket,
)
from polydesk.dialects.desteksitesi import attached
from polydesk.dialects.desteksitesi.schemas.files import Attachment
from polydesk.kit.dump import dump

PNG = b"\x89PNG\r\n\0\xff"
KEYS = [
    "FileName",
    "FileData",
    "FileID",
    "CommentID",
    "CommentDate",
    "FileHash",
    "FileSize",
    "IssueID",
    "UserID",
    "GoogleDriveUrl",
    "ForTechsOnly",
    "Url",
]


@pytest.fixture
def ticket(destek):
    """A ticket of Sam's about hardware."""
    return make_ticket(destek)


def attach(destek, ticket, *parts, as_="sam"):
    """Put files beside a ticket; gives the answer."""
    sent = [(f"f{at}", one) for at, one in enumerate(parts)]
    return destek.post(f"/api/AttachFile?id={ticket}", data=dict(sent), as_=as_)


def stored(destek):
    """All files: id and name."""
    with destek.desk() as desk:
        return [(file.id, file.name) for file in desk.session.query(File).order_by(File.id)]


def raw(boundary, *parts):
    """A multipart body, written by hand."""
    lines = [b"--" + boundary + b"\r\n" + head + b"\r\n\r\n" + body for head, body in parts]
    return b"\r\n".join([*lines, b"--" + boundary + b"--", b""])


def test_a_file_comes_back_as_it_was(destek, ticket):
    """Contract 6.2, 12 and 13: bytes, type, length, and under which name to save it."""
    answer = attach(destek, ticket, part("icon.png", PNG, "image/png"))
    ((id, _),) = stored(destek)

    found = destek.get(f"/api/Attachment?id={id}", as_="sam")

    assert (200, "") == said(answer)
    assert (200, PNG) == (found.status_code, found.data)
    assert "image/png" == found.headers["Content-Type"]
    assert 'attachment; filename="icon.png"' == found.headers["Content-Disposition"]
    assert str(len(PNG)) == found.headers["Content-Length"]


@pytest.mark.parametrize(
    "path", ["/api/Attachment/{}", "/File/Get?id={}", "/File/Get/{}", "/helpdesk/file/get?ID={}"]
)
@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_a_file_is_at_several_paths(destek, ticket, path, verb):
    """Contract 1.1, 1.6, 6.9: the same answer."""
    attach(destek, ticket, part("icon.png", PNG, "image/png"))
    ((id, _),) = stored(destek)

    found = destek.open(verb, path.format(id), as_="sam")

    assert (200, PNG, "image/png") == (
        found.status_code,
        found.data,
        found.headers["Content-Type"],
    )


@pytest.mark.parametrize("path", ["/api/Attachment/{}", "/File/Get/{}"])
def test_head_is_without_the_bytes(destek, ticket, path):
    """Contract 1.7."""
    attach(destek, ticket, part("icon.png", PNG, "image/png"))
    ((id, _),) = stored(destek)

    found = destek.head(path.format(id), as_="sam")

    assert (200, b"", str(len(PNG))) == (
        found.status_code,
        found.data,
        found.headers["Content-Length"],
    )


@pytest.mark.parametrize(
    ("name", "plain", "whole"),
    [
        ("özet raporu.pdf", "ozet raporu.pdf", "%C3%B6zet%20raporu.pdf"),
        ("İş ığ.txt", "Is g.txt", "%C4%B0%C5%9F%20%C4%B1%C4%9F.txt"),
        ("履歴.txt", ".txt", "%E5%B1%A5%E6%AD%B4.txt"),
        ("履歴", "file", "%E5%B1%A5%E6%AD%B4"),
    ],
)
def test_a_name_may_be_in_any_script(destek, ticket, name, plain, whole):
    """Contract 6.2, 12: in ASCII as near as that comes, and whole beside it."""
    attach(destek, ticket, part(name))
    ((id, kept),) = stored(destek)

    disposition = destek.get(f"/api/Attachment/{id}").headers["Content-Disposition"]

    assert name == kept
    assert f"attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}" == disposition


def test_every_part_with_a_filename_is_a_file(destek, ticket):
    """Contract 2.14: whatever its field is called, several under one name too."""
    body = raw(
        b"x y",
        (b"Content-Disposition: form-data; name=id\r\nContent-Type: text/plain", b"%d" % ticket),
        (b'Content-Disposition: form-data; name="fn"; filename="a.txt"', b"a"),
        (b'Content-Disposition: form-data; name="fn"; filename="b.txt"', b"b"),
        (b"Content-Disposition: form-data; name=uploadfile; filename=c.txt", b"c"),
        (
            b'Content-Disposition: form-data; name="d"; filename="_.txt"; '
            b"filename*=utf-8''%C5%9F.txt",
            b"d",
        ),
        (b'Content-Disposition: form-data; name="empty"; filename=""', b""),
    )

    answer = destek.post(
        "/api/AttachFile", data=body, content_type='multipart/form-data; boundary="x y"'
    )

    assert (200, "") == said(answer)
    assert ["a.txt", "b.txt", "c.txt", "ş.txt"] == [name for _, name in stored(destek)]


def test_files_come_with_comments_and_beside_tickets(destek, ticket):
    """Contract 7.15: key by key; 0 as the comment of a file beside the ticket itself."""
    attach(destek, ticket, part("a.txt", b"abc"), as_="tom")
    destek.advance(60)
    sent = {"id": ticket, "body": "See", "uploadFile": [part("b.txt"), part("c.txt")]}
    destek.post("/api/Comment", data=sent, as_="tom")
    sent = {"id": ticket, "body": "Psst", "forTechsOnly": "1", "uploadFile": part("d.txt")}
    destek.post("/api/Comment", data=sent, as_="tom")
    said_ = [one["CommentID"] for one in destek.get(f"/api/Comments/{ticket}").json]
    note, reply = said_

    found = files_of(destek, ticket, "tom")

    assert [KEYS] * 4 == [list(one) for one in found]
    assert {
        "FileName": "a.txt",
        "FileData": None,
        "FileID": 1,
        "CommentID": 0,
        "CommentDate": "2026-04-05T09:00:00Z",
        "FileHash": None,
        "FileSize": 3,
        "IssueID": ticket,
        "UserID": destek.ids["tom"],
        "GoogleDriveUrl": None,
        "ForTechsOnly": False,
        "Url": "http://localhost/helpdesk/File/Get?id=1",
    } == found[0]
    assert [("b.txt", reply, False), ("c.txt", reply, False), ("d.txt", note, True)] == [
        (one["FileName"], one["CommentID"], one["ForTechsOnly"]) for one in found[1:]
    ]
    assert ["a.txt", "b.txt", "c.txt"] == [
        one["FileName"] for one in files_of(destek, ticket, "sam")
    ]


def files_of(destek, ticket, name):
    """What `attached` tells somebody of a ticket's files, as it goes out below `/helpdesk`."""
    from flask import Flask

    with (
        Flask("test").test_request_context(environ_overrides={"SCRIPT_NAME": "/helpdesk"}),
        destek.desk() as desk,
    ):
        desk.actor = desk.get(Person, destek.ids[name])
        return dump(Attachment(many=True), attached.of_ticket(desk, ticket))


def test_a_file_changes_the_ticket(destek, ticket):
    """Contract 11.3: put there, and taken away."""
    for at, act in enumerate(
        (
            lambda: attach(destek, ticket, part("a.txt"), as_="tom"),
            lambda: destek.get("/api/DeleteFile?id=1", as_="ada"),
        )
    ):
        destek.advance(60)

        assert 200 == act().status_code

        with destek.desk() as desk:
            row = desk.get(Ticket, ticket)
            name = ("tom", "ada")[at]
            assert (desk.now(), destek.ids[name]) == (row.updated_at, row.changed_by_id)


def test_a_ticket_without_a_text_takes_files(destek):
    """It has come by a vendor that wants none."""
    ticket = make_ticket(destek, body=None)

    assert 200 == attach(destek, ticket, part("a.txt")).status_code
    assert ["a.txt"] == [one["FileName"] for one in files_of(destek, ticket, "sam")]


@pytest.mark.parametrize(
    ("path", "sent", "status", "text"),
    [
        ("AttachFile?id=1", {"a": "b"}, 400, "Parameter 'uploadFile': is required"),
        ("AttachFile?id=999", {}, 400, "Parameter 'uploadFile': is required"),
        ("AttachFile", {"f": "a.txt"}, 400, "Parameter 'id': Missing data for required field."),
        ("AttachFile?id=999", {"f": "a.txt"}, 404, "Ticket not found"),
        ("Attachment", {}, 400, "Parameter 'id': Missing data for required field."),
        ("Attachment/999", {}, 404, "File not found"),
        ("DeleteFile/999", {}, 404, "File not found"),
        ("DeleteFile", {}, 400, "Parameter 'id': Missing data for required field."),
    ],
)
def test_what_is_wrong_is_said(destek, ticket, path, sent, status, text):
    """Contract 6.2, 12 to 14; nothing is stored."""
    data = {name: part(one) if "." in one else one for name, one in sent.items()}

    assert (status, text) == said(destek.post(f"/api/{path}", data=data))
    assert [] == stored(destek)


@pytest.mark.parametrize("name", ["kim", "tia"])
def test_who_does_not_see_the_ticket_sees_no_file(destek, ticket, name):
    """Contract 3.10: S."""
    attach(destek, ticket, part("a.txt"))

    assert FORBIDDEN == said(destek.get("/api/Attachment?id=1", as_=name))
    assert FORBIDDEN == said(attach(destek, ticket, part("b.txt"), as_=name))
    assert 1 == len(stored(destek))


def test_nobody_sees_files_without_a_name_and_a_password(destek, ticket):
    """Contract 6.9: Basic or Bearer."""
    attach(destek, ticket, part("a.txt"))

    assert [401, 401] == [
        destek.get(path, as_=None).status_code for path in ("/api/Attachment/1", "/File/Get/1")
    ]


@pytest.mark.parametrize("path", ["DeleteFile?id={}", "DeleteFile/{}"])
def test_an_admin_deletes_a_file(destek, ticket, path):
    """Contract 6.2, 14: nobody else, before anything is looked at."""
    attach(destek, ticket, part("a.txt"), part("b.txt"))

    assert FORBIDDEN == said(destek.get("/api/DeleteFile?id=x", as_="tom"))
    assert FORBIDDEN == said(destek.get("/api/DeleteFile?id=1", as_="sam"))
    assert (200, "") == said(destek.get(f"/api/{path.format(1)}"))
    assert (404, "File not found") == said(destek.get(f"/api/{path.format(1)}"))
    assert [(2, "b.txt")] == stored(destek)


def a_file(desk, **owner):
    """One more file, by its id."""
    file = files.make(desk, name="x.txt", data=b"x")
    for column, id in owner.items():
        setattr(file, column, id)
    return desk.add(file).id


@pytest.mark.parametrize(
    ("article", "name", "status"),
    [
        ({}, "kim", 200),
        ({"techs_only": True}, "kim", 403),
        ({"techs_only": True}, "tia", 200),
        ({"published": False}, "tia", 404),
        ({"category": "secret"}, "kim", 403),
        ({"category": "secret"}, "tom", 200),
        ({"category": "hardware"}, "kim", 200),
    ],
)
def test_the_file_of_an_article_is_for_its_readers(destek, article, name, status):
    """Contract 6.2, 12."""
    article = dict(article)
    category = destek.ids.get(article.pop("category", ""))
    with destek.desk() as desk:
        row = Article(
            title="a", body="b", author_id=destek.ids["ada"], category_id=category, **article
        )
        id = a_file(desk, article_id=desk.add(row).id)

    assert status == destek.get(f"/api/Attachment/{id}", as_=name).status_code


def test_an_article_without_a_category_is_of_the_default_one(destek):
    """Contract 3.10: its files are for technicians, too, where that is for them."""
    with destek.desk() as desk:
        desk.get(Category, categories.default(desk).id).techs_only = True
        row = desk.add(Article(title="a", body="b", author_id=destek.ids["ada"]))
        id = a_file(desk, article_id=row.id)

    assert 403 == destek.get(f"/api/Article/{row.id}", as_="kim").status_code
    assert 403 == destek.get(f"/api/Attachment/{id}", as_="kim").status_code
    assert 200 == destek.get(f"/api/Attachment/{id}", as_="tia").status_code


@pytest.mark.parametrize(("name", "status"), [("sam", 403), ("tia", 200), ("ada", 200)])
def test_the_file_of_an_asset_is_for_technicians(destek, name, status):
    """Contract 6.2, 12."""
    with destek.desk() as desk:
        asset = desk.add(Asset(kind=AssetKind.HARDWARE))
        id = a_file(desk, asset_id=asset.id)

    assert status == destek.get(f"/api/Attachment/{id}", as_=name).status_code


def test_what_is_gone_has_no_files(destek, ticket):
    """A message or a ticket in another vendor's bin; and what belongs to nothing is nobody's."""
    with destek.desk() as desk:
        gone = desk.add(Message(ticket_id=ticket, kind=MessageKind.REPLY, body="a"))
        gone.deleted_at = desk.now()
        of_message, free = a_file(desk, message_id=gone.id), a_file(desk)
    attach(destek, ticket, part("a.txt"))
    with destek.desk() as desk:
        desk.get(Ticket, ticket).deleted_at = desk.now()

    assert [404] * 3 == [
        destek.get(f"/api/Attachment/{id}").status_code for id in (of_message, free, free + 1)
    ]


@pytest.mark.parametrize(
    "head",
    [
        b'Content-Disposition: form-data; name="f"; filename="a.txt"\r\nContent-Type: text/pl\0ain',
        b'Content-Disposition: form-data; name="f"; filename="a\0.txt"',
        b'Content-Disposition: form-data; name="f"; filename="../../a.txt"',
        b"Content-Disposition: form-data; name=\"f\"; filename*=utf-8''%00%ED%A0%80.txt",
        b'Content-Disposition: form-data; name="f"; filename="' + b"a" * 999 + b'.txt"',
    ],
)
def test_a_file_may_be_called_anything(destek, ticket, head):
    """What no database or header holds is left out of its name and its type."""
    body = raw(b"xyz", (head, b"bytes"))

    answer = destek.post(
        f"/api/AttachFile/{ticket}", data=body, content_type="multipart/form-data; boundary=xyz"
    )

    assert (200, "") == said(answer)
    ((id, name),) = stored(destek)
    found = destek.get(f"/api/Attachment/{id}")
    assert (200, b"bytes") == (found.status_code, found.data)
    assert name.endswith(".txt")
    assert 255 >= len(name)


GOOD = (b'Content-Disposition: form-data; name="a"; filename="a.txt"', b"bytes")
LATIN = (b'Content-Disposition: form-data; name="f"; filename="\xff.txt"', b"bytes")


@pytest.mark.parametrize(
    "body",
    [raw(b"xyz", GOOD, LATIN), raw(b"xyz", GOOD)[:-9], raw(b"another", GOOD), b"no parts"],
    ids=["no UTF-8", "cut off", "another boundary", "no multipart"],
)
def test_files_that_cannot_be_read_are_not_left_out_in_silence(destek, ticket, body):
    """Contract 2.14 and 2.15: 400, and nothing is said in the ticket."""
    answer = destek.post(
        f"/api/Comment?id={ticket}&body=See",
        data=body,
        content_type="multipart/form-data; boundary=xyz",
    )

    assert 400 == answer.status_code
    assert [] == destek.get(f"/api/Comments/{ticket}").json == stored(destek)


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"", "multipart/form-data; boundary=xyz"), (b"whatever", "multipart/form-data")],
)
def test_a_multipart_body_that_is_none_is_ignored(destek, ticket, body, kind):
    """As a body of any other type is; contract 2.13."""
    answer = destek.post(f"/api/Comment?id={ticket}&body=See", data=body, content_type=kind)

    assert (200, str(ticket)) == said(answer)


def test_an_empty_file_has_its_type(destek, ticket):
    """Contract 6.2, 12: also where there is nothing to be typed."""
    attach(destek, ticket, part("empty.csv", b"", "text/csv"))
    ((id, _),) = stored(destek)

    found = destek.get(f"/api/Attachment/{id}")

    assert (200, b"", "text/csv") == (
        found.status_code,
        found.data,
        found.headers["Content-Type"].partition(";")[0],
    )
