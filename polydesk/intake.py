"""A request's body, received whole before anybody looks at the request.

A body that breaks off is so told from a whole one, which granian does not do, and nobody who is
slow to send keeps a transaction open.
"""

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


def receive(environ: "WSGIEnvironment", most: int) -> None:
    """Put what the client sends into the place of what still is to come, up to `most` bytes.

    Of a body without a length no more than one byte above that is kept, which is refused for its
    length; one that says to be longer is left where it is.
    """
    length = environ.get("CONTENT_LENGTH")
    if length:
        # werkzeug compares with the length only what does not end by itself
        environ.pop("wsgi.input_terminated", None)
        if length.isdecimal() and int(length) <= most:
            environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(int(length)))
    elif "HTTP_TRANSFER_ENCODING" in environ and environ.pop("wsgi.input_terminated", False):
        del environ["HTTP_TRANSFER_ENCODING"]  # what comes in chunks has no length
        body = environ["wsgi.input"].read(most + 1)
        environ["wsgi.input"], environ["CONTENT_LENGTH"] = BytesIO(body), str(len(body))
