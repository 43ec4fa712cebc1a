"""People. Source: contract 9.4, 10.3 and 11."""

from contract_tests.deskpro.conftest import SHOWN_NOW

ADA = {"name": "Ada Lee", "email": "ada.lee@example.com"}


def test_a_person_is_shown_with_every_key(deskpro):
    """In the contract's order, with the defaults of one whom the API made."""
    made = deskpro.make("/people", **ADA)

    assert made == {
        "id": 6,
        "primary_email": "ada.lee@example.com",
        "emails": ["ada.lee@example.com"],
        "name": "Ada Lee",
        "first_name": "Ada",
        "last_name": "Lee",
        "title_prefix": "",
        "override_display_name": "",
        "summary": "",
        "timezone": "UTC",
        "organization_position": "",
        "display_name": "Ada Lee",
        "display_contact": "Ada Lee <ada.lee@example.com>",
        "organization": None,
        "organization_members": [],
        "organization_manager": False,
        "labels": [],
        "user_groups": [],
        "agent_groups": [],
        "all_user_groups": [1],
        "teams": [],
        "brands": [1],
        "language": 1,
        "primary_team": None,
        "fields": {},
        "contact_data": [],
        "phone_numbers": [],
        "agent_data": None,
        "is_agent": False,
        "is_user": False,
        "is_contact": True,
        "was_agent": False,
        "can_agent": False,
        "can_admin": False,
        "can_billing": False,
        "can_reports": False,
        "is_confirmed": False,
        "is_deleted": False,
        "is_disabled": False,
        "disable_picture": False,
        "disable_autoresponses": False,
        "online": False,
        "online_for_chat": False,
        "avatar": {
            "default_url_pattern": (
                "http://localhost" + deskpro.url + "/file.php/avatar/{{IMG_SIZE}}/default.jpg"
                "?size-fit=1"
            ),
            "url_pattern": None,
            "base_gravatar_url": None,
        },
        "gravatar_url": None,
        "picture_blob": None,
        "browser": None,
        "last_seen": None,
        "date_last_login": None,
        "date_created": SHOWN_NOW,
        "tickets_count": 0,
        "chats_count": 0,
        "creation_system": "web.person",
        "disable_autoresponses_log": "",
        "contextual_options": [],
        "preferences": [],
    }
