"""Cases against the `wire` example."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from . import oracle
from .cases import SHOWN_HEADERS, Case

Result = dict[str, Any]


class WireFailed(Exception):
    """The `wire` example did not answer as agreed."""


class Pairs(dict[str, Any]):
    """A JSON object; two members of one name are a failure of the encoder."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        if len(self) != len(pairs):
            raise ValueError("an object with a member twice")


# --- Is it what we expect? ----------------------------------------------------


def problem(case: Case, result: Result) -> str | None:
    """What is wrong with the result, or None."""
    return (_request_problem if "input" in case else _response_problem)(case, result)


def _request_problem(case: Case, result: Result) -> str | None:
    expect = case["expect"]
    if expect.get("invalid"):
        return _refusal_problem(case, result)
    if "error" in result:
        return "an error for a valid input"
    if result.get("method") != expect["method"]:
        return "method"
    if result.get("uri") != expect["path"]:
        return f"uri, expected {expect['path']!r}"
    headers = {k.lower(): v for k, v in result.get("headers", {}).items()}
    if {k: v for k, v in headers.items() if k in SHOWN_HEADERS} != expect["headers"]:
        return "headers"
    try:
        body = json.loads(result.get("body", ""), object_pairs_hook=Pairs)
    except ValueError as error:
        return f"body: {error}"
    if not isinstance(body, dict):
        return "body is not an object"
    order = list(body)
    if expect.get("generated_token"):
        token = body.pop("clientToken", None)
        if not _is_uuid4(token):
            return "clientToken is not a UUID of version 4"
    if not same(body, expect["body"]):
        return "body"
    if order != expect["member_order"]:
        return "order of the body's members"
    return None


def _refusal_problem(case: Case, result: Result) -> str | None:
    """The message must name every member that is at fault, and no other required one."""
    error = result.get("error")
    if not isinstance(error, dict) or error.get("kind") != "invalid_input":
        return "not refused as invalid_input"
    faulty = case["expect"].get("missing", []) + case["expect"].get("empty_label", [])
    message = _plain(str(error.get("message")))
    for member in oracle.required(case["operation"]):
        named = _plain(member) in message
        if named != (member in faulty):
            return f"{member} is named without reason" if named else f"{member} is not named"
    return None


def _plain(name: str) -> str:
    """A name without its style: `StudioId` and `studio_id` are one."""
    return name.replace("_", "").lower()


def _is_uuid4(token: Any) -> bool:
    try:
        return isinstance(token, str) and str(uuid.UUID(token)) == token and token[14] == "4"
    except ValueError:
        return False


def _response_problem(case: Case, result: Result) -> str | None:
    expect = case["expect"]
    error = result.get("error")
    if "output" in expect:
        if error is not None:
            return "an error for a valid response"
        return None if same(_microseconds(result), _microseconds(expect["output"])) else "output"
    if not isinstance(error, dict):
        return "no error"
    wrong = [key for key, value in expect["error"].items() if not same(error.get(key), value)]
    return ", ".join(wrong) or None


def _microseconds(value: Any) -> Any:
    """The value with timestamps as the vectors write them: no trailing zeros, six decimals."""
    if isinstance(value, dict):
        return {key: _microseconds(item) for key, item in value.items()}
    if isinstance(value, str):
        found = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z", value, re.ASCII)
        if found:
            fraction = (found[2] or "")[:6].rstrip("0")
            return found[1] + ("." + fraction if fraction else "") + "Z"
    return value


def same(left: Any, right: Any) -> bool:
    """Equality of JSON values; `1`, `1.0` and `true` are three."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return type(left) is type(right) and bool(left == right)


# --- Ask the example ----------------------------------------------------------


def batch(wire: Path, cases: list[Case]) -> list[Result]:
    """The results of `wire batch`, in the cases' order."""
    lines = "".join(json.dumps(_batch_line(case)) + "\n" for case in cases)
    done = subprocess.run([wire, "batch"], input=lines.encode(), capture_output=True, check=False)
    results = [line for line in done.stdout.split(b"\n") if line]
    if done.returncode != 0 or len(results) != len(cases):
        told = done.stderr.decode(errors="replace").strip()
        raise WireFailed(
            f"`wire batch` ended with status {done.returncode} and {len(results)} results "
            f"for {len(cases)} cases: {told}"
        )
    return [_result(result, case) for result, case in zip(results, cases, strict=True)]


def _batch_line(case: Case) -> dict[str, Any]:
    if "input" in case:
        return {"encode": case["operation"], "input": case["input"]}
    line = {"decode": case["operation"], "status": case["status"], "headers": case["headers"]}
    return line | {key: case[key] for key in ("body", "body_base64") if key in case}


def _result(output: bytes, case: Case) -> Result:
    try:
        result = json.loads(output)
    except ValueError:
        result = None
    if not isinstance(result, dict):
        raise WireFailed(f"{case['id']}: not a JSON object: {output.decode(errors='replace')!r}")
    return result


def single(wire: Path, case: Case) -> Result:
    """The result of `wire encode` or `wire decode`."""
    if "input" in case:
        arguments = ["encode", case["operation"]]
        data = json.dumps(case["input"]).encode()
    else:
        arguments = ["decode", case["operation"], "--status", str(case["status"])]
        for name, value in case["headers"].items():
            arguments += ["--header", f"{name}: {value}"]
        data = base64.b64decode(case.get("body_base64", "")) or case.get("body", "").encode()
    done = subprocess.run([wire, *arguments], input=data, capture_output=True, check=False)
    result = _result(done.stdout, case)
    if done.returncode != (1 if "error" in result else 0):
        raise WireFailed(f"{case['id']}: exit status {done.returncode} with {result}")
    return result


# --- Report -------------------------------------------------------------------


def run(wire: Path, cases: list[Case], spot_checks: Iterable[Case]) -> int:
    """Prints every mismatch and a summary; the number of mismatches."""
    checks = [
        ("batch", case, result) for case, result in zip(cases, batch(wire, cases), strict=True)
    ]
    checks += [("single", case, single(wire, case)) for case in spot_checks]
    failed = 0
    for way, case, result in checks:
        if wrong := problem(case, result):
            failed += 1
            shown = {key: value for key, value in case.items() if key not in ("id", "expect")}
            print(f"MISMATCH {case['id']} ({way}): {wrong}")
            print(f"  case     {_short(shown)}")
            print(f"  expected {_short(case['expect'])}")
            print(f"  got      {_short(result)}")
    print(f"{len(checks) - failed} passed, {failed} failed")
    return failed


def _short(value: Any, most: int = 2_000) -> str:
    shown = json.dumps(value)
    return shown if len(shown) <= most else f"{shown[:most]}… ({len(shown)} characters)"
