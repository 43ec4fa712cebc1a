"""The three forms of a user: whole bodies, with their keys in order. Source: contract 7.3."""

import pytest

from contract_tests.desteksitesi.calling import call, user
from contract_tests.desteksitesi.conftest import NOW

AUTH = [
    "UserID",
    "Username",
    "Email",
    "FirstName",
    "LastName",
    "Notes",
    "Location",
    "Phone",
    "Department",
    "CompanyName",
    "IPAddress",
    "HostName",
    "Lang",
    "UserAgent",
    "AvatarURL",
    "Signature",
    "Greeting",
    "CompanyId",
    "IsAdmin",
    "Disabled",
    "SendEmail",
    "IsTech",
    "LastSeen",
    "IsManager",
]
EXTRAS = [
    "DepartmentID",
    "DepartmentName",
    "DarkMode",
    "RecentTickets",
    "IsDepartmentManager",
    "TwoFactorAuthEnabled",
    "OutOfOffice",
    "LastPasswordChange",
]
ITEM = [
    "UserID",
    "FirstName",
    "LastName",
    "Notes",
    "Location",
    "Phone",
    "CompanyName",
    "CompanyId",
    "DepartmentID",
    "LastSeen",
    "Username",
    "Email",
    "IsAdmin",
    "Disabled",
    "IsTech",
    "OutOfOffice",
    "DepartmentName",
    "FullName",
]
FULL = {
    "key": "zoe",
    "name": "Zoë Özgür",
    "email": "zoe@acme.example",
    "username": "zoe",
    "role": "admin",
    "is_manager": True,
    "organization": "zoo",
    "department": "ops",
    "notes": "Knows all",
    "location": "Room 5",
    "phone": "+90 212",
    "language": "tr-TR",
    "signature": "Z.",
    "greeting": "Merhaba",
    "avatar_url": "https://a.example/z.png",
    "out_of_office": True,
    "wants_mail": False,
    "tech_categories": ["cages"],
}


@pytest.fixture
def zoe(destek):
    """A user of whom all is known."""
    destek.seed(
        {
            "organizations": [{"key": "zoo", "name": "Zoo"}],
            "departments": [{"key": "ops", "name": "Operations"}],
            "categories": [{"key": "cages", "name": "Cages"}],
            "people": [FULL],
        }
    )
    return destek.ids["zoe"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_caller_is_shown(destek, method):
    """Contract 6.1, 1, and 7.3: 24 keys in this order, and what this very call came with."""
    here = {"REMOTE_ADDR": "192.0.2.9"}
    agent = {"User-Agent": "curl/8"}

    answer = destek.open(method, "/api/Authorization", as_="mia", environ_base=here, headers=agent)

    assert AUTH == list(answer.json)
    assert {
        "UserID": destek.ids["mia"],
        "Username": "mia",
        "Email": "mia@example.com",
        "FirstName": "Mia",
        "LastName": "Berg",
        "Notes": "",
        "Location": "",
        "Phone": "",
        "Department": None,
        "CompanyName": "Acme",
        "IPAddress": "192.0.2.9",
        "HostName": "192.0.2.9",
        "Lang": "",
        "UserAgent": "curl/8",
        "AvatarURL": None,
        "Signature": None,
        "Greeting": None,
        "CompanyId": destek.ids["acme"],
        "IsAdmin": False,
        "Disabled": False,
        "SendEmail": True,
        "IsTech": False,
        "LastSeen": NOW,
        "IsManager": True,
    } == answer.json


def test_a_user_is_shown_with_all_that_is_known(destek, zoe):
    """Contract 7.3, detail: 29 keys in this order, and the extras behind."""
    shown = user(destek, "zoe")

    keys = [*AUTH[:2], "Password", *AUTH[2:18], "CompanyNotes", *AUTH[18:]]
    assert [*keys, "PushToken", "FullNameAndLogin", "FullName", *EXTRAS] == list(shown)
    assert {
        "UserID": zoe,
        "Username": "zoe",
        "Password": None,
        "Email": "zoe@acme.example",
        "FirstName": "Zoë",
        "LastName": "Özgür",
        "Notes": "Knows all",
        "Location": "Room 5",
        "Phone": "+90 212",
        "Department": "Operations",
        "CompanyName": "Zoo",
        "IPAddress": None,
        "HostName": None,
        "Lang": "tr-TR",
        "UserAgent": None,
        "AvatarURL": "https://a.example/z.png",
        "Signature": "Z.",
        "Greeting": "Merhaba",
        "CompanyId": destek.ids["zoo"],
        "CompanyNotes": None,
        "IsAdmin": True,
        "Disabled": False,
        "SendEmail": False,
        "IsTech": True,
        "LastSeen": None,
        "IsManager": True,
        "PushToken": None,
        "FullNameAndLogin": "Zoë Özgür (zoe)",
        "FullName": "Zoë Özgür",
        "DepartmentID": destek.ids["ops"],
        "DepartmentName": "Operations",
        "DarkMode": False,
        "RecentTickets": None,
        "IsDepartmentManager": True,
        "TwoFactorAuthEnabled": False,
        "OutOfOffice": True,
        "LastPasswordChange": None,
    } == shown


def test_a_user_of_whom_nothing_is_known(destek):
    """Contract 4.10 and 7.3: names and notes are empty, the rest is null or false."""
    id = call(destek, "CreateUser", email="x@example.com").json

    assert {
        "UserID": id,
        "Username": "x@example.com",
        "Password": None,
        "Email": "x@example.com",
        **dict.fromkeys(["FirstName", "LastName", "Notes", "Location", "Phone", "Lang"], ""),
        **dict.fromkeys(["Department", "CompanyName", "IPAddress", "HostName", "UserAgent"]),
        **dict.fromkeys(["AvatarURL", "Signature", "Greeting", "CompanyId", "CompanyNotes"]),
        **dict.fromkeys(["IsAdmin", "Disabled", "IsTech", "IsManager", "DarkMode"], False),
        **dict.fromkeys(["LastSeen", "PushToken", "DepartmentID", "DepartmentName"]),
        **dict.fromkeys(["IsDepartmentManager", "TwoFactorAuthEnabled", "OutOfOffice"], False),
        **dict.fromkeys(["RecentTickets", "LastPasswordChange"]),
        "SendEmail": True,
        "FullNameAndLogin": "x@example.com",
        "FullName": "x@example.com",
    } == user(destek, id)


def test_users_are_listed(destek, zoe):
    """Contract 6.4, 43, and 7.3, list: 14 keys in this order, and the extras; by id."""
    found = call(destek, "Users").json

    assert ITEM == list(found[-1])
    assert {
        "UserID": zoe,
        "FirstName": "Zoë",
        "LastName": "Özgür",
        "Notes": "Knows all",
        "Location": "Room 5",
        "Phone": "+90 212",
        "CompanyName": "Zoo",
        "CompanyId": destek.ids["zoo"],
        "DepartmentID": destek.ids["ops"],
        "LastSeen": None,
        "Username": "zoe",
        "Email": "zoe@acme.example",
        "IsAdmin": True,
        "Disabled": False,
        "IsTech": True,
        "OutOfOffice": True,
        "DepartmentName": "Operations",
        "FullName": "Zoë Özgür",
    } == found[-1]
    assert (None, NOW) == (found[0]["Notes"], found[0]["LastSeen"])
    assert sorted(one["UserID"] for one in found) == [one["UserID"] for one in found]
