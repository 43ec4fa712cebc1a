"""Where dialects and the control plane are found: root, prefix, host; behind proxies; by token."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from werkzeug.test import Client

from polydesk import registry
from polydesk.control import scenario
from polydesk.control.context import kinds_of
from polydesk.core.hooks import Masks
from polydesk.kit.dialect import Dialect
from polydesk.settings import Settings
from polydesk.site import make_site

APIKEY = "helpdeskpro-apikey"
TOKEN = "a-token-of-some-length"
# mount, what comes before the dialect's root, the Host it is asked at
MOUNTS = [
    ("root", "", "localhost"),
    ("prefix", f"/{APIKEY}", "localhost"),
    ("host", "", f"{APIKEY}.localhost"),
]


def ask(site, path, host="localhost", **sent):
    return Client(site).open(path, base_url=f"http://{host}", **sent)


@pytest.fixture
def mounted(store):
    """A site of one dialect, mounted in some way."""

    def make(mount, **given):
        return make_site(Settings(mount=mount, **given), store, registry.find([APIKEY]))

    return make


@pytest.mark.parametrize(("mount", "before", "host"), MOUNTS)
def test_a_dialect_is_found_where_it_says(mounted, world, mount, before, host):
    """Its document names the mount, the world and the host that it was asked at."""
    site = mounted(mount)

    main = ask(site, f"{before}/api/v1/openapi.json", host)
    other = ask(site, f"/~{world}{before}/api/v1/openapi.json", host)

    assert [{"url": f"http://{host}{before}/api/v1"}] == main.json["servers"]
    assert [{"url": f"http://{host}/~{world}{before}/api/v1"}] == other.json["servers"]


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("localhost:8080", f"http://{APIKEY}.localhost:8080/api/v1"),
        ("127.0.0.1:8080", f"http://{APIKEY}.localhost:8080/api/v1"),
        ("[::1]:8080", f"http://{APIKEY}.localhost:8080/api/v1"),
        (f"{APIKEY}.desk.example", f"http://{APIKEY}.desk.example/api/v1"),
        ("other.desk.example", f"http://{APIKEY}.other.desk.example/api/v1"),
    ],
)
def test_hosts_of_dialects_can_be_looked_up(mounted, host, found):
    """By whatever name the control plane was asked."""
    (main,) = (
        one for one in ask(mounted("host"), "/_polydesk/worlds", host).json if one["name"] == "main"
    )

    assert {APIKEY: found} == main["base_urls"]


def test_a_public_url_is_what_dialects_names_stand_before(mounted):
    """As it is set, whatever it is called."""
    site = mounted("host", public_url=f"https://{APIKEY}.example")

    assert f"https://{APIKEY}.{APIKEY}.example/api/v1" == site.base_url(APIKEY)


@pytest.mark.parametrize("mount", ["root", "prefix", "host"])
def test_every_dialect_answers_to_the_demos_credential(store, world, mount):
    """Each alone at its vendor's root; all at once by prefix, and all at once by host."""
    every = registry.find()
    with store.desk(world) as desk:
        told = scenario.seed(desk, scenario.read("demo"), kinds_of(every)).credentials
    proofs = {one["dialect"]: {one["header"]: one["value"]} for one in reversed(told)}

    answered = {}
    for name, dialect in every.items():
        site = make_site(
            Settings(mount=mount), store, {name: dialect} if mount == "root" else every
        )
        url = urlsplit(site.base_url(name, world) + dialect.example)
        answered[name] = ask(site, url.path, url.netloc, headers=proofs[name]).status_code

    assert dict.fromkeys(every, 200) == answered


def test_a_dialect_is_loaded_when_it_is_asked_for(store, monkeypatch):
    """Once, however often and by however many at once; not for requests to another one."""
    made = []

    def app(self, *given, **named):
        made.append(self.name)
        return real(self, *given, **named)

    real = Dialect.app
    monkeypatch.setattr(Dialect, "app", app)
    site = make_site(Settings(mount="prefix"), store, registry.find([APIKEY, "openhelpdesk"]))

    before = list(made)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: ask(site, f"/{APIKEY}/api/v1/status"), range(4)))

    assert ([], [APIKEY]) == (before, made)
    assert [401] * 4 == [answer.status_code for answer in answers]
    assert [APIKEY, "openhelpdesk"] == [*site.apps]


