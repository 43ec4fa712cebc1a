"""A world's clock, snapshots, limits, settings and objects, through the control plane."""

from datetime import UTC, datetime, timedelta

import pytest

AT = "2026-01-05T09:00:00Z"
MOMENT = datetime(2026, 1, 5, 9, tzinfo=UTC)
SOON = timedelta(minutes=1)


def read(clock):
    return datetime.fromisoformat(clock["now"])


def test_a_new_clock_is_real(plane):
    """With the moment as it is."""
    clock = plane.get(f"{plane.here}/clock").json

    assert ("real", 0) == (clock["mode"], clock["offset_seconds"])
    assert timedelta(0) <= datetime.now(UTC) - read(clock) < SOON


def test_moments_are_written_as_utc(plane):
    """With a Z."""
    plane.put(f"{plane.here}/clock", {"mode": "frozen", "now": AT})

    assert AT == plane.get(f"{plane.here}/clock").json["now"]


@pytest.mark.parametrize(
    ("asked", "mode", "now", "offset"),
    [
        ({"mode": "frozen", "now": AT}, "frozen", MOMENT, 0),
        (
            {"mode": "frozen", "now": "2026-01-05T12:00:00.5+03:00"},
            "frozen",
            MOMENT + timedelta(seconds=0.5),
            0,
        ),
        ({"mode": "frozen", "now": "2026-01-05T09:00:00+00:00"}, "frozen", MOMENT, 0),
        ({"mode": "shifted", "now": AT}, "shifted", MOMENT, None),
        ({"mode": "shifted", "offset_seconds": -3600}, "shifted", None, -3600),
        ({"mode": "shifted", "offset_seconds": 0.5}, "shifted", None, 0.5),
        ({"mode": "real"}, "real", None, 0),
        ({"mode": "real", "now": AT}, "real", None, 0),
    ],
)
def test_a_clock_is_set(plane, asked, mode, now, offset):
    """And stays so."""
    answer = plane.put(f"{plane.here}/clock", asked)
    clock = plane.get(f"{plane.here}/clock").json

    expected = now or datetime.now(UTC) + timedelta(seconds=offset)
    assert (200, mode, mode) == (answer.status_code, answer.json["mode"], clock["mode"])
    assert abs(read(clock) - expected) < (SOON if mode != "frozen" else timedelta(microseconds=1))
    assert offset in (None, clock["offset_seconds"])


def test_a_clock_is_advanced(plane):
    """Frozen or running, also backwards."""
    plane.put(f"{plane.here}/clock", {"mode": "frozen", "now": AT})
    frozen = [plane.post(f"{plane.here}/clock/advance", {"seconds": s}).json for s in (900, -1.5)]
    plane.put(f"{plane.here}/clock", {"mode": "real"})

    shifted = plane.post(f"{plane.here}/clock/advance", {"seconds": 60}).json

    assert [900, 898.5] == [(read(clock) - MOMENT).total_seconds() for clock in frozen]
    assert ["frozen", "frozen", "shifted"] == [clock["mode"] for clock in (*frozen, shifted)]
    assert 60 == shifted["offset_seconds"]


def test_a_clock_is_frozen_where_it_is_and_let_go(plane):
    """From there on."""
    plane.put(f"{plane.here}/clock", {"mode": "frozen", "now": AT})
    again = plane.put(f"{plane.here}/clock", {"mode": "frozen"}).json

    running = plane.put(f"{plane.here}/clock", {"mode": "shifted"}).json

    assert MOMENT == read(again)
    assert timedelta(0) <= read(running) - MOMENT < SOON


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        ("/clock", {}, 422),
        ("/clock", {"mode": "slow"}, 422),
        ("/clock", {"mode": "frozen", "now": "yesterday"}, 422),
        ("/clock", {"mode": "frozen", "now": "2026-01-05T09:00:00"}, 422),
        ("/clock", {"mode": "frozen", "now": "1969-12-31T23:59:59Z"}, 422),
        ("/clock", {"mode": "frozen", "now": "9000-01-01T00:00:00Z"}, 422),
        ("/clock", {"mode": "frozen", "now": "0001-01-01T00:00:00+14:00"}, 422),
        ("/clock", {"mode": "shifted", "now": "9999-12-31T23:59:59-14:00"}, 422),
        ("/clock", {"mode": "shifted", "offset_seconds": 1e300}, 422),
        ("/clock", {"mode": "shifted", "offset_seconds": "x"}, 422),
        ("/clock", {"mode": "real", "speed": 2}, 422),
        ("/clock", [], 400),
        ("/clock/advance", {}, 422),
        ("/clock/advance", {"seconds": "soon"}, 422),
        ("/clock/advance", {"seconds": 1e18}, 422),
        ("/clock/advance", {"seconds": -1e10}, 422),
        ("/clock/advance", {"seconds": 1e308}, 422),
    ],
)
def test_a_clock_that_cannot_be_is_refused(plane, path, asked, status):
    """And stays as it was."""
    method = "PUT" if path == "/clock" else "POST"

    answer = plane.open(method, plane.here + path, json=asked)

    assert status == answer.status_code, answer.text
    assert "real" == plane.get(f"{plane.here}/clock").json["mode"]


