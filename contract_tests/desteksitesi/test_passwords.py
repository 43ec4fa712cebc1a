"""Further passwords, which scenarios and the control plane make: for `Basic`, beside a person's.

They are no vendor's; they stand in where the vendor's own page would be clicked through.
"""

import base64

import pytest

from contract_tests.desteksitesi.calling import call
from contract_tests.desteksitesi.conftest import PASSWORD, basic

SECRET = "destek_sam_1"
KIND = {"dialect": "desteksitesi", "kind": "password", "name": "CI"}


def make(destek, **given):
    return destek.control("POST", "/credentials", json={**KIND, "person": "sam", **given})


def status(destek, headers):
    return destek.get("/api/Authorization", as_=None, headers=headers).status_code


@pytest.mark.parametrize("given", [{}, {"secret": SECRET}])
def test_a_password_is_made(destek, given):
    """Told as the header that is to be sent; the person's own one is good as before."""
    told = make(destek, **given).json
    sent = {told["header"]: told["value"]}

    answer = destek.get("/api/Authorization", as_=None, headers=sent)

    assert "sam" == answer.json["Username"]
    assert f"sam:{told['secret']}" == base64.b64decode(told["value"].split()[1]).decode()
    assert told["secret"].startswith("destek_")
    assert 200 == status(destek, basic("sam"))


@pytest.mark.parametrize("name", ["SAM", "sam@example.com", "ACME\\sam"])
def test_it_goes_with_every_name_of_its_person(destek, name):
    """Contract 3.3."""
    make(destek, secret=SECRET)

    assert 200 == status(destek, basic(name, SECRET))


def test_it_is_nobody_elses(destek):
    """With another name it is a wrong password, and counts as one."""
    make(destek, secret=SECRET)

    assert [401, 401, 401, 403] == [status(destek, basic("kim", SECRET)) for _ in range(4)]


def revoke(destek, id):
    destek.control("DELETE", f"/credentials/{id}")


def rotate(destek, id):
    destek.control("POST", f"/credentials/{id}/rotate")


def disable(destek, id):
    call(destek, "UpdateUser", userId="sam", disabled="true")


def delete(destek, id):
    call(destek, "DeleteUser", userId="sam")


def merge(destek, id):
    call(destek, "MergeUsers", fromUserId="sam", toUserId="kim")


@pytest.mark.parametrize("end", [revoke, rotate, disable, delete, merge])
def test_it_ends(destek, end):
    """By hand, or with its person."""
    id = make(destek, secret=SECRET).json["id"]

    end(destek, id)

    assert 401 == status(destek, basic("sam", SECRET))
    assert 401 == status(destek, basic("kim", SECRET))


def test_an_own_password_may_look_like_one(destek):
    """It is looked for among them first only."""
    call(destek, "UpdateUser", userId="sam", password="destek_own")

    assert [200, 401] == [status(destek, basic("sam", one)) for one in ("destek_own", PASSWORD)]


@pytest.mark.parametrize("secret", ["short", "destek_", "destek_a\nb"])
def test_a_secret_that_will_not_do(destek, secret):
    """It has to be known by its beginning."""
    assert 422 == make(destek, secret=secret).status_code
