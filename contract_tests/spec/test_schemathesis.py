"""Asked rightly and wrongly, every operation answers as its document says."""

from contract_tests.spec.contracts import CONTRACTS
from polydesk.testing.contract import operations

globals().update(operations.tests(CONTRACTS))
