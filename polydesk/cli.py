"""The command line. What a command needs is imported by the command: starting is to be quick."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from polydesk import __version__, registry
from polydesk.settings import CONFIG_FILE, PREFIX, SETTINGS, Settings, SettingsError, resolve

if TYPE_CHECKING:
    from polydesk.kit.dialect import Dialect
    from polydesk.remote import Control

F = TypeVar("F", bound=Callable[..., Any])

_LOCAL = "http://127.0.0.1:8080"
_FILE = click.Path(dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="polydesk", message="polydesk %(version)s")
def main() -> None:
    """One help desk server that speaks several vendors' APIs."""


def _settings_flags(command: F) -> F:
    """A flag for every setting but the dialects; all values are read by `settings.resolve`."""
    for setting in reversed(SETTINGS):
        if setting.flag is None:
            continue
        flag, text = setting.flag, f"{setting.help} [{setting.default or 'not set'}]"
        if setting.is_switch:
            flag = f"{flag}/--no-{flag.removeprefix('--')}"
            command = click.option(flag, setting.name, default=None, help=text)(command)
        else:
            command = click.option(flag, setting.name, metavar="VALUE", help=text)(command)
    return command


@main.command()
@click.argument("dialects", nargs=-1, metavar="[DIALECT ...]")
@_settings_flags
@click.option("--config", type=_FILE, help=f"The file of settings. [{CONFIG_FILE}, if it is there]")
def serve(config: Path | None, **flags: object) -> None:
    """Serve dialects (none named: all) until told to stop.

    Every option can also come from a variable (--port: POLYDESK_PORT) or the file of settings
    (port = 8080).
    """
    settings = _resolve(config, flags)
    from polydesk.serve import serve as run

    sys.exit(run(settings))


def _resolve(config: Path | None, flags: dict[str, object]) -> Settings:
    try:
        return resolve(flags, os.environ, config)
    except SettingsError as error:
        _refuse(str(error), status=2)


@main.command("dialects")
def list_dialects() -> None:
    """List the dialects there are."""
    rows = [(d.name, d.title, d.root) for d in _find(()).values()]
    _print_table(("dialect", "title", "root"), rows)


@main.command()
@click.argument("dialect")
def routes(dialect: str) -> None:
    """List the operations of a dialect, with their paths."""
    from polydesk.kit.coverage import table

    rows = [(one["method"], one["path"], one["note"]) for one in table(_one(dialect))]
    _print_table(("method", "path", "note"), rows)


@main.command()
@click.argument("dialect", required=False)
@click.option("--write", is_flag=True, help="Put it into the README.md of the dialect.")
def coverage(dialect: str | None, write: bool) -> None:
    """Say how much of a vendor's API is there, as a Markdown table."""
    from polydesk.kit.coverage import markdown, table

    found = _find((dialect,) if dialect else ())
    if write:
        for one in found.values():
            _write_coverage(one)
        return
    columns = ("method", "path", "status", "note", "source")
    for one in found.values():
        click.echo(f"## {one.title}\n\n{markdown(table(one), columns)}")


def _write_coverage(dialect: "Dialect") -> None:
    from polydesk.kit.coverage import written_into

    page = registry.folder(dialect.name) / "README.md"
    try:
        text = page.read_text(encoding="utf-8")
        _write(written_into(text, dialect), page)
    except OSError as error:
        _refuse(f"{page}: {error.strerror}")
    except ValueError as error:
        _refuse(f"{page}: {error}")


@main.command()
@click.argument("dialect")
@click.option("-o", "--output", type=_FILE, help="The file to write. [standard output]")
@click.option("--server", default=_LOCAL, show_default=True, help="The server it describes.")
def openapi(dialect: str, output: Path | None, server: str) -> None:
    """Write the OpenAPI document of a dialect."""
    import json

    from polydesk.kit.openapi import describe

    found = _one(dialect)
    document = describe(found, f"{server.rstrip('/')}{found.root}")
    _write(json.dumps(document, indent=2, ensure_ascii=False) + "\n", output)


