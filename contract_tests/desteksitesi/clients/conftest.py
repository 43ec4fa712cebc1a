"""An installation in use, as the real clients meet it. Source: contract 15."""

import pytest

from contract_tests.desteksitesi.sending import OFFICE, opened


@pytest.fixture
def destek(destek):
    """Rules, assets, articles and the rest are there."""
    destek.seed(OFFICE)
    return destek


@pytest.fixture
def ticket(destek):
    """The id of sam's ticket in Hardware."""
    return opened(destek)
