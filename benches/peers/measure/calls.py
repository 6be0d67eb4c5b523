"""What a program pays for its first call, and for one more."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from . import cargo, report
from .folders import PEERS, ROOT, TARGET
from .kept import Kept

# Each is built alone, with the features that it asks for itself.
PACKAGES = ("peers-calls-ours", "peers-calls-official", "peers-calls-server")
CLIENTS = ("ours", "official")
# Measured beside the clients, and compared with no target. It makes a tenth of the calls.
BOTO3 = "boto3"
FEWER = 10
SCRIPT = PEERS / "calls" / "boto3" / "calls.py"
CERTIFICATES = ROOT / "runtime" / "tests" / "support" / "tls"
# Where systems have the certificates that they trust.
BUNDLES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")
COLUMNS = ["", "ours", "official", "ours / official", "target", "met", "boto3", "ours / boto3"]
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

boto3 makes the same calls in CPython, with a thread for each call at once, and reads the same certificates. Its time
includes the start of the interpreter and reading the modules and the model of EMR. It makes a tenth of the 10,000 calls, and all
of the 1,000 at once. Instructions aren't counted: those of an interpreter say little about a client.

"""


def run(keep: bool, kept: Kept) -> str:
    target = TARGET / "calls"
    for package in PACKAGES:
        cargo.build(["build", "--release"], package, target)
    programs = target / "release"
    python = interpreter()
    figures = kept.step("calls", lambda: measure(programs, python))
    if not keep:
        cargo.remove(target)
    rows = []
    for row in figures["rows"]:
        ours, theirs, limit = row["ours"], row["official"], row["limit"]
        show = {"instructions": number, "seconds": milliseconds, "bytes": megabytes}[row["unit"]]
        target_text = f"≤ {limit:.2f}" if isinstance(limit, float) else f"≤ {limit:,}"
        met = ours <= theirs * limit if isinstance(limit, float) else ours <= limit
        boto3 = [show(row[BOTO3]), f"{ours / row[BOTO3]:.3f}"] if BOTO3 in row else ["–", "–"]
        rows.append(
            [row["name"], show(ours), show(theirs), f"{ours / theirs:.2f}", target_text, report.met(met)]
            + boto3
        )
    versions = {name: cargo.sources(name)[0] for name in ("aws-sdk-emr", "aws-config")}
    versions |= {"boto3": figures["boto3"], "Python": figures["python"]}
    return (
        TEXT.format(certificates=figures["certificates"], runs=RUNS, many=MORE + 100)
        + report.table(COLUMNS, rows)
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


def interpreter() -> Path:
    """The Python of an environment that has boto3."""
    folder = TARGET / "calls-boto3"
    python = folder / "bin" / "python"
    asked, there = SCRIPT.with_name("requirements.txt"), folder / "requirements.txt"
    # The copy is written last: it stands for a complete environment.
    if not there.exists() or there.read_bytes() != asked.read_bytes():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--requirement", asked], check=True)
        there.write_bytes(asked.read_bytes())
    return python


def versions_of(python: Path) -> dict:
    """The versions of boto3 and of the interpreter."""
    code = "import boto3, platform; print(boto3.__version__, platform.python_version())"
    boto3, own = report.output(str(python), "-c", code).split()
    return {"boto3": boto3, "python": own}


def measure(programs: Path, python: Path) -> dict:
    commands = {client: [programs / client] for client in CLIENTS} | {BOTO3: [python, SCRIPT]}
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
        # boto3 has certificates of its own unless the first variable is set, and no region by AWS_REGION.
        own = {BOTO3: {"AWS_CA_BUNDLE": str(bundle), "AWS_DEFAULT_REGION": common["AWS_REGION"]}}
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

        def row(name: str, unit: str, limit: float | int, value, clients=CLIENTS) -> None:
            figures = {client: value(client) for client in clients}
            cargo.say(f"{name}: {figures}")
            rows.append({"name": name, "unit": unit, "limit": limit} | figures)

        def costs_of(calls: int, at_once: int, variables: dict, runs: int, fewer: int = 1) -> dict:
            """The median cost of each client's process, in turns."""
            costs = {client: [] for client in commands}
            for _ in range(runs):
                for client, command in commands.items():
                    own_calls = calls // fewer if client == BOTO3 else calls
                    arguments = [*command, str(own_calls), str(at_once)]
                    cost = process(arguments, own_calls, variables | own.get(client, {}))
                    costs[client].append(cost)
            return {client: median(runs) for client, runs in costs.items()}

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
                costs = costs_of(1, 1, variables, RUNS)
                for what in ("cpu", "wall"):
                    row(f"cold, {name}, {what}", "seconds", 0.25,
                        lambda client: costs[client][what], commands)
            for name, url in (("HTTP", http), ("TLS", https)):
                variables = at(url, keys)
                row(f"one more call, {name}, instructions", "instructions",
                    50_000 if name == "HTTP" else 0.25,
                    lambda client: more(programs / client, variables))
            for name, url in (("HTTP", http), ("TLS", https)):
                for at_once in (1, 64):
                    few = costs_of(2_000, at_once, at(url, keys), 5, FEWER)
                    many = costs_of(12_000, at_once, at(url, keys), 5, FEWER)

                    def of_one(client: str) -> float:
                        calls = 10_000 // (FEWER if client == BOTO3 else 1)
                        return (many[client]["cpu"] - few[client]["cpu"]) / calls

                    row(f"a call of 10,000, {at_once} at once, {name}, cpu", "seconds", 0.35,
                        of_one, commands)
        with server(programs, 20) as (http, https):
            for name, url in (("HTTP", http), ("TLS", https)):
                costs = costs_of(5_000, 1_000, at(url, keys), 3)
                row(f"memory at 1,000 calls at once, {name}", "bytes", 0.5,
                    lambda client: costs[client]["memory"], commands)
    return {"rows": rows, "certificates": certificates} | versions_of(python)


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


def median(runs: list[dict]) -> dict:
    """The median of each figure of some runs."""
    return {what: statistics.median(run[what] for run in runs) for what in runs[0]}


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
