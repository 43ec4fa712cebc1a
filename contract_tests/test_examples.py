"""Every example of our dialects, replayed; see `polydesk.testing.contract.examples`.

What calls a dialect is the fixture that is called as its folder: it furnishes the world first, and
sends a credential where an example has none.
"""

import pytest

from polydesk import registry
from polydesk.testing.contract import examples

CASES = [
    pytest.param(registry.folder(name).name, file, id=f"{name}/{file.stem}")
    for name in registry.OURS
    for file in examples.files(name)
]


@pytest.mark.parametrize(("fixture", "file"), CASES)
def test_an_example_is_answered_as_documented(request, fixture, file):
    """Status and whole body of every exchange, one after another."""
    client = request.getfixturevalue(fixture)

    examples.replay(client, examples.read(file), client.ids, client.called)


def test_every_dialect_has_examples():
    """One at least."""
    assert [] == [name for name in registry.OURS if not examples.files(name)]
