"""A server for what is sent out: webhooks, downloads."""

import ssl
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import SimpleQueue
from typing import Any


@dataclass
class Got:
    """A request that has arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Receiver:
    """Somebody's server on a free port of loopback; answers with `status`, `headers` and `body`.

    `got` is what has arrived, and `arrived` the same for who waits; a `certificate` makes it HTTPS.
    """

    def __init__(self, certificate: Path | None = None) -> None:
        self.got: list[Got] = []
        self.arrived: SimpleQueue[Got] = SimpleQueue()
        self.status, self.body = 200, b"ok"
        self.headers: dict[str, str] = {}
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                got = Got(self.command, self.path, dict(self.headers), self.rfile.read(length))
                receiver.got.append(got)
                self.send_response(receiver.status)
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(receiver.body)))
                self.end_headers()
                self.wfile.write(receiver.body)
                receiver.arrived.put(got)

            do_POST = do_PUT = do_GET = answer

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self._thread.start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/hook?a=b"

    def close(self) -> None:
        """Stop the server, and wait until it has stopped."""
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()
