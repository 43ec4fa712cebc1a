"""Files by themselves. Source: contract 1.4, "Content, files", and 1.5."""

import io

import pytest
from werkzeug.test import Client

from contract_tests.helpdeskpro_sanctum.conftest import META, MOMENT, invalid, refused
from polydesk.core import files, hiding, knowledge, replies, tickets
from polydesk.core.models import Asset, AssetKind, Person, Ticket
from tests.counting import counting

DATA = b"\x89PNG\0\xff"


def part(data=DATA, name="tray.png", kind="image/png"):
    """A part of a multipart body."""
    return io.BytesIO(data), name, kind


def upload(sanctum, as_="ada", **sent):
    """Send a file, as the API answers it."""
    return sanctum.data("POST", "/media", as_=as_, data={"file": part(), **sent})


@pytest.fixture
def ticket(sanctum):
    """The id of a ticket of Sam's."""
    with sanctum.desk() as desk:
        sam = desk.get(Person, sanctum.ids["sam"])
        return tickets.create(desk, subject="No paper", body="Tray 2", requester=sam).id


def test_a_file_is_uploaded_and_shown(sanctum, ticket):
    """With all that is known of it."""
    answer = sanctum.post("/media", data={"file": part(), "ticket_id": str(ticket)})

    id = answer.json["data"]["id"]
    shown = {
        "id": id,
        "name": "tray.png",
        "path": f"http://localhost{sanctum.url}/media/{id}/download",
        "size": len(DATA),
        "mime_type": "image/png",
        "user_id": sanctum.ids["ada"],
        "ticket_id": ticket,
        "conversation_id": None,
        "message_id": None,
        "created_at": MOMENT,
        "updated_at": MOMENT,
    }
    assert (201, {"success": True, "data": shown, "meta": META}) == (
        answer.status_code,
        answer.json,
    )
    assert shown == sanctum.data("GET", f"/media/{id}")


def test_a_path_gives_the_bytes(sanctum):
    """To be saved under the name of the file, to whoever has a token."""
    path = upload(sanctum)["path"]
    proof = {"Authorization": f"Bearer {sanctum.tokens['eve']}"}

    answer = Client(sanctum.site).get(path, headers=proof)

    assert (200, DATA, "image/png") == (answer.status_code, answer.data, answer.content_type)
    assert "attachment; filename=tray.png" == answer.headers["Content-Disposition"].replace('"', "")
    assert "nosniff" == answer.headers["X-Content-Type-Options"]
    assert 401 == Client(sanctum.site).get(path).status_code


@pytest.mark.parametrize("id", [999999, "x"])
def test_what_is_not_there_is_not_downloaded(sanctum, id):
    """Nor shown, changed or deleted."""
    answers = [
        sanctum.get(f"/media/{id}/download"),
        sanctum.get(f"/media/{id}"),
        sanctum.put(f"/media/{id}", json={"name": "x"}),
        sanctum.delete(f"/media/{id}"),
    ]

    assert [(404, "Media not found", None)] * 4 == [refused(answer) for answer in answers]


@pytest.mark.parametrize(
    ("sent", "flaw"),
    [
        ({}, "The file field is required."),
        ({"file": (io.BytesIO(), "")}, "The file field is required."),
        ({"file": "text"}, "The file must be a file."),
    ],
)
def test_an_upload_needs_a_file(sanctum, sent, flaw):
    """All flaws are told at once."""
    answer = sanctum.post("/media", data={"ticket_id": "999999", **sent})

    assert invalid(file=flaw, ticket_id="The selected ticket id is invalid.") == refused(answer)
    assert [] == sanctum.list("/media")


def test_an_empty_file_is_one(sanctum):
    """Of no size."""
    made = sanctum.data("POST", "/media", data={"file": part(b"", "empty.txt", "text/plain")})

    assert ("empty.txt", 0) == (made["name"], made["size"])


