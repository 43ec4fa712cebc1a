"""What guests send. Source: contract 6.9."""

from polydesk.dialects.openhelpdesk.fields import Line
from polydesk.kit.fields import Schema


class Resend(Schema):
    """Which link is to be sent again, and to whom."""

    tracking_number = Line("tracking_number", required=True)
    email = Line("email", required=True)
