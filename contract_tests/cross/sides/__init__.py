"""The dialects, as a client of each would do what they have in common; a file a dialect."""

from contract_tests.cross.sides.apikey import Apikey
from contract_tests.cross.sides.base import Desk, Rewording, Side, Tagging, Talking
from contract_tests.cross.sides.deskpro import Deskpro
from contract_tests.cross.sides.desteksitesi import Destek
from contract_tests.cross.sides.openhelpdesk import OpenHelpDesk
from contract_tests.cross.sides.sanctum import Sanctum

__all__ = ["SIDES", "Desk", "Rewording", "Side", "Tagging", "Talking"]

SIDES: tuple[type[Side], ...] = (Apikey, OpenHelpDesk, Destek, Deskpro, Sanctum)
