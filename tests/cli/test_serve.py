"""`polydesk serve`: how it starts, what it says, how it stops."""

import json
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ORGANIZATION = json.dumps({"organizations": [{"key": "acme", "name": "Acme"}]})
JSON = {"Content_Type": "application/json"}


def test_it_shows_where_it_is_and_a_command_line_that_works(serve):
    """The curl line of the table can be sent as it is."""
    server = serve("--scenario", "demo")
    server.stop()
    shown = server.stdout.read()

    assert re.search(
        r'^curl -sS http://127\.0\.0\.1:\d+/api/v1/status -H "X-API-Key: ', shown, re.M
    )


def test_the_demo_can_be_used_at_once(serve):
    """Once the server has introduced itself, it is ready."""
    server = serve("--scenario", "demo")

    assert server.ask("/_polydesk/ready") == (200, {"status": "ok"})
    assert server.ask("/api/v1/status", X_API_Key="hp_demo_abc123")[0] == 200


def test_no_vendor_is_answered_for_before_the_scenario_is_seeded(launch, tmp_path):
    """Readiness tells what is being waited for; so large a scenario takes several seconds."""
    person = {"key": "sam", "name": "Sam", "email": "sam@example.com", "role": "user"}
    tickets = [{"subject": f"Number {n}", "requester": "sam"} for n in range(25000)]
    (tmp_path / "large.json").write_text(json.dumps({"people": [person], "tickets": tickets}))
    port = _free_port()
    server = launch("--port", str(port), "--database", ":temporary:", "--scenario", "large.json")

    server.wait_until_listening(port)
    ready = server.ask("/_polydesk/ready")
    vendor = server.ask("/helpdeskpro-apikey/api/v1/status", X_API_Key="any")
    live = server.ask("/_polydesk/live")
    server.wait_until_introduced()

    assert ready[0] == 503
    assert "seeding scenario large.json" in json.dumps(ready[1])
    assert vendor[0] == 503
    assert live[0] == 200
    assert server.ask("/_polydesk/ready")[0] == 200
    assert server.ask("/helpdeskpro-apikey/api/v1/status", X_API_Key="any")[0] == 401


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_request_in_flight_is_finished(serve, told):
    """Stopping waits for it; idle connections are not waited for."""
    server = serve()
    address = ("127.0.0.1", int(server.url.rpartition(":")[2]))
    with socket.create_connection(address) as idle, socket.create_connection(address) as slow:
        idle.sendall(b"GET /_polydesk/live HTTP/1.1\r\nHost: x\r\n\r\n")
        idle.recv(4096)
        slow.sendall(
            b"POST /_polydesk/worlds/main/seed HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
            b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(ORGANIZATION)
        )
        continued = slow.recv(4096)  # it is sent when the application reads the body
        server.process.send_signal(told)
        slow.sendall(ORGANIZATION.encode())
        answer = slow.recv(4096)

    assert continued.startswith(b"HTTP/1.1 100")
    assert answer.startswith(b"HTTP/1.1 200")
    assert server.wait() == 0


def test_no_worker_outlives_its_parent(serve):
    """Even where the parent is killed: the pipe ends when the last process has gone."""
    server = serve()

    server.process.kill()

    assert server.stdout.read().strip() == ""


def test_a_request_is_a_line_in_the_log(serve):
    """With everything that helps, and without the secret."""
    server = serve("--scenario", "demo")

    server.ask("/api/v1/status?a=b&api_key=hush", X_API_Key="hp_demo_abc123")
    server.stop()

    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z helpdeskpro-apikey main "
        r"GET /api/v1/status\?a=b&api_key=\[redacted\] 200 \d+\.\dms \d+B \S+\n",
        server.log(),
    )


def test_the_log_can_be_json_or_off(serve):
    """For machines, or for nobody."""
    server = serve("--log", "json")
    silent = serve("--log", "off")

    server.ask("/_polydesk/live")
    silent.ask("/_polydesk/live")
    server.stop()
    silent.stop()

    line = json.loads((server.folder / "stderr").read_text().splitlines()[0])
    assert (line["method"], line["path"], line["status"]) == ("GET", "/_polydesk/live", 200)


