"""An API for each contract, on the database that is chosen."""

from collections.abc import Callable

import pytest

from contract_tests.spec.contracts import CONTRACTS
from polydesk.core.worlds import Store
from polydesk.testing import contract

globals().update(contract.fixtures(CONTRACTS))


@pytest.fixture(scope="session")
def stores(make_store: Callable[[], Store]) -> Callable[[], Store]:
    """Makes stores for the run."""
    return make_store
