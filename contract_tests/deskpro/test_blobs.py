"""Files: sent, found, downloaded, taken away. Source: contract 9.7, 9.8 and 10.5."""

import io
import re

import pytest

from contract_tests.deskpro.conftest import refused
from contract_tests.deskpro.spoken import quiet, spoken, upload
from polydesk.core.models import Ticket


def download(deskpro, blob, more=""):
    """What the URL of a blob answers to a stranger."""
    path = blob["download_url"].partition("/file.php")[2]
    return deskpro.get(f"/file.php{path}{more}", as_=None)


@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize("path", ["/blobs/temp", "/blobs"])
def test_a_file_is_sent(deskpro, method, path):
    """By either path; it is temporary."""
    parts = {"file": (io.BytesIO(b"x" * 183), "panic.txt", "text/plain"), "more": "x"}

    answer = deskpro.open(method, path, data=parts)

    blob = answer.json["data"]
    root = f"http://localhost{deskpro.url}"
    assert 201 == answer.status_code
    assert f"{root}/api/v2/blobs/{blob['blob_auth_id']}" == answer.headers["Location"]
    assert blob == {
        "blob_id": 1,
        "blob_auth": blob["blob_auth"],
        "blob_auth_id": f"1-{blob['blob_auth']}",
        "content_type": "text/plain",
        "filename": "panic.txt",
        "filesize_readable": "183.00 B",
        "download_url": f"{root}/file.php/{blob['blob_auth']}/panic.txt",
        "is_image": False,
        "is_temp": True,
    }
    assert re.fullmatch(r"1[A-Z0-9]{20}", blob["blob_auth"])
    assert ["data", "meta", "linked"] == list(answer.json)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"data": {"file": "text"}},
        {"data": {"upload": (io.BytesIO(b"x"), "a.txt")}},
        {"data": {"file": (io.BytesIO(b"x"), "")}},
        {"json": {"file": "x"}},
        {"data": b"--", "content_type": "multipart/form-data"},
        {"data": b"--", "content_type": "multipart/form-data; boundary=x"},
    ],
)
def test_a_file_is_needed(deskpro, sent):
    """A part of that name, with a filename."""
    assert {"file": ["required"]} == refused(deskpro.post("/blobs/temp", **sent))
    assert [] == deskpro.data("/blobs")


@pytest.mark.parametrize(
    ("size", "shown"),
    [(0, "0.00 B"), (1023, "1023.00 B"), (1024, "1.00 KB"), (1918894, "1.83 MB")],
)
def test_sizes_are_for_people(deskpro, size, shown):
    """In the largest unit that it fills."""
    assert shown == upload(deskpro, data=b"x" * size)["filesize_readable"]


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("a.png", (), "image/png"),
        ("a.bin", ("image/svg+xml; charset=utf-8",), "image/svg+xml"),
        ("what", (), "application/octet-stream"),
    ],
)
def test_what_a_file_is(deskpro, name, kind, shown):
    """As it is said, or by its name."""
    blob = upload(deskpro, name, kind=kind)

    assert (shown, "image" in shown) == (blob["content_type"], blob["is_image"])


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("yazıcı çıktı.txt", "yazıcı çıktı.txt"),
        ("../../etc/passwd", "passwd"),
        ("a%2F;ü.txt", "a%2F;ü.txt"),
        ("日本" * 200 + ".txt", "日本" * 125 + "日.txt"),
    ],
)
def test_names_are_in_any_script(deskpro, name, kept):
    """They are saved under the name they have here, without folders."""
    blob = upload(deskpro, name)

    answer = download(deskpro, blob)

    assert kept == blob["filename"]
    assert (200, b"abc") == (answer.status_code, answer.data)
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "text/javascript", "text/xml"])
def test_what_could_run_is_saved(deskpro, kind):
    """Never shown in place, whatever it says it is."""
    answer = download(deskpro, upload(deskpro, "a.txt", b"<script>1</script>", kind=(kind,)))

    assert b"<script>1</script>" == answer.data
    assert kind == answer.headers["Content-Type"].partition(";")[0]
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "nosniff" == answer.headers["X-Content-Type-Options"]


def test_a_download_needs_no_credentials_and_no_name(deskpro):
    """Bad ones are passed over, and so is what may follow."""
    blob = upload(deskpro)

    for answer in (
        download(deskpro, blob),
        download(deskpro, blob, "?access_token=x"),
        deskpro.get(f"/file.php/{blob['blob_auth']}", as_=None),
        deskpro.get(f"/file.php/{blob['blob_auth_id']}", as_=None),
        deskpro.get(f"/file.php/{blob['blob_auth']}/x/y.txt", headers={"Authorization": "key 1:x"}),
    ):
        assert (200, b"abc") == (answer.status_code, answer.data)
    assert b"" == deskpro.head(f"/file.php/{blob['blob_auth']}", as_=None).data


