"""What an admin can set, with the vendor's defaults. Source: contract 4.13."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from polydesk.core.desk import Desk
from polydesk.kit.settings import Own, Setting, within

DIALECT = "openhelpdesk"
DAYS = 1_000_000
"""The most days that can be set: more would be past the end of the calendar."""
_ROLES = ("admin", "staff", "user")


def _roles(value: list[Any]) -> str | None:
    known = all(role in _ROLES for role in value)
    return None if known else f"must be a list of {', '.join(_ROLES)}"


SETTINGS: Mapping[str, Setting] = {
    "reopen_window_days": Setting(
        7, "For how many days a reply reopens a resolved ticket.", check=within(0, DAYS)
    ),
    "guest_submission_enabled": Setting(False, "Whether people without an account make tickets."),
    "guest_link_expiry_days": Setting(
        7, "For how many days the link to a guest's ticket works.", check=within(0, DAYS)
    ),
    "sla_enabled": Setting(False, "Whether new tickets get a deadline."),
    "mfa_enabled": Setting(True, "Whether those enrolled are asked for a code."),
    "mfa_enforced_roles": Setting([], "The roles that have to enroll.", check=_roles),
    "saml_enabled": Setting(False, "Whether only admins sign in with a password."),
    "saml_metadata_url": Setting("", "Where the identity provider describes itself."),
    "saml_cert_pem": Setting("", "The certificate of the service provider."),
    "saml_key_pem": Setting("", "Its key; it is never shown."),
    "user_selectable_priority": Setting(True, "Whether end users choose the priority."),
    "max_attachment_mb": Setting(25, "How large a file may be.", check=within(0)),
    "plugin_error_threshold": Setting(
        50, "The percentage of errors that disables a plugin.", check=within(0, 100)
    ),
    "site_name": Setting("Open Help Desk", "The name of the site."),
    "site_logo_url": Setting("", "Where its logo is."),
    "primary_color": Setting("#2563eb", "Its colour."),
    "support_email": Setting("", "Where people can write to."),
    "support_url": Setting("", "Where people can read more."),
    "reopen_target_status_name": Setting("New", "The status of a reopened ticket."),
}
_own = Own(DIALECT, SETTINGS)
of, all_of = _own.of, _own.all_of


def reopen_window(desk: Desk) -> timedelta:
    """For how long a reply reopens a resolved ticket."""
    return timedelta(days=of(desk, "reopen_window_days"))