@pytest.mark.parametrize(("mount", "before", "host"), MOUNTS)
def test_the_control_plane_is_reachable_in_every_mount(mounted, world, mount, before, host):
    """At the same path; it knows where the dialect is, in every world."""
    site = mounted(mount)

    (listed,) = ask(site, "/_polydesk/dialects").json
    shown = ask(site, f"/_polydesk/worlds/{world}").json
    also = ask(site, "/_polydesk/live", host)

    assert f"http://{host}{before}/api/v1" == listed["base_url"]
    assert {APIKEY: f"http://{host}/~{world}{before}/api/v1"} == shown["base_urls"]
    assert 200 == also.status_code


@pytest.mark.parametrize(("mount", "before", "host"), MOUNTS)
def test_the_control_planes_document_is_where_it_is(mounted, mount, before, host):
    """Whatever the mount."""
    answer = ask(mounted(mount), "/_polydesk/openapi.json")

    assert [{"url": "http://localhost/_polydesk"}] == answer.json["servers"]


@pytest.mark.parametrize(
    ("mount", "path", "host"),
    [
        ("root", "/api/v1/none", "localhost"),
        ("root", "/api/v1", "localhost"),
        ("prefix", f"/{APIKEY}/api/v1/none", "localhost"),
        ("prefix", f"/~main/{APIKEY}/api/v1/none", "localhost"),
        ("host", "/api/v1/none", f"{APIKEY}.localhost"),
        ("host", "/api/v1/none", f"{APIKEY.upper()}.localhost:8080"),
    ],
)
def test_an_unknown_path_of_a_dialect_is_the_vendors_404(mounted, mount, path, host):
    """With its message."""
    answer = ask(mounted(mount), path, host)

    assert (404, {"error": "Not found."}) == (answer.status_code, answer.json)


@pytest.mark.parametrize(
    ("mount", "path", "host"),
    [
        ("prefix", "/", "localhost"),
        ("prefix", "/none", "localhost"),
        ("prefix", "/~main", "localhost"),
        ("prefix", "/~main/", "localhost"),
        ("prefix", f"/{APIKEY}x/api/v1/status", "localhost"),
        ("prefix", "/_polydesk", "localhost"),
        ("prefix", "/_polydesk/none", "localhost"),
        ("prefix", "/_polydeskx", "localhost"),
        ("host", "/api/v1/status", "localhost"),
        ("host", "/api/v1/status", "none.localhost"),
    ],
)
def test_what_is_nobodys_is_the_control_planes_404(mounted, mount, path, host):
    """In its shape."""
    answer = ask(mounted(mount), path, host)

    assert (404, "not_found") == (answer.status_code, answer.json["error"]["code"])


def test_several_dialects_need_room(store):
    """One root is for one."""
    with pytest.raises(ValueError, match="mount: root takes one dialect"):
        make_site(Settings(mount="root"), store, {})


@pytest.mark.parametrize(
    ("mount", "before", "expected"),
    [
        ("root", "", "https://desk.example/help/~{}/api/v1"),
        ("prefix", f"/{APIKEY}", f"https://desk.example/help/~{{}}/{APIKEY}/api/v1"),
    ],
)
def test_absolute_urls_begin_as_the_setting_says(mounted, world, mount, before, expected):
    """Whatever host was asked."""
    site = mounted(mount, public_url="https://desk.example/help")

    document = ask(site, f"/~{world}{before}/api/v1/openapi.json", "other.example").json
    shown = ask(site, f"/_polydesk/worlds/{world}", "other.example").json

    assert [{"url": expected.format(world)}] == document["servers"]
    assert {APIKEY: expected.format(world)} == shown["base_urls"]


def test_a_public_url_is_no_host_to_choose_a_dialect_by(mounted, world):
    """In the mount `host` the dialect's name stands before it."""
    site = mounted("host", public_url="https://desk.example")

    document = ask(site, f"/~{world}/api/v1/openapi.json", f"{APIKEY}.desk.example").json
    shown = ask(site, f"/_polydesk/worlds/{world}", "desk.example").json

    expected = f"https://{APIKEY}.desk.example/~{world}/api/v1"
    assert [{"url": expected}] == document["servers"]
    assert {APIKEY: expected} == shown["base_urls"]