@pytest.mark.parametrize(
    "code",
    [
        "1",
        "1-1",
        "1AAAAAAAAAAAAAAAAAAAA",
        "2-{auth}",
        "{lower}",
        "{auth}A",
        "9" * 400,
        "9" * 19 + "A" * 20,
        "%00",
        "%ff",
        "%ed%a0%80",
        "avatar/80/default.jpg",
    ],
)
def test_an_unknown_code_opens_nothing(deskpro, code):
    """404, in the vendor's words; nobody gets in by a file's number."""
    auth = upload(deskpro)["blob_auth"]

    answer = deskpro.get(f"/file.php/{code.format(auth=auth, lower=auth.lower())}", as_=None)

    assert (404, "not_found") == (answer.status_code, answer.json["code"])


def test_a_blob_has_three_names(deskpro):
    """Those of its code, and its id; by any of them it is found and taken away."""
    names = ("blob_auth_id", "blob_auth", "blob_id")
    made = [upload(deskpro, f"{name}.txt") for name in names]

    for name, blob in zip(names, made, strict=True):
        assert blob == deskpro.data(f"/blobs/{blob[name]}")
    asked = ",".join(str(blob[name]) for name, blob in zip(names, made, strict=True))
    assert made == deskpro.data(f"/blobs?auth_ids={asked},nothing,{2**70}")
    assert made[:1] == deskpro.data(f"/blobs?auth_ids[]={made[0]['blob_auth_id']}")
    assert made == deskpro.data("/blobs")
    assert [] == deskpro.data("/blobs?auth_ids=nothing")
    for name, blob in zip(names, made, strict=True):
        answer = deskpro.delete(f"/blobs/{blob[name]}")
        assert (200, []) == (answer.status_code, answer.json["data"])
        assert 404 == download(deskpro, blob).status_code
    assert [] == deskpro.data("/blobs")


@pytest.mark.parametrize("method", ["GET", "DELETE"])
@pytest.mark.parametrize("id", ["1", "temp", "nothing", "1AAAAAAAAAAAAAAAAAAAA", str(2**70), "%00"])
def test_there_is_no_such_blob(deskpro, method, id):
    """404."""
    assert 404 == deskpro.open(method, f"/blobs/{id}").status_code


def test_the_ids_that_are_asked_for_may_be_many(deskpro):
    """More than a database takes at once."""
    headers = {"X-Deskpro-Api-Get-Query-Body": "1"}
    ids = [*range(1, 100_000)]

    answer = deskpro.post("/blobs", json={"auth_ids": ids}, headers=headers)

    assert 200 == answer.status_code


def test_a_file_that_is_taken_away_is_taken_from_its_ticket(deskpro):
    """As far as other vendors see, too."""
    ticket = spoken(deskpro)
    (attached,) = deskpro.data(f"/tickets/{ticket}/attachments")

    assert 200 == deskpro.delete(f"/blobs/{attached['blob']['blob_auth']}").status_code

    assert [] == deskpro.data(f"/tickets/{ticket}/attachments")
    with deskpro.desk() as desk:
        assert [] == desk.get(Ticket, ticket).opening.files


def test_other_vendors_files_are_downloaded(deskpro):
    """The same bytes; and not where the ticket is in the bin."""
    ticket = spoken(deskpro)
    (attached,) = deskpro.data(f"/tickets/{ticket}/attachments")

    answer = download(deskpro, attached["blob"])

    assert (200, b"aaa") == (answer.status_code, answer.data)
    with deskpro.desk() as desk:
        row = desk.get(Ticket, ticket)
        row.deleted_at = desk.now()
    assert 404 == download(deskpro, attached["blob"]).status_code
    assert 404 == deskpro.get(f"/tickets/{ticket}/attachments").status_code


def test_equal_files_have_different_codes(deskpro):
    """Who has one of them is not let into the other."""
    one, two = upload(deskpro), upload(deskpro)

    assert one["blob_auth"][1:] != two["blob_auth"][1:]


def test_a_code_stays_the_same(deskpro):
    """However often it is asked for, and once the file is attached."""
    blob, ticket = upload(deskpro), quiet(deskpro)
    attached = [{"blob_auth": blob["blob_auth"]}]
    deskpro.make(f"/tickets/{ticket}/messages", message="x", attachments=attached)

    (found,) = deskpro.data(f"/tickets/{ticket}/attachments")

    assert blob | {"is_temp": False} == found["blob"] == deskpro.data(f"/blobs/{blob['blob_id']}")
