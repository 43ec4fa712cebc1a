"""The settings of a server, declared once.

The flags of `polydesk serve`, the `POLYDESK_…` variables, the keys of `polydesk.toml` and
`docs/configuration.md` all follow from `Settings`.
"""

from dataclasses import dataclass, field, fields
from ipaddress import ip_address
from typing import Any, Literal, TypeVar

from polydesk.settings import readers
from polydesk.settings.readers import Reader

T = TypeVar("T")

PREFIX = "POLYDESK_"


@dataclass(frozen=True)
class Setting:
    """One setting, as flags, variables, the file and the docs see it."""

    name: str
    reader: Reader[Any]
    default: str
    help: str
    is_secret: bool

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"{PREFIX}{self.name.upper()}"

    @property
    def flag(self) -> str | None:
        """None for `dialects`: they are the arguments of `serve`."""
        return None if self.name == "dialects" else f"--{self.name.replace('_', '-')}"

    @property
    def is_switch(self) -> bool:
        """Whether its flag takes no value."""
        return self.reader is readers.SWITCH


def _setting(default: T, reader: Reader[Any], help: str, *, secret: bool = False) -> T:
    """A field of Settings that is a setting."""
    about = {"reader": reader, "help": help, "is_secret": secret}
    made: T = field(default=default, metadata=about)
    return made


@dataclass(frozen=True)
class Settings:
    """What one server runs with; made by `resolve`, or by hand in tests."""

    dialects: tuple[str, ...] = _setting((), readers.DIALECTS, "The dialects to serve; none: all.")
    mount: Literal["root", "prefix", "host"] = _setting(
        "prefix",
        readers.choice("root", "prefix", "host"),
        "Where dialects are found: at the vendor's own paths (`root`, one dialect only), "
        "under `/<dialect>` (`prefix`), or at `<dialect>.<host>` (`host`). "
        "Not set: `root` where one dialect is named, else `prefix`.",
    )
    host: str = _setting("127.0.0.1", readers.text("an address or a host name"), "The address.")
    port: int = _setting(
        8080,
        readers.whole(0, 65535, "a whole number from 1 to 65535 (0: any free one)"),
        "The port.",
    )
    database: str = _setting(
        "sqlite:///.polydesk/polydesk.db", readers.DATABASE, "Where the worlds are kept."
    )
    scenario: str | None = _setting(
        None,
        readers.text("the name of a shipped scenario, or a file"),
        "What the world `main` is seeded with, if it is blank at the start.",
    )
    workers: int = _setting(
        1,
        readers.whole(1, 256, "a whole number from 1 to 256; more than 1 needs postgresql://…"),
        "Processes.",
    )
    threads: int = _setting(
        1,
        readers.whole(1, 256, "a whole number from 1 to 256"),
        "Threads a process. One is fastest; more help only where requests wait.",
    )
    public_url: str | None = _setting(
        None,
        readers.URL,
        "What absolute URLs in answers begin with. Not set: the request's Host.",
    )
    trusted_proxies: int = _setting(
        0,
        readers.whole(0, 16, "a whole number from 0 to 16"),
        "How many proxies stand before the server; their `X-Forwarded-*` headers are believed.",
    )
    control_token: str | None = _setting(
        None,
        readers.TOKEN,
        "The bearer token of the control plane. Needed on an address that is not loopback.",
        secret=True,
    )
    max_body_bytes: int = _setting(
        16 * 1024 * 1024,
        readers.whole(1024, None, "a whole number from 1024 up"),
        "The largest request body, in bytes.",
    )
    durable: bool = _setting(
        False, readers.SWITCH, "Keep acknowledged writes over a power cut too (SQLite; slower)."
    )
    log: Literal["text", "json", "off"] = _setting(
        "text", readers.choice("text", "json", "off"), "One line a request, on stderr."
    )

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)


def _declared() -> list[Setting]:
    return [
        Setting(
            name=one.name,
            reader=one.metadata["reader"],
            default=_shown(one.default),
            help=one.metadata["help"],
            is_secret=one.metadata["is_secret"],
        )
        for one in fields(Settings)
    ]


def _shown(default: object) -> str:
    """A default as one would write it; nothing for none."""
    if default is None or default == ():
        return ""
    return str(default).lower() if isinstance(default, bool) else str(default)


def is_loopback(host: str) -> bool:
    """Whether an address to bind to is one that only this machine reaches."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


SETTINGS = _declared()
"""Every setting, in the order of the docs."""
