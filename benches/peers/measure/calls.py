"""What a program pays for its first call, and for one more."""

import os
import statistics
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from . import cargo, report
from .folders import ROOT, TARGET
from .kept import Kept

# Each is built alone, with the features that it asks for itself.
PACKAGES = ("peers-calls-ours", "peers-calls-official", "peers-calls-server")
CLIENTS = ("ours", "official")
CERTIFICATES = ROOT / "runtime" / "tests" / "support" / "tls"
# Where systems have the certificates that they trust.
BUNDLES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")
RUNS = 31
MORE = 1000
TEXT = """\
## First calls, and more

A program per client, on a tokio runtime of one thread, is configured by variables and calls GetStudioSessionMapping over
loopback. *Cold* is a process with one call. Over TLS, both read the system's {certificates} certificates, and one more.
*With a role* means that the program first asks STS for credentials, by a token in a file. Instructions are those of the
process without the kernel, counted by callgrind; time is the median of {runs} processes, in turns. *One more call* is the
difference between {many:,} calls and 100 on a kept connection, per call. For calls at once, the server waits 20 ms before it
answers. Memory is the largest resident size of the process.

"""


def run(keep: bool, kept: Kept) -> str:
    target = TARGET / "calls"
    for package in PACKAGES:
        cargo.build(["build", "--release"], package, target)
    programs = target / "release"
    figures = kept.step("calls", lambda: measure(programs))
    if not keep:
        cargo.remove(target)
    rows = []
    for row in figures["rows"]:
        ours, theirs, limit = row["ours"], row["official"], row["limit"]
        show = {"instructions": number, "seconds": milliseconds, "bytes": megabytes}[row["unit"]]
        target_text = f"≤ {limit:.2f}" if isinstance(limit, float) else f"≤ {limit:,}"
        met = ours <= theirs * limit if isinstance(limit, float) else ours <= limit
        rows.append(
            [row["name"], show(ours), show(theirs), f"{ours / theirs:.2f}", target_text, report.met(met)]
        )
    versions = {name: cargo.sources(name)[0] for name in ("aws-sdk-emr", "aws-config")}
    return (
        TEXT.format(certificates=figures["certificates"], runs=RUNS, many=MORE + 100)
        + report.table(["", "ours", "official", "ours / official", "target", "met"], rows)
        + "\n"
        + kept.note()
        + report.measured_on(versions)
    )


def number(value: float) -> str:
    return f"{value / 1e6:.2f} M" if value >= 1e6 else f"{value:,.0f}"


def milliseconds(value: float) -> str:
    return f"{value * 1e3:.2f} ms"


def megabytes(value: float) -> str:
    return f"{value / 1e6:.1f} MB"


