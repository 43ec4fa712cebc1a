"""Asked rightly and wrongly, every operation answers as its document says."""

import re
from collections.abc import Sequence
from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi import checks

from polydesk.kit.dialect import Dialect
from polydesk.kit.openapi import describe
from polydesk.testing.contract.apis import CONTROL, Api, Contract

MOST_EXAMPLES = 8
ALL_EXAMPLES = 400
"""How many are made up of all operations: the more there are, the more are declared alike."""
SETTINGS = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
EXPECTED = ["2xx", "401", "403", "404", "409", "422", "429"]
PLAINLY = {"Accept-Encoding": "identity"}
"""What it calls with does not unpack."""

# vendors pass over what they do not know, and make of a value what they can: `"false"` is true
LENIENT = [checks.negative_data_rejection]
# vendors answer 400 where OpenAPI has no words for the rule: a tag that another asset has
STRICT = [checks.positive_data_acceptance]
# a method that the vendor answers and does not document: PUT, where PATCH is meant; or that is
# another path's, which has a name where this one has a word: `/blobs/{id}` and `/blobs/counts`
_ANY_WORD = re.compile(r"<(number:)?\w+>")
UNDOCUMENTED = [checks.unsupported_method, checks.allow_header_conformance]


def with_more_methods(dialect: Dialect) -> set[str]:
    """The paths that answer to methods which are not documented of them."""
    named = {op.path for op in dialect.operations if _ANY_WORD.search(op.path)}
    any_of = re.compile("|".join(re.sub("<[^>]+>", "[^/<]+", path) for path in named) or "$^")
    words = {op.template for op in dialect.operations if any_of.fullmatch(op.path)}
    return words | {op.template for op in dialect.operations if op.also}


def make_test(contract: Contract) -> Any:
    """The test of one API; where chance would have to find a world, its own is given."""
    config = SchemathesisConfig.from_dict(
        {
            "seed": 1,
            "generation": {"deterministic": True},
            "parameters": {"path.world": contract.world},
            # 422 is the control plane's word for a rule that OpenAPI cannot say
            "checks": {"positive_data_acceptance": {"expected-statuses": EXPECTED}},
        }
    )
    dialect = contract.dialect
    is_vendors = contract.name != CONTROL
    spared = [*LENIENT, *STRICT] if is_vendors else []
    wider = with_more_methods(dialect) if is_vendors else set()
    running: list[Api] = []  # the test is made before there is a site, and finds it here
    document = describe(dialect, f"http://localhost{contract.root}")
    schema: Any = schemathesis.openapi.from_dict(document, config=config)
    schema.app = lambda *called: running[-1].site(*called)

    examples = max(1, min(MOST_EXAMPLES, ALL_EXAMPLES // len(dialect.operations)))

    @schema.parametrize()  # type: ignore[untyped-decorator]
    @settings(SETTINGS, max_examples=examples)
    def test(case: Any, apis: dict[str, Api]) -> None:
        """Statuses, types, shapes and headers are the documented ones; nothing is a 5xx."""
        api = apis[contract.name]
        api.keep_world()
        running[:] = [api]

        more = UNDOCUMENTED if case.operation.path in wider else []
        case.call_and_validate(headers={**api.headers, **PLAINLY}, excluded_checks=[*spared, *more])

    return test


def tests(contracts: Sequence[Contract]) -> dict[str, Any]:
    """A test of each API, which is one of each of its operations."""
    return {f"test_every_operation_of_{one.name}": make_test(one) for one in contracts}
