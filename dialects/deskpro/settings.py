"""What an installation of the vendor's is set up with. Source: contract 2.2, 2.6, 9.1 and 11."""

from collections.abc import Mapping

from polydesk.kit.settings import Own, Setting, within

DIALECT = "deskpro"
SETTINGS: Mapping[str, Setting] = {
    "offline": Setting(False, "Whether the helpdesk is offline: every call is answered with 423."),
    "refuse_duplicates": Setting(
        True, "Whether a ticket like one just made by the same person is refused."
    ),
    "duplicate_seconds": Setting(
        600, "For how long a ticket counts as just made.", check=within(0)
    ),
    "rate_limit": Setting(True, "Whether the limits of keys are counted."),
}
of = Own(DIALECT, SETTINGS).of
