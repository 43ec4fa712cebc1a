"""Plugins: contract 6.7, rows 60 to 63, 4.11 and 8.9."""

import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polydesk.core.errors import Invalid
from polydesk.core.models import Record
from polydesk.dialects.openhelpdesk import manifest
from tests.receiver import Receiver

PLUGINS = "/api/admin/plugins"
MAGIC = b"\0asm\1\0\0\0"
MANIFEST = {
    "id": "com.example.pager",
    "name": "Pager",
    "version": "1.2.0",
    "description": "Pages the on-call.",
    "license": "MIT",
    "events": ["ticket.created"],
    "permissions": {"http": {"allowed_hosts": ["api.example.com"]}},
    "config_schema": {
        "token": {"type": "string", "label": "Token", "required": True, "secret": True},
        "channel": {"type": "string", "label": "Channel", "default": "#ops"},
        "loud": {"type": "boolean"},
        "times": {"type": "integer", "default": 3},
        "tone": {"type": "select", "options": ["low", "high"]},
    },
}
TOO_DEEP = b"[" * 900 + b"]" * 900


def leb(number):
    """Unsigned LEB128."""
    low, rest = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + leb(rest) if rest else bytes([low])


def section(id, content):
    return bytes([id]) + leb(len(content)) + content


def custom(name, content):
    return section(0, leb(len(name)) + name + content)


def module(said=MANIFEST, **changed):
    """A module with a manifest; a type section and another custom one are before it."""
    content = said if isinstance(said, bytes) else json.dumps({**said, **changed}).encode()
    before = section(1, b"\x00") + custom(b"name", b"x" * 200)
    return MAGIC + before + custom(b"ohd_manifest", content) + section(3, b"\x00")


def without(name):
    return {key: value for key, value in MANIFEST.items() if key != name}


def upload(ohd, data, part="file"):
    return ohd.post(PLUGINS, data={part: (io.BytesIO(data), "plugin.wasm")})


@pytest.fixture
def plugin(ohd):
    """An installed plugin's path."""
    return f"{PLUGINS}/{upload(ohd, module()).json['id']}"


@pytest.fixture
def download():
    """Somebody's server that has a plugin."""
    receiver = Receiver()
    receiver.body, receiver.headers = module(), {"Location": "/elsewhere"}
    yield receiver
    receiver.close()


def test_61_a_plugin_is_installed_disabled(ohd):
    """201 with what the manifest says, defaults filled, secrets left out."""
    answer = upload(ohd, module())

    expected = {
        "id": answer.json["id"],
        "plugin_id": "com.example.pager",
        "name": "Pager",
        "version": "1.2.0",
        "description": "Pages the on-call.",
        "author": None,
        "license": "MIT",
        "homepage": None,
        "status": "disabled",
        "enabled": False,
        "error_count": 0,
        "events": ["ticket.created"],
        "permissions": MANIFEST["permissions"],
        "config_schema": MANIFEST["config_schema"],
        "config": {"channel": "#ops", "times": 3},
        "installed_at": "2026-04-05T09:00:00Z",
    }
    assert (201, expected) == (answer.status_code, answer.json)


