"""Where settings come from: a flag over a variable over the file over the default."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from polydesk import registry
from polydesk.settings.declared import PREFIX, SETTINGS, Setting, Settings

CONFIG_FILE = "polydesk.toml"
_CONFIG_VARIABLE = f"{PREFIX}CONFIG"
_OTHER_VARIABLES = (_CONFIG_VARIABLE, f"{PREFIX}REQUIRE_POSTGRES", f"{PREFIX}TEST_POSTGRES")
"""Variables of our prefix that are not settings of a server."""


class SettingsError(ValueError):
    """A setting that cannot be used. The message names it, where it came from, what is allowed."""


def resolve(
    flags: Mapping[str, object],
    environ: Mapping[str, str],
    config: Path | None = None,
) -> Settings:
    """The settings of a server, from all their sources.

    `flags` has None or an empty tuple where a flag was not given. `config` is a file that must be
    there; without one, `polydesk.toml` of the working directory is read if it exists.
    Raises SettingsError.
    """
    file = config or (Path(environ[_CONFIG_VARIABLE]) if environ.get(_CONFIG_VARIABLE) else None)
    chosen: dict[str, tuple[object, str]] = {}
    for source in (_from_file(file), _from_variables(environ), _from_flags(flags)):
        chosen.update(source)
    known = {setting.name: setting for setting in SETTINGS}
    values = {name: _read(known[name], *given) for name, given in chosen.items()}
    if len(values.get("dialects", ())) == 1:
        values.setdefault("mount", "root")
    settings = Settings(**values)
    _check(settings, {name: source for name, (_, source) in chosen.items()})
    return settings


def _from_file(config: Path | None) -> dict[str, tuple[object, str]]:
    file = config or Path(CONFIG_FILE)
    if config is None and not file.exists():
        return {}
    import tomllib

    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"the file {file}: {error}") from error
    _refuse_unknown(found, [one.name for one in SETTINGS], f"the file {file}", "key")
    return {name: (value, f"the file {file}") for name, value in found.items()}


def _from_variables(environ: Mapping[str, str]) -> dict[str, tuple[object, str]]:
    ours = [name for name in environ if name.startswith(PREFIX) and name not in _OTHER_VARIABLES]
    _refuse_unknown(ours, [one.variable for one in SETTINGS], "the variables", "variable")
    return {
        one.name: (environ[one.variable], f"the variable {one.variable}")
        for one in SETTINGS
        if environ.get(one.variable)
    }


def _from_flags(flags: Mapping[str, object]) -> dict[str, tuple[object, str]]:
    return {
        one.name: (flags[one.name], f"the flag {one.flag}" if one.flag else "the command line")
        for one in SETTINGS
        if flags.get(one.name) not in (None, ())
    }


def _refuse_unknown(found: Any, known: list[str], source: str, what: str) -> None:
    for name in found:
        if name not in known:
            raise SettingsError(f"{name}: from {source}: no such {what}; any of {', '.join(known)}")


def _read(setting: Setting, value: object, source: str) -> Any:
    try:
        return setting.reader.read(value)
    except ValueError:
        raise _refusal(setting, value, source) from None


def _refusal(setting: Setting, value: object, source: str) -> SettingsError:
    shown = "[hidden]" if setting.is_secret else f'"{_without_password(_joined(value))}"'
    allowed = setting.reader.allowed
    if setting.name == "dialects":
        allowed = f"any of {', '.join(registry.names())}"
    return SettingsError(f"{setting.name}: {shown} from {source}: {allowed}")


def _joined(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _without_password(text: str) -> str:
    return re.sub(r"(://[^:/@]*:).*@", r"\1[hidden]@", text)


def _check(settings: Settings, sources: Mapping[str, str]) -> None:
    """Refuse settings that are each right and do not go together."""
    if settings.mount == "root" and len(settings.dialects) != 1:
        raise SettingsError(
            f'mount: "root" from {sources["mount"]}: needs exactly one dialect, '
            "else one of prefix, host"
        )
    if settings.workers > 1 and not settings.database.startswith("postgresql"):
        raise SettingsError(
            f'workers: "{settings.workers}" from {sources["workers"]}: '
            "1, or database set to postgresql://… (SQLite has one writing process)"
        )
    if settings.control_token is None and not settings.is_loopback:
        raise SettingsError(
            f'host: "{settings.host}" from {sources["host"]}: a loopback address, '
            "or control_token set (others could reset your worlds)"
        )
