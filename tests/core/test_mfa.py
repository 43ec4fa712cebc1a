"""The second factor: enrolled, confirmed, asked for, given up."""

import base64
import re
import struct
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from polydesk.core import accounts, mfa
from polydesk.core.clock import Clock
from polydesk.core.errors import Conflict, Invalid
from polydesk.core.models import Event

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
AT = datetime.fromtimestamp(1775379600, UTC)


def code_at(secret, at):
    import pyotp

    return pyotp.TOTP(secret).at(at)


@pytest.fixture
def enrolled(desk, user):
    """Somebody with the secret above, on the day of the vector; gives the recovery codes."""
    desk.clock, desk._now = Clock(frozen_at=AT), None
    user.mfa_secret = SECRET
    return mfa.confirm(desk, user, "543705")


@pytest.mark.parametrize(("second", "code"), [(59, "503347"), (1775379600, "543705")])
def test_the_codes_are_those_of_the_rfc(second, code):
    """The vectors of the contract of Open Help Desk, 2.4."""
    assert mfa.accepts(SECRET, code, datetime.fromtimestamp(second, UTC))


@pytest.mark.parametrize(
    ("seconds", "good"),
    [(-31, False), (-30, True), (0, True), (29, True), (30, True), (59, True), (60, False)],
)
def test_a_code_is_good_for_its_step_and_the_two_beside(seconds, good):
    """The moment of the vector is the first of its 30 seconds."""
    assert good == mfa.accepts(SECRET, "543705", AT + timedelta(seconds=seconds))


@pytest.mark.parametrize("code", ["", "54370", "5437050", "abcdef", "54370\uff15", "-43705"])
def test_nothing_else_is_a_code(code):
    """Six digits, of those there are in ASCII."""
    assert not mfa.accepts(SECRET, code, AT)


def test_the_first_seconds_of_1970_have_codes_too():
    """There is no step before the first."""
    at = datetime.fromtimestamp(0, UTC)

    assert mfa.accepts(SECRET, code_at(SECRET, 0), at)


def test_an_enrolled_secret_is_no_factor_yet(desk, user):
    """160 bits of Base32, and another one each time until one is confirmed."""
    first, second = mfa.enroll(desk, user), mfa.enroll(desk, user)

    assert (32, 20) == (len(second), len(base64.b32decode(second)))
    assert first != second == user.mfa_secret
    assert not mfa.is_enrolled(user)
    assert not mfa.verify(desk, user, code_at(second, desk.now()))


def test_a_confirmed_secret_is_the_second_factor(desk, user):
    """The account knows; eight recovery codes are told once, and kept as digests."""
    secret = mfa.enroll(desk, user)

    codes = mfa.confirm(desk, user, code_at(secret, desk.now()))

    account = accounts.find(desk, user.id)
    assert (desk.now(), True) == (account.mfa_confirmed_at, mfa.is_enrolled(user))
    assert 8 == len(set(codes)) == len(user.mfa_codes)
    assert all(re.fullmatch(r"[A-Z2-7]{4}-[A-Z2-7]{4}", code) for code in codes)
    kept = f"{user.mfa_codes} {desk.all(select(Event.data))}"
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_a_wrong_code_confirms_nothing(desk, user):
    """The secret waits on."""
    secret = mfa.enroll(desk, user)

    with pytest.raises(Invalid) as raised:
        mfa.confirm(desk, user, "no")

    assert ["code"] == list(raised.value.fields)
    assert (secret, None) == (user.mfa_secret, user.mfa_confirmed_at)


def test_there_is_nothing_to_confirm_before_and_after(desk, user):
    """Not without a secret, and not twice."""
    with pytest.raises(Conflict) as before:
        mfa.confirm(desk, user, "123456")
    code = code_at(mfa.enroll(desk, user), desk.now())
    mfa.confirm(desk, user, code)
    with pytest.raises(Conflict) as after:
        mfa.confirm(desk, user, code)

    reasons = [(one.value.kind, one.value.reason) for one in (before, after)]
    assert [("mfa", "not_enrolling")] * 2 == reasons


def test_an_active_factor_is_not_enrolled_over(desk, user, enrolled):
    """It has to be given up first."""
    with pytest.raises(Conflict) as raised:
        mfa.enroll(desk, user)

    assert ("mfa", "active") == (raised.value.kind, raised.value.reason)
    assert SECRET == user.mfa_secret


def test_a_code_may_be_used_again_while_it_is_good(desk, user, enrolled):
    """By the world's clock."""
    answers = [mfa.verify(desk, user, "543705") for _ in range(2)]
    desk.clock, desk._now = desk.clock.advanced(60), None
    answers.append(mfa.verify(desk, user, "543705"))

    assert [True, True, False] == answers


@pytest.mark.parametrize(
    "typed",
    [str, str.lower, lambda code: code.replace("-", ""), lambda code: f" {code.lower()} "],
    ids=["shown", "lower", "without hyphen", "blanks"],
)
def test_a_recovery_code_opens_once(desk, user, enrolled, typed):
    """However it is typed; the others stay good."""
    first, second, *_ = enrolled

    answers = [mfa.verify(desk, user, typed(first)) for _ in range(2)]

    assert [True, False] == answers
    assert 7 == len(user.mfa_codes)
    assert mfa.verify(desk, user, second)


@pytest.mark.parametrize("code", ["", "AAAA-AAAA", "AAAA--AAAA", "AAAAAAAA1"])
def test_no_other_recovery_code_opens(desk, user, enrolled, code):
    """Nothing is used up."""
    assert not mfa.verify(desk, user, code)
    assert 8 == len(user.mfa_codes)


def test_the_kept_digest_is_no_recovery_code(desk, user, enrolled):
    """Whoever reads an export cannot enter with it."""
    assert not mfa.verify(desk, user, user.mfa_codes[0])


def test_a_factor_that_is_given_up_is_gone(desk, user, enrolled):
    """With its recovery codes; one may enrol anew."""
    mfa.disable(desk, user)

    assert (None, None, []) == (user.mfa_secret, user.mfa_confirmed_at, user.mfa_codes)
    assert not mfa.verify(desk, user, "543705")
    assert not mfa.verify(desk, user, enrolled[0])
    assert mfa.enroll(desk, user)


def test_to_give_up_nothing_changes_nothing(desk, user):
    """Not even `updated_at`, and it is not told."""
    desk.clock, desk._now = desk.clock.advanced(60), None
    before = user.updated_at, desk.all(select(Event.kind))

    mfa.disable(desk, user)

    assert before == (user.updated_at, desk.all(select(Event.kind)))


def test_the_uri_is_what_authenticator_apps_read():
    """The form of the contract of Open Help Desk, 2.4: `@` is escaped, the colon is not."""
    assert mfa.uri(SECRET, issuer="Open Help Desk", label="ada@desk.example") == (
        "otpauth://totp/Open%20Help%20Desk:ada%40desk.example"
        f"?secret={SECRET}&issuer=Open%20Help%20Desk"
    )


def test_the_qr_code_is_a_png():
    """A square one, as a data URI."""
    uri = mfa.qr_code(mfa.uri(SECRET, issuer="Open Help Desk", label="ada@desk.example"))

    head, _, data = uri.partition(",")
    picture = base64.b64decode(data, validate=True)
    width, height = struct.unpack(">II", picture[16:24])
    assert ("data:image/png;base64", b"\x89PNG\r\n\x1a\n") == (head, picture[:8])
    assert 150 < width == height < 400
