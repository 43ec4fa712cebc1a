"""What an installation of the vendor's is set up with. Source: contract 9, 11.2, 13 and 3.8."""

from collections.abc import Mapping
from typing import Any

from polydesk.core import settings
from polydesk.core.desk import Desk
from polydesk.kit.settings import Setting

DIALECT = "desteksitesi"
_MOST = 2**31 - 1


def _positive(value: int) -> str | None:
    return None if 1 <= value <= _MOST else f"must be from 1 to {_MOST}"


def _signs(secret: str) -> str | None:
    """Whether tokens may be signed with it: keys of another kind, such as PEM, are for others."""
    import jwt
    from jwt.algorithms import HMACAlgorithm

    try:
        HMACAlgorithm(HMACAlgorithm.SHA256).prepare_key(secret)
    except jwt.InvalidKeyError:
        return "must not be a key of another kind, as for SSH or in PEM"
    return None


SETTINGS: Mapping[str, Setting] = {
    "rate_limit": Setting(True, "Whether calls are counted and refused beyond 90 a minute."),
    "shared_secret": Setting(
        "",
        "What user tokens and sign-on links are signed with; empty is a secret of the world's.",
        check=lambda secret: _signs(secret) if secret else None,
    ),
    "lockout_attempts": Setting(
        3, "How many wrong passwords in a row block an address.", check=_positive
    ),
    "lockout_seconds": Setting(300, "For how long an address is blocked.", check=_positive),
    "html_mark": Setting(
        "comments",
        "Which bodies that come by the API get the mark of HTML at their beginning.",
        allowed=("comments", "all", "none"),
    ),
}
_DEFAULTS = {name: setting.default for name, setting in SETTINGS.items()}


def of(desk: Desk, name: str) -> Any:
    """One setting."""
    return settings.one(desk, DIALECT, name, _DEFAULTS)
