"""Second factors of those who call, and what they sign in with."""

from typing import Any

import pyotp
from werkzeug.test import TestResponse

from contract_tests.openhelpdesk.conftest import PASSWORD, Client
from polydesk.core import mfa
from polydesk.core.models import Person

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CODE = "543705"
"""The secret's code at 1775379600, which is `NOW`; a vector of the contract."""
STEP = 1775379600 // 30


def code(steps: int = 0, secret: str = SECRET) -> str:
    """The code so many steps of 30 seconds after `NOW`."""
    return pyotp.HOTP(secret).at(STEP + steps)


def enroll(ohd: Client, who: str) -> list[str]:
    """Give somebody the secret as second factor, at `NOW`; gives the recovery codes."""
    with ohd.desk() as desk:
        person = desk.get(Person, ohd.ids[who])
        person.mfa_secret = SECRET
        return mfa.confirm(desk, person, CODE)


def login(ohd: Client, who: str, **sent: Any) -> TestResponse:
    """Sign in as one of the world's people."""
    asked = {"email": f"{who}@example.com", "password": PASSWORD}
    return ohd.post("/api/auth/login", as_=None, json=asked, **sent)


def verify(ohd: Client, given: str) -> TestResponse:
    """Send a code for the session that there is."""
    return ohd.post("/api/auth/mfa/verify", json={"code": given})


def sam(ohd: Client, *, enrolled: bool = False) -> dict[str, Any]:
    """Sam, as those who sign in are told."""
    return {"id": ohd.ids["sam"], "name": "Sam Ortiz", "role": "user", "mfa_enrolled": enrolled}
