"""What a program costs from its start to the first answer of a service, which ends it."""

import os
import statistics
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

RUNS = 31
BODY = b'{"__type":"AccessDenied","message":"no more is measured"}'


class Refused(BaseHTTPRequestHandler):
    """Answers each call with an error that isn't tried again."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        self.server.calls += 1
        self.send_response(403)
        self.send_header("content-type", "application/x-amz-json-1.0")
        self.send_header("content-length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, *_):
        pass


@contextmanager
def refusing():
    """A server on loopback that counts its calls."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Refused)
    server.calls = 0
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def costs(programs: dict[str, Path], variables: dict[str, str]) -> dict[str, dict[str, float]]:
    """The medians of seconds on the wall and of CPU for each program, in turns."""
    found = {name: [] for name in programs}
    with tempfile.TemporaryDirectory() as home, refusing() as server:
        environment = variables | {
            "HOME": home,
            "AWS_REGION": "eu-west-1",
            "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}",
        }
        for _ in range(RUNS):
            for name, program in programs.items():
                before = server.calls
                found[name].append(one(program, environment))
                if server.calls != before + 1:
                    raise SystemExit(f"{program}: {server.calls - before} calls in place of one")
    return {
        name: {what: statistics.median(run[what] for run in runs) for what in ("wall", "cpu")}
        for name, runs in found.items()
    }


def one(program: Path, environment: dict[str, str]) -> dict[str, float]:
    """The cost of a process, which the answer has to end with status 1."""
    start = time.monotonic()
    process = subprocess.Popen(
        [program], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 1:
        raise SystemExit(f"{program}: {process.returncode}, {said.decode(errors='replace')}")
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime}
