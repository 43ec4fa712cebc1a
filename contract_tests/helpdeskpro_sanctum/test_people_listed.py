"""Users and customers in lists. Source: contract 1.3, 1.4 and 1.9; Q-S4 and Q-S5."""

import pytest

from contract_tests.helpdeskpro_sanctum.conftest import refused
from contract_tests.helpdeskpro_sanctum.test_users import names
from polydesk.core import people
from polydesk.core.models import Person, Role


def test_agents_are_no_customers(sanctum):
    """Users are all who can sign in."""
    assert names(sanctum, "/customers") == (["Eve", "Sam"], [])
    assert names(sanctum, "/users") == (["Ada", "Eve", "Mia", "Sam", "Tom"], [])
    assert (404, "Customer not found", None) == refused(
        sanctum.delete(f"/customers/{sanctum.ids['tom']}")
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Zoe", "ann", "Bea", "Ada", "Eve", "Mia", "Sam", "Tom"]),
        ("order=desc", ["Tom", "Sam", "Mia", "Eve", "Ada", "Bea", "ann", "Zoe"]),
        ("sort=first_name", ["Ada", "ann", "Bea", "Eve", "Mia", "Sam", "Tom", "Zoe"]),
        ("sort=email&order=DESC", ["Tom", "Sam", "Mia", "Eve", "Bea", "Ada", "ann", "Zoe"]),
        ("sort=id", ["Ada", "Tom", "Mia", "Sam", "Eve", "Bea", "Zoe", "ann"]),
        ("sort=phone", ["Zoe", "ann", "Bea", "Ada", "Eve", "Mia", "Sam", "Tom"]),
        ("sort[]=id&order[]=desc", ["Zoe", "ann", "Bea", "Ada", "Eve", "Mia", "Sam", "Tom"]),
    ],
)
def test_users_are_ordered_by_last_and_first_name(sanctum, query, found):
    """Ignoring case, unless another column is asked for, which wins (Q-S5)."""
    for first, last, email in [
        ("Bea", "bond", "b@example.com"),
        ("Zoe", "Abel", "1@example.com"),
        ("ann", "Bond", "a@example.com"),
    ]:
        sanctum.make("/users", first_name=first, last_name=last, email=email)

    assert found == names(sanctum, f"/users?{query}")[0]


@pytest.mark.parametrize(
    ("query", "found", "filters"),
    [
        ("search=MIA%20ex", ["Mia"], {"search": "MIA ex"}),
        ("search=TOM@", ["Tom"], {"search": "TOM@"}),
        ("search=030", ["Jo"], {"search": "030"}),
        ("search=%25", [], {"search": "%"}),
        ("search=bo@", [], {"search": "bo@"}),
        ("search=%20&role_id=", ["Ada", "Eve", "Jo", "Mia", "Sam", "Tom"], []),
        ("role_id=1", ["Ada"], {"role_id": "1"}),
        ("role_id=2", ["Eve", "Sam"], {"role_id": "2"}),
        ("role_id=6", ["Mia", "Tom"], {"role_id": "6"}),
        ("role_id=4", ["Jo"], {"role_id": "4"}),
        ("role_id=5", [], {"role_id": "5"}),
        ("role_id=x", [], {"role_id": "x"}),
        ("role_id=99999999999999999999999", [], {"role_id": "99999999999999999999999"}),
        ("role_id=6&search=mia", ["Mia"], {"search": "mia", "role_id": "6"}),
    ],
)
def test_users_are_narrowed(sanctum, query, found, filters):
    """By name, address, number and role; what was asked for is told (Q-S4)."""
    jo = {"first_name": "Jo", "last_name": "Example", "email": "jo@example.com"}
    sanctum.make("/users", **jo, phone="030 1", role_id=4)
    sanctum.data("PUT", f"/users/{sanctum.ids['mia']}", json={"role_id": 6})

    assert (found, filters) == names(sanctum, f"/users?{query}")


def test_a_role_that_is_overruled_elsewhere_is_not_found(sanctum):
    """Who was a manager here and is an admin to all is listed as one."""
    sanctum.data("PUT", f"/users/{sanctum.ids['mia']}", json={"role_id": 4})
    with sanctum.desk() as desk:
        people.change(desk, desk.get(Person, sanctum.ids["mia"]), role=Role.ADMIN)

    assert ["Ada", "Mia"] == names(sanctum, "/users?role_id=1")[0]
    assert [] == names(sanctum, "/users?role_id=4")[0]