def test_a_snapshot_is_kept_and_brought_back(plane):
    """Rows, clock and credentials; it stays for another time."""
    secret = plane.key()["secret"]
    plane.put(f"{plane.here}/clock", {"mode": "frozen", "now": AT})

    made = plane.post(f"{plane.here}/snapshots", {"name": "before"})
    plane.post(f"{plane.here}/reset")
    restored = plane.post(f"{plane.here}/snapshots/before/restore")

    assert (201, {"name": "before"}, 204) == (made.status_code, made.json, restored.status_code)
    assert [{"name": "before"}] == plane.get(f"{plane.here}/snapshots").json
    assert MOMENT == read(plane.get(f"{plane.here}/clock").json)
    assert 200 == plane.vendor("GET", "/status", secret).status_code


@pytest.mark.parametrize(
    ("method", "path", "name", "status", "code"),
    [
        ("POST", "", "there", 409, "conflict"),
        ("POST", "", "A", 422, "invalid"),
        ("POST", "", None, 422, "invalid"),
        ("POST", "/none/restore", None, 404, "not_found"),
        ("DELETE", "/none", None, 404, "not_found"),
        ("POST", "/a@b/restore", None, 404, "not_found"),
    ],
)
def test_a_snapshot_that_cannot_be_is_refused(plane, method, path, name, status, code):
    """Those that are there stay."""
    plane.post(f"{plane.here}/snapshots", {"name": "there"})

    answer = plane.open(method, f"{plane.here}/snapshots{path}", json={"name": name})

    assert (status, code) == (answer.status_code, answer.json["error"]["code"])
    assert [{"name": "there"}] == plane.get(f"{plane.here}/snapshots").json


def test_a_snapshot_is_dropped(plane):
    """Once."""
    plane.post(f"{plane.here}/snapshots", {"name": "there"})

    statuses = [plane.delete(f"{plane.here}/snapshots/there").status_code for _ in range(2)]

    assert ([204, 404], []) == (statuses, plane.get(f"{plane.here}/snapshots").json)


def test_limits_are_forgotten(plane, store):
    """All counts of this world, and of no other."""
    store.memory(plane.world).counts["a"] = 1
    store.memory("main").counts["a"] = 1

    answer = plane.post(f"{plane.here}/limits/reset")

    assert (204, {}, {"a": 1}) == (
        answer.status_code,
        store.memory(plane.world).counts,
        store.memory("main").counts,
    )
    store.memory("main").counts.clear()


def test_settings_are_shown_with_their_defaults(plane):
    """By dialect, and those of the world."""
    shown = plane.get(f"{plane.here}/settings").json

    defaults = {name: dialect.defaults for name, dialect in plane.site.dialects.items()}
    world = {"seed": None, "allow_private_webhooks": False}
    assert {"world": world, **defaults} == shown


