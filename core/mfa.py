"""The second factor: time-based codes (RFC 6238, SHA-1, 6 digits, 30 s) and recovery codes.

A secret is enrolled, then confirmed by a code of it; from then on the person has a second factor.
Time is the world's. A code may be used again while it is good.
"""

import base64
import hmac
import io
import re
from datetime import datetime

from polydesk.core import access
from polydesk.core.desk import Desk
from polydesk.core.errors import Conflict, Invalid
from polydesk.core.models import Person

_STEP = 30
_RECOVERY_CODES = 8
_CODE = re.compile(r"[0-9]{6}")
_RECOVERY = re.compile(r"([A-Z2-7]{4})-?([A-Z2-7]{4})")


def is_enrolled(person: Person) -> bool:
    """Whether the person has a second factor."""
    return person.mfa_confirmed_at is not None


def enroll(desk: Desk, person: Person) -> str:
    """A new secret, 32 characters of Base32, in place of one that was not confirmed.

    Raises Conflict("mfa", "active").
    """
    if is_enrolled(person):
        raise Conflict("mfa", "active")
    secret = base64.b32encode(desk.random_bytes(20)).decode()
    person.mfa_secret = secret
    desk.touch(person)
    desk.session.flush()
    return secret


def confirm(desk: Desk, person: Person, code: str) -> list[str]:
    """Make the enrolled secret the second factor; gives the recovery codes, this once.

    Raises Conflict("mfa", "not_enrolling") and Invalid({"code": …}); recovery codes do not count.
    """
    if person.mfa_secret is None or is_enrolled(person):
        raise Conflict("mfa", "not_enrolling")
    if not accepts(person.mfa_secret, code, desk.now()):
        raise Invalid({"code": ["is wrong"]})
    raw = base64.b32encode(desk.random_bytes(5 * _RECOVERY_CODES)).decode()
    codes = [f"{raw[at : at + 4]}-{raw[at + 4 : at + 8]}" for at in range(0, len(raw), 8)]
    person.mfa_confirmed_at = desk.now()
    person.mfa_codes = [recovery_digest(one) for one in codes]
    desk.touch(person)
    desk.session.flush()
    desk.tell("person.mfa_enabled", person)
    return codes


def verify(desk: Desk, person: Person, code: str) -> bool:
    """Whether the code is one of the second factor; a recovery code is used up by that.

    The person has to be got by a desk that writes, so that a code is not used twice at once.
    """
    if person.mfa_secret is None or not is_enrolled(person):
        return False
    if accepts(person.mfa_secret, code, desk.now()):
        return True
    hashed = recovery_digest(code)
    if hashed not in person.mfa_codes:
        return False
    person.mfa_codes = [one for one in person.mfa_codes if one != hashed]
    desk.session.flush()
    desk.tell("person.recovery_code_used", person, left=len(person.mfa_codes))
    return True


def disable(desk: Desk, person: Person) -> None:
    """No second factor any more, nor recovery codes; nothing where there was none."""
    if person.mfa_secret is None:
        return
    was_enrolled = is_enrolled(person)
    person.mfa_secret = person.mfa_confirmed_at = None
    person.mfa_codes = []
    desk.touch(person)
    desk.session.flush()
    if was_enrolled:
        desk.tell("person.mfa_disabled", person)


def accepts(secret: str, code: str, at: datetime) -> bool:
    """Whether the code is that of the 30 seconds at this moment, of those before or after."""
    import pyotp

    if not _CODE.fullmatch(code.strip()):
        return False
    step = int(at.timestamp()) // _STEP
    codes = [pyotp.HOTP(secret).at(n) for n in (step - 1, step, step + 1) if n >= 0]
    return any([hmac.compare_digest(code.strip(), one) for one in codes])


def recovery_digest(code: str) -> str:
    """What is kept of a recovery code, in any letter case, with a hyphen or without."""
    parts = _RECOVERY.fullmatch(code.strip().upper())
    return access.digest("".join(parts.groups()) if parts else code)


def uri(secret: str, *, issuer: str, label: str) -> str:
    """The `otpauth://` URI that authenticator apps read."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=label, issuer_name=issuer)


def qr_code(text: str) -> str:
    """The text as a QR code: a PNG in a data URI, with error correction M, 4 pixels a module."""
    import segno

    picture = io.BytesIO()
    segno.make_qr(text, error="m").save(picture, kind="png", scale=4)
    return f"data:image/png;base64,{base64.b64encode(picture.getvalue()).decode()}"
