"""What an installation of the vendor's is set up with. Source: contract 9, 11.2, 13 and 3.8."""

from collections.abc import Mapping

from polydesk.kit.settings import Own, Setting, within

DIALECT = "desteksitesi"


def _signs(secret: str) -> str | None:
    """Whether tokens may be signed with it: keys of another kind, such as PEM, are for others."""
    import jwt
    from jwt.algorithms import HMACAlgorithm

    try:
        HMACAlgorithm(HMACAlgorithm.SHA256).prepare_key(secret)
    except jwt.InvalidKeyError:
        return "must not be a key of another kind, as for SSH or in PEM"
    return None


SETTINGS: Mapping[str, Setting] = {
    "rate_limit": Setting(True, "Whether calls are counted and refused beyond 90 a minute."),
    "shared_secret": Setting(
        "",
        "What user tokens and sign-on links are signed with; empty is a secret of the world's.",
        check=lambda secret: _signs(secret) if secret else None,
    ),
    "lockout": Setting(True, "Whether wrong passwords block the address that they come from."),
    "lockout_attempts": Setting(
        3, "How many wrong passwords in a row block an address.", check=within(1)
    ),
    "lockout_seconds": Setting(300, "For how long an address is blocked.", check=within(1)),
    "html_mark": Setting(
        "comments",
        "Which bodies that come by the API get the mark of HTML at their beginning.",
        allowed=("comments", "all", "none"),
    ),
}
of = Own(DIALECT, SETTINGS).of