def test_61_optional_parts_of_a_manifest_are_empty(ohd):
    """Null and empty objects."""
    needed = ("id", "name", "version", "description", "events")
    answer = upload(ohd, module({name: MANIFEST[name] for name in needed}))

    parts = ("author", "license", "homepage", "permissions", "config_schema", "config")
    assert [None, None, None, {}, {}, {}] == [answer.json[name] for name in parts]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", "not a WebAssembly module"),
        (b"MZ" + bytes(100), "not a WebAssembly module"),
        (MAGIC[:-1], "not a WebAssembly module"),
        (b"\0asm\2\0\0\0", "not a WebAssembly module"),
        (MAGIC, "plugin manifest not found"),
        (MAGIC + custom(b"other", b"{}"), "plugin manifest not found"),
        (MAGIC + section(1, b"ohd_manifest{}"), "plugin manifest not found"),
        (MAGIC + b"\0", "not a WebAssembly module"),
        (MAGIC + b"\0\x80", "not a WebAssembly module"),
        (MAGIC + b"\0\x80\x80\x80\x80\x80\x00", "not a WebAssembly module"),
        (MAGIC + b"\0\xff\xff\xff\xff\x7f", "not a WebAssembly module"),
        (MAGIC + b"\0\x05\x0cohd_", "not a WebAssembly module"),
        (MAGIC + section(0, b""), "not a WebAssembly module"),
        (MAGIC + section(0, b"\xff\x01name"), "not a WebAssembly module"),
        (module()[:-30], "not a WebAssembly module"),
        (module(b""), "plugin manifest is not valid JSON"),
        (module(b"{"), "plugin manifest is not valid JSON"),
        (module(b"[]"), "plugin manifest is not valid JSON"),
        (module(b"\xff\xfe"), "plugin manifest is not valid JSON"),
        (module(TOO_DEEP), "plugin manifest is not valid JSON"),
        (module(b'{"id":' + TOO_DEEP + b"}"), "plugin manifest is not valid JSON"),
        (module(name="a\0b"), "plugin manifest is not valid JSON"),
        (module(b"{}"), "plugin manifest: id is required"),
        (module(id=""), "plugin manifest: id is required"),
        (module(without("name")), "plugin manifest: name is required"),
        (module(without("version")), "plugin manifest: version is required"),
        (module(without("description")), "plugin manifest: description is required"),
        (module(without("events")), "plugin manifest: events is required"),
        (module(version=1), "plugin manifest: invalid version"),
        (module(events="ticket.created"), "plugin manifest: invalid events"),
        (module(events=[1]), "plugin manifest: invalid events"),
        (module(author=["x"]), "plugin manifest: invalid author"),
        (module(permissions=[]), "plugin manifest: invalid permissions"),
        (module(config_schema=[]), "plugin manifest: invalid config_schema"),
        (module(config_schema={"a": 1}), "plugin manifest: invalid config_schema"),
        (module(config_schema={"a": {}}), "plugin manifest: invalid config_schema"),
        (
            module(config_schema={"a": {"type": "float"}}),
            "plugin manifest: invalid config_schema",
        ),
        (module(config_schema={"a": {"type": []}}), "plugin manifest: invalid config_schema"),
        (
            module(config_schema={"a": {"type": "select"}}),
            "plugin manifest: invalid config_schema",
        ),
        (
            module(config_schema={"a": {"type": "integer", "default": "1"}}),
            "plugin manifest: invalid config_schema",
        ),
        (
            module(config_schema={"a": {"type": "string", "secret": "yes"}}),
            "plugin manifest: invalid config_schema",
        ),
    ],
)
def test_61_what_is_no_plugin_is_refused(ohd, data, text):
    """400 with the contract's texts, naming what is wrong."""
    answer = upload(ohd, data)

    assert (400, {"error": text}) == (answer.status_code, answer.json)
    assert 0 == ohd.get(PLUGINS).json["total"]


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.binary(max_size=60)
    | st.binary(max_size=60).map(lambda data: MAGIC + data)
    | st.binary(max_size=60).map(lambda data: MAGIC + custom(b"ohd_manifest", data))
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*MANIFEST, "x"]), inner),
    ).map(lambda said: module(json.dumps(said).encode()))
)
def test_no_module_is_worse_than_invalid(data):
    """Whatever is in it, it is a manifest or refused."""
    try:
        said = manifest.read(data)
    except Invalid as error:
        said = dict.fromkeys(error.fields)

    assert set(said) <= {"file"} or set(said) >= {"id", "config_schema"}


def test_61_a_file_or_a_url_is_required(ohd):
    """400 for neither, however it is sent."""
    answers = [
        upload(ohd, module(), part="plugin"),
        ohd.post(PLUGINS),
        ohd.post(PLUGINS, json={}),
        ohd.post(PLUGINS, json={"url": ""}),
        ohd.post(PLUGINS, json={"url": None}),
        ohd.post(PLUGINS, data=b"x", headers={"Content-Type": "multipart/form-data"}),
    ]

    expected = (400, {"error": "file or url is required"})
    assert [expected] * 6 == [(one.status_code, one.json) for one in answers]


@pytest.mark.parametrize(
    ("body", "text"),
    [(b"{", "invalid JSON"), (b"[]", "invalid JSON"), (b'{"url":1}', "invalid url")],
)
def test_61_a_wrong_body_is_refused(ohd, body, text):
    """400."""
    answer = ohd.post(PLUGINS, data=body)

    assert (400, {"error": text}) == (answer.status_code, answer.json)


