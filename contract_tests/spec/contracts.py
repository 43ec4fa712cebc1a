"""What is held to the contract tests here: our dialects, others that are installed, our own API."""

from polydesk import registry
from polydesk.testing.contract import CONTROL, Contract

_OURS = {
    "deskpro": Contract("deskpro", chapters=("Tasks",)),
    "desteksitesi": Contract(
        "desteksitesi", settings={"rate_limit": False, "lockout_attempts": 2**31 - 1}
    ),
    "helpdeskpro-sanctum": Contract(
        "helpdeskpro-sanctum", settings={"rate_limit": False}, chapters=("FAQs", "Notes")
    ),
}
"""Those that need more said than their name."""
CONTRACTS = [_OURS.get(name) or Contract(name) for name in (*registry.names(), CONTROL)]