def test_a_restart_does_not_seed_again(launch, tmp_path):
    """What was changed since stays, and nothing is there twice."""
    arguments = ("--port", "0", "--database", f"sqlite:///{tmp_path}/a.db", "--scenario", "demo")
    first = launch(*arguments).wait_until_introduced()
    before = first.ask("/_polydesk/worlds/main")
    first.stop()

    again = launch(*arguments).wait_until_introduced()

    after = again.ask("/_polydesk/worlds/main")
    assert before[1]["counts"] == after[1]["counts"]
    assert again.stop() == 0
    assert "main is not blank: scenario demo was left out" in again.stdout.read()


def test_a_header_is_not_made_of_a_variable(serve):
    """`HTTP_PROXY` in the environment is no header `Proxy` of every request."""
    server = serve(HTTP_X_POLYDESK_WORLD="nosuch")

    assert server.ask("/_polydesk/ready")[0] == 200
    assert server.ask("/api/v1/status")[0] == 401


def test_another_server_on_the_port_is_an_error(serve, launch):
    """Not a second server that gets every other request."""
    server = serve()
    port = server.url.rpartition(":")[2]

    second = launch("--port", port, "--database", ":temporary:")

    assert second.wait() == 1
    assert f"polydesk: cannot listen on 127.0.0.1:{port}: Address already in use\n" == second.log()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--database", "sqlite:////dev/null/a.db"), "polydesk: cannot open the database: "),
        (("--scenario", "nosuch"), "polydesk: cannot seed scenario nosuch: "),
    ],
)
def test_a_server_that_cannot_work_ends_with_a_line_that_says_why(launch, arguments, message):
    """No traceback, no process that stays."""
    server = launch("--port", "0", "--database", ":temporary:", *arguments)

    assert server.wait() == 1
    assert server.log().startswith(message)
    assert server.log().count("\n") == 1


def test_a_wrong_scenario_is_named_with_the_offender(launch, tmp_path):
    """By its path in the file."""
    (tmp_path / "bad.json").write_text('{"tickets": [{"subject": "x", "requester": "ad"}]}')

    server = launch("--port", "0", "--database", ":temporary:", "--scenario", "bad.json")

    assert server.wait() == 1
    assert "tickets[0].requester" in server.log()


def test_others_are_let_in_with_a_token_only(launch):
    """On an address that is not loopback the control plane needs one."""
    server = launch("--host", "0.0.0.0", "--port", "0", "--database", ":temporary:")

    assert server.wait() == 2
    assert server.log().startswith('polydesk: host: "0.0.0.0" from the flag --host: a loopback')


def test_credentials_are_shown_on_loopback_only(serve):
    """Elsewhere they would stay in somebody's log."""
    server = serve("--host", "0.0.0.0", "--scenario", "demo", POLYDESK_CONTROL_TOKEN="t" * 16)
    server.stop()

    assert "hp_demo" not in server.stdout.read()


def test_a_setting_that_is_wrong_keeps_it_from_starting(launch):
    """With the source of it."""
    server = launch(POLYDESK_PORT="abc")

    assert server.wait() == 2
    assert 'port: "abc" from the variable POLYDESK_PORT' in server.log()


def test_a_temporary_database_is_gone_afterwards(serve, tmp_path):
    """Nothing is left in the folder for temporary files."""
    server = serve(TMPDIR=str(tmp_path))
    during = list(Path(tmp_path).glob("polydesk-*"))
    server.stop()

    assert len(during) == 1
    assert list(Path(tmp_path).glob("polydesk-*")) == []


_HEARS_THE_SECOND_ONE = """
import signal, sys, threading
from polydesk.worker import insist_on_signals, obey_signals

obey_signals()
insist_on_signals()
heard = []
woken = threading.Event()

def hear(*_):
    heard.append(1)
    if len(heard) == 2:
        woken.set()

signal.signal(signal.SIGTERM, hear)
print("ready", flush=True)
woken.wait()
"""


def test_a_signal_that_is_not_heard_is_repeated():
    """Told to stop while it is about to serve, a worker stops all the same."""
    worker = subprocess.Popen(
        [sys.executable, "-c", _HEARS_THE_SECOND_ONE], stdout=subprocess.PIPE, text=True
    )
    assert worker.stdout is not None
    with worker.stdout:
        worker.stdout.readline()
        worker.terminate()

    assert worker.wait(30) == 0
