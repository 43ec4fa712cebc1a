"""The map of settings: contract 6.7, rows 64 and 65, and 4.13."""

import pytest

SETTINGS = "/api/admin/settings"
DEFAULTS = {
    "reopen_window_days": 7,
    "guest_submission_enabled": False,
    "guest_link_expiry_days": 7,
    "sla_enabled": False,
    "mfa_enabled": True,
    "mfa_enforced_roles": [],
    "saml_enabled": False,
    "saml_metadata_url": "",
    "saml_cert_pem": "",
    "saml_key_pem": "",
    "user_selectable_priority": True,
    "max_attachment_mb": 25,
    "plugin_error_threshold": 50,
    "site_name": "Open Help Desk",
    "site_logo_url": "",
    "primary_color": "#2563eb",
    "support_email": "",
    "support_url": "",
    "reopen_target_status_name": "New",
}


def nested(depth):
    """A value that many arrays are around."""
    value = "x"
    for _ in range(depth):
        value = [value]
    return value


def test_64_a_fresh_site_has_the_defaults(ohd):
    """One flat object with all keys of 4.13."""
    answer = ohd.get(SETTINGS)

    assert (200, DEFAULTS) == (answer.status_code, answer.json)


def test_65_what_is_given_changes_and_all_is_answered(ohd):
    """200 with the full map, which is read back."""
    given = {"site_name": "Acme", "mfa_enforced_roles": ["admin", "staff"], "sla_enabled": True}
    answer = ohd.patch(SETTINGS, json=given)

    assert (200, DEFAULTS | given) == (answer.status_code, answer.json)
    assert DEFAULTS | given == ohd.get(SETTINGS).json


def test_65_an_empty_object_changes_nothing(ohd):
    """200 with the full map."""
    answer = ohd.patch(SETTINGS, json={})

    assert (200, DEFAULTS) == (answer.status_code, answer.json)


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("reopen_window_days", ["7", 7.5, True, -1, None, 10**12]),
        ("guest_link_expiry_days", ["7", 1.5, False, None]),
        ("max_attachment_mb", ["25", None, 0.5]),
        ("plugin_error_threshold", ["50", None, 101]),
        ("guest_submission_enabled", ["true", 1, None]),
        ("mfa_enforced_roles", ["admin", ["boss"], [1], None, [["admin"]], {}]),
        ("site_name", [1, None, ["x"]]),
        ("saml_key_pem", [0, None]),
        ("reopen_target_status_name", [None, 3]),
    ],
)
def test_65_the_wrong_type_of_a_known_key_is_refused(ohd, key, values):
    """400 naming the key; nothing of the request is kept."""
    answers = [ohd.patch(SETTINGS, json={"site_name": "x", key: value}) for value in values]

    expected = (400, {"error": f"invalid value for {key}"})
    assert [expected] * len(values) == [(one.status_code, one.json) for one in answers]
    assert DEFAULTS == ohd.get(SETTINGS).json


def test_65_unknown_keys_are_kept_as_given(ohd):
    """Of any JSON type, null among them."""
    given = {"theme": {"dark": True, "name": "ı"}, "n": 1.5, "list": [1, None], "nothing": None}
    answer = ohd.patch(SETTINGS, json=given)

    assert (200, DEFAULTS | given) == (answer.status_code, answer.json)
    assert DEFAULTS | given == ohd.get(SETTINGS).json


def test_65_the_control_plane_shows_keys_that_clients_made_up(ohd):
    """Beside the known ones."""
    ohd.patch(SETTINGS, json={"theme": "dark"})

    answer = ohd.told("GET", "/settings")

    assert "dark" == answer.json["openhelpdesk"]["theme"]


def test_65_a_world_with_keys_that_clients_made_up_can_be_exported(ohd):
    """And the export has them."""
    ohd.patch(SETTINGS, json={"theme": "dark"})

    answer = ohd.told("GET", "/export?format=json")

    assert "theme: dark" in answer.text or '"theme":"dark"' in answer.text


@pytest.mark.parametrize(
    "given",
    [
        {"x" * 61: 1},
        {"": 1},
        {"a\0b": 1},
        {"theme": "a\0b"},
        {"theme": {"a\0b": 1}},
        {"theme": nested(200)},
        {"theme": nested(900)},
        {"site_name": "a\0b"},
    ],
)
def test_65_what_cannot_be_kept_is_refused(ohd, given):
    """400, and the map can still be read."""
    answer = ohd.patch(SETTINGS, json=given)

    assert 400 == answer.status_code
    assert isinstance(answer.json["error"], str)
    assert DEFAULTS == ohd.get(SETTINGS).json


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"x=1"])
def test_65_a_body_must_be_a_json_object(ohd, body):
    """400 `invalid JSON`."""
    answer = ohd.patch(SETTINGS, data=body)

    assert (400, {"error": "invalid JSON"}) == (answer.status_code, answer.json)


def test_64_65_the_saml_key_is_write_only(ohd):
    """It is taken, and reads back as the empty text."""
    key = "-----BEGIN PRIVATE KEY-----"
    answer = ohd.patch(SETTINGS, json={"saml_key_pem": key, "saml_cert_pem": "cert"})

    assert (200, "", "cert") == (
        answer.status_code,
        answer.json["saml_key_pem"],
        answer.json["saml_cert_pem"],
    )
    assert "" == ohd.get(SETTINGS).json["saml_key_pem"]
    assert key == ohd.told("GET", "/settings").json["openhelpdesk"]["saml_key_pem"]


def test_65_a_change_holds_at_once(ohd):
    """The window of replies is that of the setting: with none, nobody reopens."""
    ohd.patch(SETTINGS, json={"reopen_window_days": 0})
    ticket = ohd.ticket()
    ohd.post(f"/api/tickets/{ticket['id']}/resolve", as_="tom")

    answer = ohd.post(f"/api/tickets/{ticket['id']}/replies", as_="sam", json={"body": "No."})

    assert (409, {"error": "reopen window has expired"}) == (answer.status_code, answer.json)


def test_a_reopened_ticket_goes_to_the_status_that_is_set(ohd):
    """By its name; an unknown name is New."""
    ticket = ohd.ticket()
    statuses = []
    for name in ("In Progress", "No such status"):
        ohd.patch(SETTINGS, json={"reopen_target_status_name": name})
        ohd.post(f"/api/tickets/{ticket['id']}/resolve", as_="tom")
        answer = ohd.post(f"/api/tickets/{ticket['id']}/reopen", as_="tom")
        statuses.append(answer.json["status"])

    assert ["In Progress", "New"] == statuses


@pytest.mark.parametrize(("who", "status"), [(None, 401), ("sam", 403), ("tom", 403), ("bot", 403)])
@pytest.mark.parametrize(
    ("method", "path"), [("GET", ""), ("PATCH", ""), ("POST", "/logo"), ("DELETE", "/logo")]
)
def test_only_admins_see_and_change_settings(ohd, who, status, method, path):
    """Said before 400."""
    answer = ohd.open(method, SETTINGS + path, as_=who, data=b"no JSON")

    assert status == answer.status_code
