"""What the vendor's server is set up with. Source: contract 2.10 (Q-A1)."""

from collections.abc import Mapping

from polydesk.kit.settings import Own, Setting

DIALECT = "helpdeskpro-apikey"
SETTINGS: Mapping[str, Setting] = {
    "tags": Setting(
        "array",
        "how articles show their tags: as an array, or as one string with commas",
        allowed=("array", "string"),
    )
}
of = Own(DIALECT, SETTINGS).of