def test_61_a_url_is_downloaded_once(ohd, download):
    """Where the world lets requests go to private addresses."""
    ohd.told("PATCH", "/settings", json={"world": {"allow_private_webhooks": True}})

    answer = ohd.post(PLUGINS, json={"url": download.url})

    assert (201, "com.example.pager") == (answer.status_code, answer.json["plugin_id"])
    assert [("GET", "/hook?a=b")] == [(got.method, got.path) for got in download.got]


def test_61_private_addresses_are_not_asked(ohd, download):
    """Unless the world says so."""
    answer = ohd.post(PLUGINS, json={"url": download.url})

    assert (400, {"error": "could not download plugin"}) == (answer.status_code, answer.json)
    assert [] == download.got


@pytest.mark.parametrize("status", [302, 404, 500])
def test_61_other_answers_than_2xx_are_no_plugin(ohd, download, status):
    """Redirects are not followed."""
    ohd.told("PATCH", "/settings", json={"world": {"allow_private_webhooks": True}})
    download.status = status

    answer = ohd.post(PLUGINS, json={"url": download.url})

    assert (400, {"error": "could not download plugin"}) == (answer.status_code, answer.json)
    assert 1 == len(download.got)


@pytest.mark.parametrize(
    "url", ["nonsense", "ftp://a.example/x", "http://", "http://[", "http:// "]
)
def test_61_what_is_no_url_cannot_be_downloaded(ohd, url):
    """400."""
    answer = ohd.post(PLUGINS, json={"url": url})

    assert (400, {"error": "could not download plugin"}) == (answer.status_code, answer.json)


def test_61_what_is_downloaded_must_be_a_plugin(ohd, download):
    """As an uploaded file must."""
    ohd.told("PATCH", "/settings", json={"world": {"allow_private_webhooks": True}})
    download.body = b"<html>"

    answer = ohd.post(PLUGINS, json={"url": download.url})

    assert (400, {"error": "not a WebAssembly module"}) == (answer.status_code, answer.json)


def test_61_the_same_manifest_id_replaces_and_keeps_how_it_is_set(ohd, plugin):
    """201 under the same id; values that the new schema does not know are dropped."""
    before = ohd.patch(
        plugin, json={"enabled": True, "config": {"token": "s3cret", "times": 9, "tone": "low"}}
    ).json
    ohd.advance(60)
    schema = {
        "token": {"type": "string", "required": True, "secret": True},
        "times": {"type": "integer"},
        "tone": {"type": "select", "options": ["high"]},
    }

    answer = upload(ohd, module(version="2.0.0", config_schema=schema))

    expected = before | {"version": "2.0.0", "config_schema": schema, "config": {"times": 9}}
    assert (201, expected) == (answer.status_code, answer.json)
    assert [expected] == ohd.get(PLUGINS).json["data"]
    assert 200 == ohd.patch(plugin, json={"enabled": True}).status_code  # the token is still there


def test_60_plugins_are_paged(ohd):
    """The first installed first."""
    made = [upload(ohd, module(id=f"com.example.{name}")).json for name in "cab"]

    answer = ohd.get(f"{PLUGINS}?per_page=2")

    expected = {"data": made[:2], "page": 1, "per_page": 2, "total": 3, "total_pages": 2}
    assert (200, expected) == (answer.status_code, answer.json)


def test_62_a_plugin_is_enabled_and_disabled(ohd, plugin):
    """`status` and `enabled` say the same."""
    config = {"token": "s3cret"}
    on = ohd.patch(plugin, json={"enabled": True, "config": config}).json
    off = ohd.patch(plugin, json={"enabled": False}).json

    assert ("enabled", True) == (on["status"], on["enabled"])
    assert ("disabled", False) == (off["status"], off["enabled"])


def test_62_values_of_all_types_are_kept(ohd, plugin):
    """What is not given is the default again."""
    config = {"channel": "#dev", "loud": False, "times": 0, "tone": "high"}
    first = ohd.patch(plugin, json={"config": config}).json
    second = ohd.patch(plugin, json={"config": {}}).json

    assert config == first["config"]
    assert {"channel": "#ops", "times": 3} == second["config"]


