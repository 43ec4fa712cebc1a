"""Asked rightly and wrongly, every operation answers as its document says."""

import re
from functools import cache
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi import checks

from polydesk import control, registry
from polydesk.kit.openapi import describe

MOST_EXAMPLES, FEWEST_EXAMPLES = 8, 1
MANY = 200
"""So many operations, which are declared in the same few ways, have the fewest examples each."""
SETTINGS = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
EXPECTED = ["2xx", "401", "403", "404", "409", "422", "429"]
RUNNING: dict[str, Any] = {}

PLAINLY = {"Accept-Encoding": "identity"}
"""What it calls with does not unpack."""

# vendors pass over what they do not know, and make of a value what they can: `"false"` is true
LENIENT = [checks.negative_data_rejection]
# vendors answer 400 where OpenAPI has no words for the rule: a tag that another asset has
STRICT = [checks.positive_data_acceptance]
# a method that the vendor answers and does not document: PUT, where PATCH is meant; or that is
# another path's, which has a name where this one has a word: `/blobs/{id}` and `/blobs/counts`
UNDOCUMENTED = [checks.unsupported_method, checks.allow_header_conformance]


def excluded(case: schemathesis.Case, api: Any) -> list[Any]:
    """The checks that an operation cannot pass and still be the vendor's; none for our own API."""
    if api.dialect is control.plane:
        return []
    shared = case.operation.path in with_more_methods(api.name)
    return [*LENIENT, *STRICT, *(UNDOCUMENTED if shared else [])]


@cache
def with_more_methods(dialect: str) -> set[str]:
    """The paths that answer to methods which are not documented of them."""
    operations = registry.find()[dialect].operations
    named = {op.path for op in operations if re.search(r"<\w+>", op.path)}
    any_of = re.compile("|".join(re.sub("<[^>]+>", "[^/<]+", path) for path in named) or "$^")
    words = {op.template for op in operations if any_of.fullmatch(op.path)}
    return words | {op.template for op in operations if op.also}


@pytest.fixture(scope="session", autouse=True)
def running(apis: dict[str, Any]) -> None:
    """The tests are made before there are sites, and find them here."""
    RUNNING.update(apis)


def make_test(name: str, dialect: Any, root: str) -> Any:
    """The test of one API; where chance would have to find a world, its own is given."""
    config = SchemathesisConfig.from_dict(
        {
            "seed": 1,
            "generation": {"deterministic": True},
            "parameters": {"path.world": f"spec-{name}"},
            # 422 is the control plane's word for a rule that OpenAPI cannot say
            "checks": {"positive_data_acceptance": {"expected-statuses": EXPECTED}},
        }
    )
    document = describe(dialect, f"http://localhost{root}")
    schema = schemathesis.openapi.from_dict(document, config=config)
    schema.app = lambda *called: RUNNING[name].site(*called)

    examples = FEWEST_EXAMPLES if len(dialect.operations) > MANY else MOST_EXAMPLES

    @schema.parametrize()
    @settings(SETTINGS, max_examples=examples)
    def test(case: schemathesis.Case, apis: Any) -> None:
        """Statuses, types, shapes and headers are the documented ones; nothing is a 5xx."""
        api = apis[name]
        api.keep_world()

        case.call_and_validate(
            headers={**api.headers, **PLAINLY}, excluded_checks=excluded(case, api)
        )

    return test


for _name, _dialect in registry.find().items():
    _root = f"/~spec-{_name}/{_name}{_dialect.root}"
    globals()[f"test_every_operation_of_{_name}"] = make_test(_name, _dialect, _root)

test_every_operation_of_control = make_test("control", control.plane, control.ROOT)
