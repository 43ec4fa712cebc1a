"""The kinds of credentials that a dialect's clients prove themselves with, as data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from polydesk.core.desk import Desk
from polydesk.core.models import Credential


@dataclass(frozen=True)
class CredentialKind:
    """One kind of credential: how its secrets are made, shown, sent and judged.

    `make` gives a fresh secret, out of `desk.random_bytes`.
    `prefix` gives the part of a secret that may be shown, at most 60 characters, if there is one.
    `header` gives the name and the value of the header that a client sends.
    `check` says why a secret that somebody else has chosen will not do; None if it will.
    """

    name: str
    make: Callable[[Desk], str]
    prefix: Callable[[str], str | None]
    header: Callable[[Credential, str], tuple[str, str]]
    check: Callable[[str], str | None]


CredentialKinds = Mapping[tuple[str, str], CredentialKind]
"""The kinds of all mounted dialects, by (dialect, kind)."""
