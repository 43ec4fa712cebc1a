"""What an admin can set, with the vendor's defaults. Source: contract 4.13."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from polydesk.core import settings
from polydesk.core.desk import Desk
from polydesk.kit.settings import Setting

DIALECT = "openhelpdesk"
DAYS = 1_000_000
"""The most days that can be set: more would be past the end of the calendar."""
_ROLES = ("admin", "staff", "user")


def _up_to(most: int) -> Callable[[int], str | None]:
    """A check for whole numbers from zero to `most`."""
    return lambda value: None if 0 <= value <= most else f"must be from 0 to {most}"


def _roles(value: list[Any]) -> str | None:
    known = all(role in _ROLES for role in value)
    return None if known else f"must be a list of {', '.join(_ROLES)}"


SETTINGS: Mapping[str, Setting] = {
    "reopen_window_days": Setting(
        7, "For how many days a reply reopens a resolved ticket.", check=_up_to(DAYS)
    ),
    "guest_submission_enabled": Setting(False, "Whether people without an account make tickets."),
    "guest_link_expiry_days": Setting(
        7, "For how many days the link to a guest's ticket works.", check=_up_to(DAYS)
    ),
    "sla_enabled": Setting(False, "Whether new tickets get a deadline."),
    "mfa_enabled": Setting(True, "Whether those enrolled are asked for a code."),
    "mfa_enforced_roles": Setting([], "The roles that have to enroll.", check=_roles),
    "saml_enabled": Setting(False, "Whether only admins sign in with a password."),
    "saml_metadata_url": Setting("", "Where the identity provider describes itself."),
    "saml_cert_pem": Setting("", "The certificate of the service provider."),
    "saml_key_pem": Setting("", "Its key; it is never shown."),
    "user_selectable_priority": Setting(True, "Whether end users choose the priority."),
    "max_attachment_mb": Setting(25, "How large a file may be.", check=_up_to(2**31 - 1)),
    "plugin_error_threshold": Setting(
        50, "The percentage of errors that disables a plugin.", check=_up_to(100)
    ),
    "site_name": Setting("Open Help Desk", "The name of the site."),
    "site_logo_url": Setting("", "Where its logo is."),
    "primary_color": Setting("#2563eb", "Its colour."),
    "support_email": Setting("", "Where people can write to."),
    "support_url": Setting("", "Where people can read more."),
    "reopen_target_status_name": Setting("New", "The status of a reopened ticket."),
}
_DEFAULTS = {name: setting.default for name, setting in SETTINGS.items()}


def all_of(desk: Desk) -> dict[str, Any]:
    """All settings, also those that clients have made up."""
    return settings.of(desk, DIALECT, _DEFAULTS)


def of(desk: Desk, name: str) -> Any:
    """One setting."""
    return settings.one(desk, DIALECT, name, _DEFAULTS)


def reopen_window(desk: Desk) -> timedelta:
    """For how long a reply reopens a resolved ticket."""
    return timedelta(days=of(desk, "reopen_window_days"))
