"""Operations done without a request: checked, stored and written as for one."""

from dataclasses import replace

import pytest

from polydesk.core.errors import Forbidden, Invalid, NotFound
from polydesk.kit.perform import perform
from tests.kit.conftest import routes


def test_it_gives_what_the_operation_answers(desk):
    """Stored already, by the schema, without headers and envelope."""
    made = perform(desk, routes.operation("create"), {}, json={"Name": "vpn", "more": 1})

    assert {"id": made["id"], "Name": "vpn"} == made
    assert made == perform(desk, routes.operation("show"), {"id": made["id"]})


@pytest.mark.parametrize("view", ["some", "everything"])
def test_it_gives_the_whole_of_a_list(desk, view):
    """A page would be of two."""
    names = ["a", "b", "c"]
    for name in names:
        perform(desk, routes.operation("create"), {}, json={"Name": name})

    assert names == [tag["Name"] for tag in perform(desk, routes.operation(view), {})]


def test_it_refuses_what_the_schema_refuses(desk):
    """Also text that no database stores."""
    create = routes.operation("create")

    with pytest.raises(Invalid) as missing:
        perform(desk, create, {}, json={})
    with pytest.raises(Invalid) as unstorable:
        perform(desk, create, {}, json={"Name": "a\0b"})

    assert (["Name"], ["Name"]) == (list(missing.value.fields), list(unstorable.value.fields))


def test_who_may_and_what_there_is_come_before_the_schema(desk):
    """`at` is asked first, and gives the view's arguments."""

    def nobody(desk, **_):
        raise Forbidden("x")

    create, show = routes.operation("create"), routes.operation("show")

    with pytest.raises(Forbidden):
        perform(desk, replace(create, at=nobody), {}, json={})
    with pytest.raises(NotFound):
        perform(desk, replace(show, at=lambda _, **__: {"id": 999}), {"id": 1})