def measure(programs: Path) -> dict:
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        bundle, certificates = trusted(scratch)
        token = scratch / "token"
        token.write_text("token", encoding="utf-8")
        common = {
            "PATH": os.environ["PATH"],
            "HOME": str(scratch),
            "AWS_REGION": "eu-west-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "SSL_CERT_FILE": str(bundle),
        }
        keys = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret"}
        role = {
            "AWS_WEB_IDENTITY_TOKEN_FILE": str(token),
            "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/app",
            "AWS_ROLE_SESSION_NAME": "app",
        }

        def at(url: str, credentials: dict) -> dict:
            urls = {"AWS_ENDPOINT_URL": url, "AWS_ENDPOINT_URL_STS": url}
            return common | urls | credentials

        rows = []

        def row(name: str, unit: str, limit: float | int, value) -> None:
            figures = {client: value(client) for client in CLIENTS}
            cargo.say(f"{name}: {figures}")
            rows.append({"name": name, "unit": unit, "limit": limit} | figures)

        with server(programs, 0) as (http, https):
            colds = (
                ("HTTP", at(http, keys), 1 / 6),
                ("TLS", at(https, keys), 1 / 6),
                ("TLS, with a role", at(https, role), 1 / 6),
            )
            for name, variables, limit in colds:
                row(f"cold, {name}, instructions", "instructions", limit,
                    lambda client: instructions(programs / client, 1, variables))
            for name, variables, _ in colds:
                costs = timed(programs, (1, 1), variables, RUNS)
                for what in ("cpu", "wall"):
                    row(f"cold, {name}, {what}", "seconds", 0.25, lambda client: costs[client][what])
            for name, url in (("HTTP", http), ("TLS", https)):
                variables = at(url, keys)
                row(f"one more call, {name}, instructions", "instructions",
                    50_000 if name == "HTTP" else 0.25,
                    lambda client: more(programs / client, variables))
            for name, url in (("HTTP", http), ("TLS", https)):
                for at_once in (1, 64):
                    few = timed(programs, (2_000, at_once), at(url, keys), 5)
                    many = timed(programs, (12_000, at_once), at(url, keys), 5)
                    row(f"a call of 10,000, {at_once} at once, {name}, cpu", "seconds", 0.35,
                        lambda client: (many[client]["cpu"] - few[client]["cpu"]) / 10_000)
        with server(programs, 20) as (http, https):
            for name, url in (("HTTP", http), ("TLS", https)):
                costs = timed(programs, (5_000, 1_000), at(url, keys), 3)
                row(f"memory at 1,000 calls at once, {name}", "bytes", 0.5,
                    lambda client: costs[client]["memory"])
    return {"rows": rows, "certificates": certificates}


def trusted(scratch: Path) -> tuple[Path, int]:
    """The system's certificates and that of the server, in a file."""
    [system, *_] = [path for path in map(Path, BUNDLES) if path.exists()]
    text = system.read_text(encoding="utf-8")
    bundle = scratch / "bundle.pem"
    bundle.write_text(text + (CERTIFICATES / "ca.pem").read_text(encoding="utf-8"), encoding="utf-8")
    return bundle, text.count("BEGIN CERTIFICATE")


@contextmanager
def server(programs: Path, pause: int):
    """The addresses of a server for HTTP and for TLS."""
    process = subprocess.Popen(
        [programs / "server", str(pause), CERTIFICATES / "server.pem", CERTIFICATES / "server.key"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process.stdout.readline().strip(), process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()


def process(command: list, calls: int, variables: dict) -> dict:
    """The cost of a process."""
    start = time.monotonic()
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=variables)
    done = running.stdout.read()
    _, status, usage = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - start
    if running.returncode != 0 or int(done) != calls:
        raise SystemExit(f"{command}: {running.returncode}, {done.strip()} of {calls} calls")
    return {
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
        "memory": usage.ru_maxrss * 1024,
    }


def timed(programs: Path, arguments: tuple[int, int], variables: dict, runs: int) -> dict:
    """The median cost of each client's process, in turns."""
    costs = {client: [] for client in CLIENTS}
    for _ in range(runs):
        for client in CLIENTS:
            command = [programs / client, *map(str, arguments)]
            costs[client].append(process(command, arguments[0], variables))
    return {
        client: {what: statistics.median(run[what] for run in runs) for what in runs[0]}
        for client, runs in costs.items()
    }


def instructions(program: Path, calls: int, variables: dict) -> int:
    """Instructions of a process outside the kernel."""
    profile = TARGET / f"callgrind.{program.name}"
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}"]
    quiet = subprocess.run(
        [*command, program, str(calls), "1"],
        env=variables,
        capture_output=True,
        text=True,
        check=True,
    )
    if int(quiet.stdout) != calls:
        raise SystemExit(f"{program}: {quiet.stdout.strip()} of {calls} calls")
    text = profile.read_text(encoding="utf-8")
    profile.unlink()
    [total] = [int(line.split()[1]) for line in text.splitlines() if line.startswith("summary:")]
    return total


def more(program: Path, variables: dict) -> float:
    """Instructions of one more call."""
    few = instructions(program, 100, variables)
    return (instructions(program, 100 + MORE, variables) - few) / MORE
