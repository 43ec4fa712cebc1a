"""Stories that schemathesis makes up: make a thing, read it, change it, delete it, in any order."""

from typing import Any
from urllib.parse import urlsplit

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.core.errors import NoLinksFound
from schemathesis.specs.openapi import checks

from polydesk.testing.contract.apis import Api

STORIES = (40, 200)
"""How many are made up; chance may have it that the first follow no link that can be followed."""
SETTINGS = settings(
    stateful_step_count=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# single answers are judged in `operations`; here it is what one does to the next
ONE_BY_ONE = [
    checks.negative_data_rejection,
    checks.positive_data_acceptance,
    checks.unsupported_method,
    checks.allow_header_conformance,
]


def make_machine(api: Api, followed: list[tuple[str, str, int]]) -> Any:
    """The state machine of an API; (source, target, status) of every link it takes is noted."""
    config = SchemathesisConfig.from_dict(
        {
            "seed": 1,
            "generation": {"deterministic": True},
            "parameters": {"path.world": api.world},
        }
    )
    url = api.root + api.dialect.document.path
    schema: Any = schemathesis.openapi.from_wsgi(url, api.site, config=config, headers=api.headers)
    if api.contract.chapters:
        schema = schema.include(tag=list(api.contract.chapters))

    class Machine(schema.as_state_machine()):  # type: ignore[misc]
        def setup(self) -> None:
            api.restore()
            self.had_back: set[str] = set()

        def get_call_kwargs(self, _: Any) -> dict[str, Any]:
            return {"headers": {**api.headers, "Accept-Encoding": "identity"}}

        def step(self, input: Any) -> Any:
            output = super().step(input)
            if input.transition is not None and input.is_applied:
                source = input.transition.parent_id
                made_by = self.recorder.cases[source].value.operation.label
                status = output.response.status_code
                followed.append((made_by, input.case.operation.label, status))
            return output

        def validate_response(self, response: Any, case: Any, **kwargs: Any) -> None:
            api.keep_world()
            # a list that is emptied, such as the outbox, is there still; the world is made again,
            # and so may be what something was done to after it was deleted: `/things/7/restore`
            template, path = case.operation.path, urlsplit(response.request.url).path
            if case.method == "DELETE":
                self.had_back.discard(path)
            elif case.method == "POST" and response.status_code < 300:
                self.had_back.add(path.rpartition("/")[0])
            is_gone = template.endswith("}") and not template.endswith("{world}")
            spared = [] if is_gone and path not in self.had_back else [checks.use_after_free]
            case.validate_response(
                response,
                headers=kwargs["headers"],
                excluded_checks=[*ONE_BY_ONE, *spared],
                transport_kwargs=kwargs,
                recorder=self.recorder,
            )

    return Machine


def makes_what_is_shown(api: Api) -> bool:
    """Whether something is shown below the path where it is made."""
    made = {op.path for op in api.dialect.operations if "POST" in op.methods}
    return any(op.path.rpartition("/<")[0] in made for op in api.dialect.operations)


def test_a_story_keeps_the_documents_word(api: Api) -> None:
    """What was made is there until it is deleted, and then no more; nothing is a 5xx.

    The links are found by the names of the URL's parts: where there are any, some must lead to what
    was made.
    """
    followed: list[tuple[str, str, int]] = []
    machine = make_machine(api, followed)

    for count in STORIES:
        try:
            machine.run(settings=settings(SETTINGS, max_examples=count))
        except NoLinksFound:
            assert not makes_what_is_shown(api)
            pytest.skip("nothing that is answered can be asked for")
        made = [status for source, _, status in followed if source.startswith("POST")]
        led = any(200 <= status < 300 for status in made)
        if led or not makes_what_is_shown(api):
            return
    pytest.fail("no link has led to what was made")
