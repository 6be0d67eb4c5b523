"""Drafts and botocore's answers, put together as cases.

A draft says what goes in; `request_cases` and `response_cases` add what is to
come out. A case's random choices depend on the seed and its own id alone, so
that adding one case changes no other.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, Generic, TypeVar

from . import deviations, oracle
from .oracle import Response

Case = dict[str, Any]
Input = TypeVar("Input")

SHOWN_HEADERS = ("content-type", "x-amz-target")


@dataclass(frozen=True)
class Draft(Generic[Input]):
    """One case to be: its name within the operation, and how its input is made."""

    operation: str
    name: str
    make: Callable[[Random], Input]

    @property
    def id(self) -> str:
        return f"{self.operation}/{self.name}"

    def input(self, seed: int) -> Input:
        return self.make(Random(f"{seed} {self.id}"))


def request_case(draft: Draft[dict[str, Any]], seed: int) -> Case:
    """`{"id", "operation", "input", "expect"}`."""
    params = draft.input(seed)
    case: Case = {"id": draft.id, "operation": draft.operation, "input": params}
    answer = oracle.encode(draft.operation, params)
    if isinstance(answer, oracle.Refused):
        case["expect"] = {"invalid": True}
        if answer.missing:
            case["expect"]["missing"] = answer.missing
        if answer.empty:
            assert set(answer.empty) <= set(oracle.labels(draft.operation)), draft.id
            case["expect"]["empty_label"] = answer.empty
        return case
    pairs = oracle.json_pairs(answer.body)
    body = json.loads(answer.body)
    case["expect"] = {
        "method": answer.method,
        "path": answer.path,
        "headers": {k: v for k, v in sorted(answer.headers.items()) if k in SHOWN_HEADERS},
        "body": body,
        "member_order": [name for name, _ in pairs],
    }
    if "clientToken" in body and "clientToken" not in params:
        del body["clientToken"]
        case["expect"]["generated_token"] = True
    return case


def response_case(draft: Draft[Response], seed: int) -> Case:
    """`{"id", "operation", "status", "headers", "body" or "body_base64", "expect"[, "note"]}`."""
    response = draft.input(seed)
    case: Case = {
        "id": draft.id,
        "operation": draft.operation,
        "status": response.status,
        "headers": response.headers,
    }
    try:
        case["body"] = response.body.decode()
    except UnicodeDecodeError:
        case["body_base64"] = base64.b64encode(response.body).decode()
    notes = deviations.Notes()
    parsed = oracle.decode(draft.operation, response)
    rules = deviations.success if response.status < 300 else deviations.error
    case["expect"] = rules(draft.operation, response, parsed, notes)
    if notes:
        case["note"] = str(notes)
    return case


def fresh(prefix: str, operation: str, make: Callable[[Random], Input]) -> Iterator[Draft[Input]]:
    """Endless drafts that differ in their random choices alone."""
    number = 0
    while True:
        yield Draft(operation, f"{prefix}-{number:04}", make)
        number += 1


def some(
    named: Iterator[Draft[Input]], endless: list[Iterator[Draft[Input]]], count: int
) -> list[Draft[Input]]:
    """Every named draft and `count` random ones, sorted by id."""
    in_turn = (next(endless[number % len(endless)]) for number in range(count))
    drafts = sorted([*named, *in_turn], key=lambda draft: draft.id)
    ids = [draft.id for draft in drafts]
    assert len(set(ids)) == len(ids), "two cases with one id"
    return drafts