def test_settings_are_changed_one_by_one(plane):
    """And are in force at once."""
    answer = plane.patch(
        f"{plane.here}/settings", {"helpdeskpro-apikey": {"tags": "string"}, "world": {"seed": 7}}
    )

    assert (200, "string", 7) == (
        answer.status_code,
        answer.json["helpdeskpro-apikey"]["tags"],
        answer.json["world"]["seed"],
    )
    assert answer.json == plane.get(f"{plane.here}/settings").json
    assert 200 == plane.patch(f"{plane.here}/settings", {"world": {"seed": None}}).status_code


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ({"none": {}}, "none"),
        ({"helpdeskpro-apikey": {"none": 1}}, "helpdeskpro-apikey.none"),
        ({"helpdeskpro-apikey": {"tags": "set"}}, "helpdeskpro-apikey.tags"),
        ({"helpdeskpro-apikey": {"tags": ["array"]}}, "helpdeskpro-apikey.tags"),
        ({"helpdeskpro-apikey": 1}, "helpdeskpro-apikey"),
        ({"world": {"seed": "x"}}, "world.seed"),
        ({"world": {"seed": True}}, "world.seed"),
        ({"world": {"seed": 2**63}}, "world.seed"),
        ({"world": {"allow_private_webhooks": 1}}, "world.allow_private_webhooks"),
        ({"world": {"none": 1}}, "world.none"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(plane, asked, path):
    """The error says which; the good ones beside it are not set either."""
    before = plane.get(f"{plane.here}/settings").json
    good = {"helpdeskpro-apikey": {"tags": "string"}}

    answer = plane.patch(f"{plane.here}/settings", {**good, **asked})

    assert (422, [path]) == (answer.status_code, list(answer.json["error"]["details"]))
    assert before == plane.get(f"{plane.here}/settings").json


def test_an_object_is_shown_in_the_cores_words_and_the_vendors(plane):
    """By id or by ULID; other dialects that have no such thing are left out."""
    plane.put(f"{plane.here}/clock", {"mode": "frozen", "now": AT})
    plane.post(f"{plane.here}/seed", {"scenario": "demo"})
    secret = plane.key(person="ada")["secret"]

    shown = plane.get(f"{plane.here}/objects/tickets/202").json
    by_ulid = plane.get(f"{plane.here}/objects/tickets/{shown['core']['ulid']}").json

    vendor = plane.vendor("GET", "/tickets/202", secret).json
    assert shown == by_ulid
    assert ("Printer jam", vendor) == (
        shown["core"]["subject"],
        shown["dialects"]["helpdeskpro-apikey"],
    )
    assert ["opening", "reply", "reply"] == [m["kind"] for m in shown["core"]["messages"]]


@pytest.mark.parametrize(
    "table",
    [
        "articles",
        "assets",
        "categories",
        "departments",
        "custom_fields",
        "files",
        "messages",
        "organizations",
        "people",
        "priorities",
        "statuses",
        "tags",
        "ticket_types",
        "tickets",
    ],
)
def test_an_object_of_every_table_is_shown(plane, table):
    """Without its secrets."""
    plane.post(f"{plane.here}/seed", {"scenario": "demo"})

    answer = plane.get(f"{plane.here}/objects/{table}/1")

    assert (200, 1) == (answer.status_code, answer.json["core"]["id"]), answer.text
    secrets = {"password_hash", "mfa_secret", "mfa_codes", "data"}
    assert set() == secrets & set(answer.json["core"])


@pytest.mark.parametrize(
    "path",
    [
        "none/1",
        "tickets/1",
        "tickets/0",
        "tickets/x",
        "tickets/" + "9" * 30,
        "worlds/1",
        "credentials/1",
    ],
)
def test_an_unknown_object_is_not_found(plane, path):
    """Of an unknown table either."""
    answer = plane.get(f"{plane.here}/objects/{path}")

    assert (404, "not_found") == (answer.status_code, answer.json["error"]["code"])


def play(plane):
    """A story, and all that was answered to it."""
    plane.post(f"{plane.here}/reset")
    plane.put(f"{plane.here}/clock", {"mode": "frozen", "now": AT})
    plane.patch(f"{plane.here}/settings", {"world": {"seed": 7}})
    key = plane.post(
        f"{plane.here}/credentials", {"dialect": "helpdeskpro-apikey", "kind": "api_key"}
    )
    ada = {"name": "Ada", "username": "ada", "role": "agent"}
    answers = [key, plane.post(f"{plane.here}/seed", {"people": [ada]})]
    secret = key.json["secret"]
    for number in range(3):
        body = {"subject": f"Jam {number}", "description": "x", "created_by": "ada"}
        answers.append(plane.vendor("POST", "/tickets", secret, json=body))
    answers += [
        plane.vendor("GET", "/tickets", secret),
        plane.vendor("DELETE", "/tickets/2", secret),
        plane.post(f"{plane.here}/credentials/1/rotate"),
        plane.get(f"{plane.here}/export"),
    ]
    return [(answer.status_code, answer.data) for answer in answers]


def test_a_seeded_frozen_world_answers_the_same_byte_for_byte(plane):
    """Ids, ULIDs, keys and all."""
    assert play(plane) == play(plane)