def test_62_secrets_are_stored_never_returned_and_kept_when_left_out(ohd, plugin):
    """So a client can send back what it was shown."""
    first = ohd.patch(plugin, json={"config": {"token": "s3cret"}})
    second = ohd.patch(plugin, json={"config": first.json["config"], "enabled": True})

    assert (200, True) == (second.status_code, second.json["enabled"])
    assert b"s3cret" not in first.data + second.data + ohd.get(PLUGINS).data
    with ohd.desk() as desk:
        assert "s3cret" == desk.get(Record, first.json["id"]).data["config"]["token"]


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"enabled": "yes"}, "invalid enabled"),
        ({"enabled": None}, "invalid enabled"),
        ({"config": []}, "invalid config"),
        ({"config": None}, "invalid config"),
        ({"config": {"colour": "red"}}, "unknown config key: colour"),
        ({"config": {"channel": 1}}, "invalid config.channel"),
        ({"config": {"channel": None}}, "invalid config.channel"),
        ({"config": {"loud": "true"}}, "invalid config.loud"),
        ({"config": {"times": True}}, "invalid config.times"),
        ({"config": {"times": 1.5}}, "invalid config.times"),
        ({"config": {"tone": "middle"}}, "invalid config.tone"),
        ({"config": {"tone": ["low"]}}, "invalid config.tone"),
        ({"config": {"channel": "a\0b"}}, "invalid config"),
        ({"config": {"token": ""}, "enabled": True}, "config.token is required"),
        ({"enabled": True}, "config.token is required"),
    ],
)
def test_62_wrong_values_are_refused(ohd, plugin, given, text):
    """400, and nothing changes."""
    before = ohd.get(PLUGINS).json
    answer = ohd.patch(plugin, json=given)

    assert (400, {"error": text}) == (answer.status_code, answer.json)
    assert before == ohd.get(PLUGINS).json


def test_62_an_empty_object_changes_nothing(ohd, plugin):
    """200 with the plugin."""
    answer = ohd.patch(plugin, json={})

    assert (200, ohd.get(PLUGINS).json["data"][0]) == (answer.status_code, answer.json)


def test_62_63_the_manifest_id_may_be_in_the_path(ohd, plugin):
    """As good as the ULID, in any letter case of the latter."""
    by_ulid = ohd.patch(plugin.lower(), json={})
    by_name = ohd.patch(f"{PLUGINS}/com.example.pager", json={})

    assert (200, by_ulid.json) == (by_name.status_code, by_name.json)
    assert 204 == ohd.delete(f"{PLUGINS}/com.example.pager").status_code


def test_63_a_plugin_is_uninstalled_with_how_it_was_set(ohd, plugin):
    """204, then 404; installed again it is as new."""
    ohd.patch(plugin, json={"enabled": True, "config": {"token": "s3cret", "times": 9}})

    answer = ohd.delete(plugin)

    assert (204, b"") == (answer.status_code, answer.data)
    again = ohd.delete(plugin)
    assert (404, {"error": "plugin not found"}) == (again.status_code, again.json)
    anew = upload(ohd, module()).json
    assert (False, {"channel": "#ops", "times": 3}) == (anew["enabled"], anew["config"])


@pytest.mark.parametrize("id", ["nonsense", "01JR2K5A0000000000000000A1", "com.example.other", "1"])
def test_62_63_unknown_plugins_are_not_found(ohd, plugin, id):
    """Before the body is looked at."""
    answer = ohd.patch(f"{PLUGINS}/{id}", data=b"no JSON")

    assert (404, {"error": "plugin not found"}) == (answer.status_code, answer.json)
    assert 404 == ohd.delete(f"{PLUGINS}/{id}").status_code


def test_62_63_other_records_are_no_plugins(ohd):
    """Those of another collection, or another vendor."""
    with ohd.desk() as desk:
        other = desk.add(Record(dialect="deskpro", collection="plugins", data={})).ulid

    assert 404 == ohd.patch(f"{PLUGINS}/{other}", json={}).status_code


@pytest.mark.parametrize(("who", "status"), [(None, 401), ("sam", 403), ("tom", 403), ("bot", 403)])
@pytest.mark.parametrize(
    ("method", "path"), [("GET", ""), ("POST", ""), ("PATCH", "/x"), ("DELETE", "/x")]
)
def test_only_admins_see_and_change_plugins(ohd, who, status, method, path):
    """Said before 404 and 400."""
    answer = ohd.open(method, PLUGINS + path, as_=who, data=b"no JSON")

    assert status == answer.status_code