FORWARDED = {
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "desk.example",
    "X-Forwarded-Prefix": "/help",
    "X-Forwarded-For": "192.0.2.1",
}


@pytest.mark.parametrize(
    ("proxies", "expected"),
    [
        (0, f"http://localhost/~{{}}/{APIKEY}/api/v1"),
        (1, f"https://desk.example/help/~{{}}/{APIKEY}/api/v1"),
    ],
)
def test_proxies_are_believed_as_far_as_they_are_trusted(mounted, world, proxies, expected):
    """By the setting; a client's own headers are not."""
    site = mounted("prefix", trusted_proxies=proxies)

    answer = ask(site, f"/~{world}/{APIKEY}/api/v1/openapi.json", headers=FORWARDED)
    shown = ask(site, f"/_polydesk/worlds/{world}", headers=FORWARDED)

    assert [{"url": expected.format(world)}] == answer.json["servers"]
    assert {APIKEY: expected.format(world)} == shown.json["base_urls"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": f"Bearer {TOKEN}"}, 200),
        ({"Authorization": f"bearer  {TOKEN} "}, 200),
        ({"Authorization": f"Basic {TOKEN}"}, 401),
        ({"Authorization": TOKEN}, 401),
        ({"Authorization": "Bearer"}, 401),
        ({"Authorization": f"Bearer {TOKEN}x"}, 401),
        ({"Authorization": f"Bearer {TOKEN[:-1]}"}, 401),
        ({"Authorization": "Bearer é\xff"}, 401),
    ],
)
@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "127.0.0.1"])
def test_with_a_token_only_its_bearer_is_let_in(mounted, host, headers, status):
    """On any address; the error has the control plane's shape."""
    answer = ask(
        mounted("prefix", host=host, control_token=TOKEN), "/_polydesk/worlds", headers=headers
    )

    code = answer.json["error"]["code"] if status == 401 else "unauthorized"
    assert (status, "unauthorized") == (answer.status_code, code)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("localhost", 200),
        ("::1", 200),
        ("127.8.8.8", 200),
        ("0.0.0.0", 401),
        ("192.0.2.7", 401),
    ],
)
def test_without_a_token_only_loopback_is_open(mounted, host, status):
    """Elsewhere nobody is let in."""
    assert status == ask(mounted("prefix", host=host), "/_polydesk/worlds").status_code


def test_the_token_is_no_vendors_business(mounted):
    """Their paths ask for their own credentials."""
    site = mounted("prefix", host="0.0.0.0", control_token=TOKEN)

    headers = {"Authorization": f"Bearer {TOKEN}"}
    answer = ask(site, f"/{APIKEY}/api/v1/status", headers=headers)

    assert (401, {"error": "Valid API key required."}) == (answer.status_code, answer.json)


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ({}, "http://127.0.0.1:8080"),
        ({"host": "0.0.0.0", "port": 9}, "http://0.0.0.0:9"),
        ({"host": "::1"}, "http://[::1]:8080"),
        ({"mount": "host"}, "http://localhost:8080"),
    ],
)
def test_a_server_knows_where_it_listens(store, given, origin):
    """As a client on the same machine would write it."""
    assert origin == make_site(Settings(**given), store, {}).origin


def test_a_body_that_is_too_large_is_413_everywhere(mounted, world):
    """In each one's shape."""
    site = mounted("prefix", max_body_bytes=1024)

    control = ask(site, f"/_polydesk/worlds/{world}/seed", method="POST", data=b"x" * 2000)

    assert (413, "too_large") == (control.status_code, control.json["error"]["code"])


def test_a_dialects_masks_know_where_it_is_found(store):
    """In each world, by the mount and the public URL."""
    masks = Masks(lambda *_: {})
    toy = dataclasses.replace(registry.find([APIKEY])[APIKEY], name="toy", masks=masks)
    settings = Settings(mount="prefix", public_url="https://desk.example/x")

    make_site(settings, store, {"toy": toy})

    base_url = store.masks.pop("toy").base_url
    assert f"https://desk.example/x/toy{toy.root}" == base_url("main")
    assert f"https://desk.example/x/~alice/toy{toy.root}" == base_url("alice")
