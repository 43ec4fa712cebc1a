"""`polydesk serve`: granian in front of the site.

This process only looks after the workers; the site, and all that is slow to import, is theirs
(see `polydesk.worker`).
"""

import gc
import multiprocessing
import os
import socket
import sys
from contextlib import closing
from dataclasses import replace
from functools import partial

from granian import Granian
from granian.constants import HTTPModes, Interfaces

from polydesk.settings import Settings
from polydesk.worker import Lines, load, obey_signals

_STOP_SECONDS = 30
"""How long requests in flight may take to finish once the server is told to stop."""

_LOG_TO_STDERR = {
    "handlers": {
        name: {"class": "logging.StreamHandler", "formatter": form, "stream": "ext://sys.stderr"}
        for name, form in (("console", "generic"), ("access", "access"))
    }
}


def serve(settings: Settings) -> int:
    """Serve until told to stop, by SIGINT or SIGTERM; the exit status.

    Whatever keeps it from serving is said in a line on stderr.
    """
    gc.disable()  # a tenth of the start-up time; the workers enable it once all is loaded
    try:
        address, reserved = _reserve(settings.host, settings.port)
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        print(f"polydesk: cannot listen on {where}: {error.strerror}", file=sys.stderr)
        return 1
    with closing(reserved):
        return _serve(replace(settings, port=reserved.getsockname()[1]), address)


def _serve(settings: Settings, address: str) -> int:
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=obey_signals)
    turn, give_turn = multiprocessing.Pipe(duplex=False)
    failures, failed = multiprocessing.Pipe(duplex=False)
    give_turn.send_bytes(b"introduce the server")
    server = Granian(
        "polydesk",
        address=address,
        port=settings.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=settings.workers,
        blocking_threads=settings.threads,
        workers_kill_timeout=_STOP_SECONDS,
        log_enabled=False,
        log_dictconfig=_LOG_TO_STDERR,
    )
    try:
        server.serve(
            target_loader=partial(load, settings, address, Lines(turn, failed)), wrap_loader=False
        )
    except SystemExit:
        if server.interrupt_signal:  # both we and the worker were told: by Ctrl-C at a terminal
            return 0
        if not failures.poll():
            print("polydesk: stopped, since a worker has died", file=sys.stderr)
        return 1
    return 0


def _reserve(host: str, port: int) -> tuple[str, socket.socket]:
    """The numeric address of a host, and a socket that keeps its port for the workers.

    Workers listen with SO_REUSEPORT, with which a second server on the same port would start and
    get every other connection: so the port is first bound without. Raises OSError.
    """
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        raise OSError(error.errno, "no such address") from error
    family, kind, _, _, address = found[0]
    with closing(socket.socket(family, kind)) as alone:
        alone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        alone.bind(address)
        address = alone.getsockname()
    reserved = socket.socket(family, kind)
    if hasattr(socket, "SO_REUSEPORT"):
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    reserved.bind(address)
    return str(address[0]), reserved
