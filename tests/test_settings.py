"""Settings: which source wins, what is refused and how, and that the docs list them all."""

import re
from pathlib import Path

import pytest

from polydesk import registry
from polydesk.settings import SETTINGS, Settings, SettingsError, resolve

DOCS = Path(__file__).parents[1] / "docs" / "configuration.md"
ONE = next(iter(registry.OURS))


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file of settings lies about."""
    monkeypatch.chdir(tmp_path)


def test_nothing_given_is_the_defaults():
    """A server needs no setting at all."""
    assert Settings() == resolve({}, {})


def test_a_flag_wins_over_a_variable_over_the_file(tmp_path):
    """Each source overrules the one below it, setting by setting."""
    (tmp_path / "polydesk.toml").write_text('port = 1\nthreads = 2\nlog = "json"\n')
    variables = {"POLYDESK_PORT": "3", "POLYDESK_THREADS": "4"}

    settings = resolve({"port": "5", "threads": None}, variables)

    assert (settings.port, settings.threads, settings.log) == (5, 4, "json")


@pytest.mark.parametrize(
    ("flags", "variables", "file"),
    [
        ({"dialects": ("openhelpdesk",)}, {}, ""),
        ({}, {"POLYDESK_DIALECTS": "openhelpdesk"}, ""),
        ({}, {}, 'dialects = ["openhelpdesk"]'),
        ({"dialects": ("openhelpdesk",)}, {"POLYDESK_DIALECTS": "deskpro"}, 'dialects = ["x"]'),
    ],
    ids=["flag", "variable", "file", "all of them"],
)
def test_the_dialect_is_switched_by_any_source(tmp_path, flags, variables, file):
    """To one that is then at its vendor's root; of several sources the highest says which."""
    (tmp_path / "polydesk.toml").write_text(file)

    settings = resolve(flags, variables)

    assert (("openhelpdesk",), "root") == (settings.dialects, settings.mount)


def test_a_named_file_takes_the_place_of_the_usual_one(tmp_path):
    """Not one beside the other."""
    (tmp_path / "polydesk.toml").write_text("port = 1")
    (tmp_path / "other.toml").write_text("threads = 2")

    settings = resolve({}, {"POLYDESK_CONFIG": "other.toml"})

    assert (settings.port, settings.threads) == (8080, 2)


def test_an_empty_variable_is_not_set():
    """As in `POLYDESK_PORT= polydesk serve`."""
    assert resolve({}, {"POLYDESK_PORT": ""}).port == 8080


@pytest.mark.parametrize(
    ("dialects", "mount"),
    [((ONE,), "root"), ((ONE, ONE), "root"), ((), "prefix")],
)
def test_one_dialect_is_at_the_root_others_under_a_prefix(dialects, mount):
    """A dialect named twice is one."""

    assert mount == resolve({"dialects": dialects}, {}).mount


@pytest.mark.parametrize("value", [f" {ONE}, {ONE} ", [ONE]])
def test_dialects_come_as_a_list_or_as_text(value):
    """Text in a variable, a list in the file."""
    assert resolve({"dialects": value}, {}).dialects == (ONE,)


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (
            {"port": "abc"},
            'port: "abc" from the flag --port: a whole number from 1 to 65535 (0: any free one)',
        ),
        (
            {"database": "mysql://u:p@ss@db/x"},
            'database: "mysql://u:[hidden]@db/x" from the flag --database: '
            "sqlite:///FILE, postgresql://…, or :temporary: (forgotten on exit)",
        ),
        (
            {"control_token": "short"},
            "control_token: [hidden] from the flag --control-token: "
            "at least 16 ASCII characters without blanks",
        ),
        (
            {"dialects": ("nosuch",)},
            f'dialects: "nosuch" from the command line: any of {", ".join(registry.names())}',
        ),
        (
            {"host": "0.0.0.0"},
            'host: "0.0.0.0" from the flag --host: a loopback address, '
            "or control_token set (others could reset your worlds)",
        ),
        (
            {"workers": "2"},
            'workers: "2" from the flag --workers: 1, or database set to postgresql://… '
            "(SQLite has one writing process)",
        ),
        (
            {"mount": "root"},
            'mount: "root" from the flag --mount: needs exactly one dialect, '
            "else one of prefix, host",
        ),
        ({"log": "xml"}, 'log: "xml" from the flag --log: one of text, json, off'),
        ({"public_url": "example.com"}, "http(s)://HOST"),
        ({"port": "65536"}, "65535"),
    ],
)
def test_a_wrong_value_is_named_with_its_source_and_what_is_allowed(flags, message):
    """And no secret is repeated."""
    with pytest.raises(SettingsError, match=re.escape(message)):
        resolve(flags, {})


def test_a_wrong_value_in_a_variable_names_the_variable():
    """So that one knows where to look."""
    with pytest.raises(SettingsError, match='port: "abc" from the variable POLYDESK_PORT: a whole'):
        resolve({}, {"POLYDESK_PORT": "abc"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("prot = 1", "prot: from the file polydesk.toml: no such key; any of dialects, mount"),
        ('port = "x"', 'port: "x" from the file polydesk.toml: a whole number'),
        ("port = true", 'port: "True" from the file polydesk.toml: a whole number'),
        ("port = ", "the file polydesk.toml: Invalid value"),
    ],
)
def test_a_wrong_file_is_named(tmp_path, text, message):
    """A key that does not exist is no less wrong than a value."""
    (tmp_path / "polydesk.toml").write_text(text)

    with pytest.raises(SettingsError, match=re.escape(message)):
        resolve({}, {})


def test_a_named_file_must_be_there():
    """Only the usual one may be missing."""
    with pytest.raises(SettingsError, match=r"the file nosuch\.toml: .*No such file"):
        resolve({}, {}, Path("nosuch.toml"))


def test_an_unknown_variable_is_refused():
    """A misspelt setting must not be silently without effect."""
    with pytest.raises(SettingsError, match="POLYDESK_PRT: from the variables: no such variable"):
        resolve({}, {"POLYDESK_PRT": "1"})


def test_another_address_needs_a_token():
    """With one, the server may be reached by others."""
    settings = resolve({"host": "0.0.0.0", "control_token": "t" * 16}, {})

    assert not settings.is_loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "localhost", "::1", "[::1]"])
def test_these_are_loopback(host):
    """No token needed."""
    assert resolve({"host": host}, {}).is_loopback


def test_the_docs_list_every_setting():
    """`docs/configuration.md` has the table that the declaration makes."""
    lines = ["| setting | flag | variable | default | |", "| --- | --- | --- | --- | --- |"]
    for one in SETTINGS:
        flag = f"`{one.flag}`" if one.flag else "arguments"
        default = f"`{one.default}`" if one.default else ""
        about = f"{one.help} Allowed: {one.reader.allowed}."
        lines.append(f"| `{one.name}` | {flag} | `{one.variable}` | {default} | {about} |")

    assert "\n".join(lines) in DOCS.read_text()
