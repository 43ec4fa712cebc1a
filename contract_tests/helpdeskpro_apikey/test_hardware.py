"""HelpDesk Pro `apikey`, 2.5: what hardware has alone."""

from contract_tests.helpdeskpro_apikey.things import HARDWARE, KINDS


def test_memory_is_a_text(apikey):
    """A number sent for `ram_gb` becomes a string."""
    shown = {16: "16", "16": "16", "16 GB DDR5": "16 GB DDR5"}

    assert shown == {sent: KINDS[HARDWARE].create(apikey, ram_gb=sent)["ram_gb"] for sent in shown}