def test_files_of_every_owner_are_listed(sanctum, ticket):
    """But for those of tickets and messages in the bin."""
    with sanctum.desk() as desk:
        row = desk.get(Ticket, ticket)
        gone = tickets.create(desk, subject="Gone", body="-", requester=row.requester)
        made = [files.make(desk, name=f"{at}.txt", data=b"x") for at in range(4)]
        replies.attach(desk, row, None, [made[0]])
        replies.attach(desk, gone, None, [made[3]])
        knowledge.create(desk, title="Paper", body="-", author=row.requester, files=[made[1]])
        asset = desk.add(Asset(kind=AssetKind.HARDWARE, name="Printer"))
        made[2].asset_id = asset.id
        desk.add(made[2])
        ids = [one.id for one in made]
        desk.actor = row.requester
        desk.judged = True
        hiding.hide(desk, gone, "deleted")

    found = sanctum.list("/media")

    assert [(ids[0], ticket), (ids[1], None), (ids[2], None)] == [
        (one["id"], one["ticket_id"]) for one in found
    ]
    assert 404 == sanctum.get(f"/media/{ids[3]}/download").status_code


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["b", "c", "a"]),
        ("?sort=name", ["a", "b", "c"]),
        ("?sort=id&order=desc", ["a", "c", "b"]),
        ("?sort=size&order=desc", ["a", "c", "b"]),
        ("?per_page=1&page=2", ["c"]),
    ],
)
def test_files_are_sorted(sanctum, query, names):
    """By when they came, if by nothing else."""
    for name in ("b", "c", "a"):
        upload(sanctum, file=part(name=name))
        sanctum.advance(1)

    assert names == [one["name"] for one in sanctum.list(f"/media{query}")]


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_file_is_renamed_and_moved(sanctum, ticket, method):
    """Only what is sent changes; null takes it away from its ticket."""
    made = upload(sanctum)
    sanctum.advance(60)
    url = f"/media/{made['id']}"

    named = sanctum.data(method, url, json={"name": "drawer.png"})
    moved = sanctum.data(method, url, json={"ticket_id": ticket})
    freed = sanctum.data(method, url, json={"ticket_id": None})

    later = "2026-01-05T09:01:00.000000Z"
    assert {**made, "name": "drawer.png", "updated_at": later} == named
    assert {**named, "ticket_id": ticket} == moved
    assert named == freed


@pytest.mark.parametrize(
    ("sent", "flaw"),
    [
        ({"name": "x" * 256}, {"name": "The name must not be greater than 255 characters."}),
        ({"name": " "}, {"name": "The name field is required."}),
        ({"name": 1}, {"name": "The name must be a string."}),
        ({"ticket_id": 999999}, {"ticket_id": "The selected ticket id is invalid."}),
        ({"ticket_id": "x"}, {"ticket_id": "The selected ticket id is invalid."}),
    ],
)
def test_a_refused_change_changes_nothing(sanctum, sent, flaw):
    """And says why."""
    made = upload(sanctum)

    answer = sanctum.put(f"/media/{made['id']}", json=sent)

    assert invalid(**flaw) == refused(answer)
    assert made == sanctum.data("GET", f"/media/{made['id']}")


def test_a_file_is_deleted(sanctum):
    """For good."""
    id = upload(sanctum)["id"]

    gone = sanctum.delete(f"/media/{id}")

    assert (204, b"") == (gone.status_code, gone.data)
    assert 404 == sanctum.get(f"/media/{id}").status_code


def test_a_list_costs_the_same_however_long_it_is(sanctum, ticket):
    """Five statements: who calls, how many, which, what they are, and beside which tickets."""

    def cost():
        with counting() as statements:
            sanctum.list("/media")
        return len(statements)

    upload(sanctum, ticket_id=str(ticket))
    sanctum.list("/media")
    one = cost()
    for _ in range(9):
        upload(sanctum, ticket_id=str(ticket))
    sanctum.list("/media")

    assert one == cost() <= 5
