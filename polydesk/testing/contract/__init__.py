"""The contract tests that every dialect is held to, whatever its vendor.

A package that offers a dialect has them by one line in a module of its tests:

    globals().update(contract.suite_of("acme"))

They find the dialect by its entry point, call it in a world with the demo scenario, and need what
`polydesk[contract]` brings.
"""

from types import ModuleType
from typing import Any

import pytest

pytest.register_assert_rewrite(
    *(f"{__name__}.{part}" for part in ("documents", "examples", "refusals", "stories"))
)

from polydesk.testing.contract import documents, examples, operations, refusals, stories  # noqa: E402
from polydesk.testing.contract.apis import CONTROL, Contract, fixtures  # noqa: E402

__all__ = [
    "CONTROL",
    "Contract",
    "documents",
    "examples",
    "fixtures",
    "operations",
    "refusals",
    "stories",
    "suite_in",
    "suite_of",
]


def suite_of(*given: Contract | str) -> dict[str, Any]:
    """All tests of these dialects, with their fixtures, by name: what a module of tests is to have.

    Raises ValueError for a name that nobody offers.
    """
    contracts = [one if isinstance(one, Contract) else Contract(one) for one in given]
    return {
        **fixtures(contracts),
        **suite_in(documents, refusals, stories),
        **operations.tests(contracts),
        **examples.tests(contracts),
    }


def suite_in(*modules: ModuleType) -> dict[str, Any]:
    """The tests of these modules, by name; they need the `fixtures`."""
    return {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if name.startswith("test_")
    }