@main.command()
@click.argument("name")
@click.option("-o", "--output", type=_FOLDER, help="The folder to make. [polydesk-NAME]")
def new_dialect(name: str, output: Path | None) -> None:
    """Write a package of a new dialect, which works as it stands and waits to be filled.

    See docs/add-a-dialect.md.
    """
    from polydesk import scaffold

    folder = output or Path(f"polydesk-{name}")
    try:
        scaffold.write(name, folder)
    except ValueError as error:
        _refuse(str(error), status=2)
    except OSError as error:
        _refuse(f"{folder}: {error.strerror}")
    click.echo(f"the dialect {name} is in {folder}")


def _server_options(command: F) -> F:
    """Which server, and which of its worlds."""
    options = (
        click.option("--url", default=_LOCAL, show_default=True, help="The server."),
        click.option("--world", default="main", show_default=True, help="The world."),
        click.option(
            "--token",
            envvar=f"{PREFIX}CONTROL_TOKEN",
            show_envvar=True,
            help="The server's control token, if it has one.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@main.command()
@click.argument("scenario", metavar="FILE|NAME")
@_server_options
def seed(scenario: str, url: str, world: str, token: str | None) -> None:
    """Put a scenario into a world of a running server, and print the credentials it made.

    A file of YAML or JSON, or the name of a shipped scenario.
    """
    import json

    from polydesk.remote import Control

    body, content_type = _scenario(scenario)
    answer = json.loads(
        _ask(Control(url, token), "POST", f"/worlds/{world}/seed", body, content_type)
    )
    made = ", ".join(f"{count} {name}" for name, count in answer["created"].items() if count)
    click.echo(f"created {made or 'nothing'}")
    keys = ("dialect", "kind", "name", "person")
    rows = [
        (*(str(one.get(key) or "-") for key in keys), f"{one['header']}: {one['value']}")
        for one in answer["credentials"]
    ]
    if rows:
        _print_table((*keys, "header"), rows)


def _scenario(given: str) -> tuple[bytes, str]:
    """The body to send, and its content type."""
    import json

    file = Path(given)
    if not file.suffix and not file.exists():
        return json.dumps({"scenario": given}).encode(), "application/json"
    kind = "application/json" if file.suffix == ".json" else "application/yaml"
    try:
        return file.read_bytes(), kind
    except OSError as error:
        _refuse(f"{file}: {error.strerror}")


@main.command()
@click.option("-o", "--output", type=_FILE, help="The file to write. [standard output]")
@click.option("--format", "form", type=click.Choice(["yaml", "json"]), help="[by the file's name]")
@_server_options
def export(output: Path | None, form: str | None, url: str, world: str, token: str | None) -> None:
    """Write a whole world of a running server as a scenario."""
    from polydesk.remote import Control

    form = form or ("json" if output and output.suffix == ".json" else "yaml")
    answer = _ask(Control(url, token), "GET", f"/worlds/{world}/export?format={form}")
    _write(answer.decode(), output)


@main.command()
@_server_options
def reset(url: str, world: str, token: str | None) -> None:
    """Make a world of a running server blank again, credentials included."""
    from polydesk.remote import Control

    _ask(Control(url, token), "POST", f"/worlds/{world}/reset")
    click.echo(f"the world {world} is blank")


def _ask(
    control: "Control", method: str, path: str, body: bytes | None = None, kind: str = ""
) -> bytes:
    from polydesk.remote import RemoteError

    try:
        return control.ask(method, path, body, kind)
    except RemoteError as error:
        _refuse(str(error))


def _one(name: str) -> "Dialect":
    return _find((name,))[name]


def _find(names: Sequence[str]) -> "dict[str, Dialect]":
    try:
        return registry.find(names)
    except ValueError as error:
        _refuse(str(error), status=2)


def _refuse(reason: str, status: int = 1) -> NoReturn:
    click.echo(f"polydesk: {reason}", err=True)
    sys.exit(status)


def _print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        click.echo("  ".join(map(str.ljust, row, widths)).rstrip())


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        _refuse(f"{output}: {error.strerror}")
