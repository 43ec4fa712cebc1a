"""What the control plane takes and gives."""

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from polydesk.core.models import DeliveryStatus

NAME = validate.Regexp(r"^[a-z0-9-]{1,40}$", error="Must be 1 to 40 of a-z, 0-9 and -.")


class Moment(fields.AwareDateTime):
    """A moment: ISO 8601, written in UTC with `Z`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="iso", **kwargs)

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else value.isoformat().replace("+00:00", "Z")


class Strict(Schema):
    """Refuses what it does not know."""

    class Meta:
        unknown = RAISE


class Health(Strict):
    """How the server is, and what it serves."""

    status = fields.Str()
    version = fields.Str()
    database = fields.Str()
    dialects = fields.List(fields.Str())
    worlds = fields.Int()


class Alive(Strict):
    """That it is well."""

    status = fields.Str()


class MountedDialect(Strict):
    """A dialect, and where it is found."""

    name = fields.Str()
    title = fields.Str()
    base_url = fields.Str()
    root = fields.Str()
    openapi_url = fields.Str(allow_none=True)
    operations = fields.Int()
    implemented = fields.Int()


class CoverageRow(Strict):
    """How far one operation of a vendor is done."""

    method = fields.Str()
    path = fields.Str()
    status = fields.Str(validate=validate.OneOf(["full", "partial", "none"]))
    note = fields.Str()
    source = fields.Str()


class Coverage(Strict):
    """How far a dialect is done."""

    operations = fields.List(fields.Nested(CoverageRow))


class NewWorld(Strict):
    """A world to be made: blank, with a scenario, or equal to another one."""

    name = fields.Str(required=True, validate=NAME)
    scenario = fields.Str()
    copy_of = fields.Str()


class MadeWorld(Strict):
    """A world, and how to reach it. Secrets are told this once."""

    name = fields.Str()
    base_urls = fields.Dict(keys=fields.Str(), values=fields.Str())
    credentials = fields.List(fields.Dict())


class WorldAddress(Strict):
    """A world, and how to reach it."""

    name = fields.Str()
    base_urls = fields.Dict(keys=fields.Str(), values=fields.Str())


class World(WorldAddress):
    """A world, and how many rows its tables have."""

    counts = fields.Dict(keys=fields.Str(), values=fields.Int())


class Seeded(Strict):
    """What a scenario has made."""

    created = fields.Dict(keys=fields.Str(), values=fields.Int())
    keys = fields.Dict(keys=fields.Str(), values=fields.Dict())
    credentials = fields.List(fields.Dict())


class Name(Strict):
    """A name."""

    name = fields.Str(required=True, validate=NAME)


class Clock(Strict):
    """A clock; to set it: the mode, and `now` or `offset_seconds` where the mode uses it."""

    mode = fields.Str(required=True, validate=validate.OneOf(["real", "shifted", "frozen"]))
    now = Moment()
    offset_seconds = fields.Float(allow_nan=False)


class Advance(Strict):
    """How far to move a clock, in seconds."""

    seconds = fields.Float(required=True, allow_nan=False)


class NewCredential(Strict):
    """A credential to be made; `person` is an id, a username or an e-mail address.

    `data` is what a scenario's credential of this kind has there: a Deskpro key's tags and limits.
    """

    dialect = fields.Str(required=True)
    kind = fields.Str(required=True)
    name = fields.Str(load_default="", validate=validate.Length(max=120))
    description = fields.Str(load_default=None, allow_none=True, validate=validate.Length(max=255))
    person = fields.Raw(load_default=None, allow_none=True)
    secret = fields.Str(validate=validate.Length(min=1, max=500))
    expires_at = Moment(load_default=None, allow_none=True)
    data = fields.Dict(load_default=dict)


class Credential(Strict):
    """A credential, without its secret."""

    id = fields.Int()
    dialect = fields.Str()
    kind = fields.Str()
    name = fields.Str()
    description = fields.Str(allow_none=True)
    prefix = fields.Str(allow_none=True)
    person = fields.Str(attribute="owner.shown_username", allow_none=True)
    created_at = Moment()
    expires_at = Moment(allow_none=True)
    last_used_at = Moment(allow_none=True)
    revoked_at = Moment(allow_none=True)


class Secret(Strict):
    """A credential with its secret, told this once: `header: value` can be sent as it is."""

    dialect = fields.Str()
    kind = fields.Str()
    name = fields.Str()
    person = fields.Str(allow_none=True)
    header = fields.Str()
    value = fields.Str()
    id = fields.Int()
    secret = fields.Str()


class Mail(Strict):
    """A mail that would have been sent; `data` has the token or the link in its text."""

    id = fields.Int()
    to = fields.Str()
    subject = fields.Str()
    text = fields.Str()
    data = fields.Dict()
    created_at = Moment()


class Delivery(Strict):
    """A request to somebody's server, without its signature, and what came of the last attempt."""

    id = fields.Int()
    ulid = fields.Str()
    dialect = fields.Str()
    event = fields.Str()
    webhook_id = fields.Int(allow_none=True)
    method = fields.Str()
    url = fields.Str()
    headers = fields.Dict(keys=fields.Str(), values=fields.Str())
    body = fields.Str()
    status = fields.Enum(DeliveryStatus, by_value=True)
    attempts = fields.Int()
    created_at = Moment()
    next_at = Moment(allow_none=True)
    last_attempt_at = Moment(allow_none=True)
    http_status = fields.Int(allow_none=True)
    response_body = fields.Str(allow_none=True)
    error = fields.Str(allow_none=True)
    duration_ms = fields.Int(allow_none=True)


class Outbox(Strict):
    """What a world has sent, and what it has still to send."""

    mails = fields.List(fields.Nested(Mail))
    deliveries = fields.List(fields.Nested(Delivery))


class Tried(Strict):
    """The deliveries that were tried, and what came of them."""

    tried = fields.List(fields.Nested(Delivery))


class Object(Strict):
    """One row in the core's words, and the body each dialect answers for it."""

    core = fields.Dict()
    dialects = fields.Dict()
