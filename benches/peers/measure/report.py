"""Markdown: tables, and the file with a section per part."""

import datetime
import os
import platform
import re
import subprocess
from pathlib import Path

from .folders import REPORT, ROOT

HEAD = """\
# Benchmarks

This page compares emr-sessions with the official AWS SDK for Rust and with boto3, its codecs with serde's derives, and a
generated server with axum.
`benches/peers/run.sh` writes it; a run of one part (`--only`) replaces the section of the part. Each section ends with the
machine and the versions.

**Ratio** is theirs ÷ ours: 2 means that theirs takes twice as much. Nothing is subtracted from any figure.
"""


def table(columns: list[str], rows: list[list[str]]) -> str:
    """The first column is text, the others are figures."""
    lines = [columns, ["---"] + ["---:"] * (len(columns) - 1), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def number(value: float | None) -> str:
    if value is None:
        return "–"
    if value >= 1_000_000:
        return f"{value / 1_000_000:,.2f} M"
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def ratio(theirs: float | None, ours: float | None) -> str:
    if not theirs or not ours:
        return "–"
    value = theirs / ours
    return f"{value:,.0f}×" if value >= 100 else f"{value:.1f}×"


def met(is_met: bool) -> str:
    return "yes" if is_met else "**no**"


def write(sections: dict[str, str]) -> str:
    """Puts sections into the report in place of those of an earlier run; returns its text."""
    text = REPORT.read_text(encoding="utf-8") if REPORT.exists() else ""
    pattern = re.compile(r"<!-- (\w+) -->\n(.*?)<!-- end of \1 -->\n", re.DOTALL)
    kept = {name: body for name, body in pattern.findall(text)}
    kept |= sections
    order = ["codecs", "calls", "servers", "faults", "formats", "builds", "storage", "migration"]
    order += ["transfers", "growth", "whole", "generator"]
    text = HEAD + "".join(
        f"\n<!-- {name} -->\n{kept[name]}<!-- end of {name} -->\n" for name in order if name in kept
    )
    REPORT.write_text(text, encoding="utf-8")
    return text


def measured_on(versions: dict[str, str]) -> str:
    """The machine and the versions, for the end of a section."""
    peers = "".join(
        f"{', ' if number else '; '}{name} {version}"
        for number, (name, version) in enumerate(versions.items())
    )
    load = os.getloadavg()[0]
    return (
        f"Measured on {datetime.date.today().isoformat()}: {processor()}, {os.cpu_count()} cores,"
        f" {platform.system()} {platform.machine()}, load average {load:.1f} at the end;"
        f" {output('rustc', '--version')}; emr-sessions at {commit()}{peers}.\n"
    )


def commit() -> str:
    """The commit, and whether the sources are still those: this report and its tools aside."""
    changed = output("git", "status", "--porcelain", "--", "codegen", "generated", "runtime", "model")
    return output("git", "rev-parse", "--short", "HEAD") + (" with changes" if changed else "")


def processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    text = cpuinfo.read_text() if cpuinfo.exists() else ""
    found = re.search(r"^model name\s*:\s*(.*)$", text, re.MULTILINE)
    return found[1] if found else platform.processor() or "unknown processor"


def output(*command: str) -> str:
    return subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()
