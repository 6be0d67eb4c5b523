"""Random parameters of endpoint rules: those of the models' own cases, changed here and there."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .model import Model

REGIONS = [
    "us-east-1", "eu-south-2", "us-north-9", "cn-north-1", "cn-east-7", "us-gov-east-1",
    "us-gov-west-1", "us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "us-isof-south-1",
    "eusc-de-east-1", "aws-global", "aws-cn-global", "aws-us-gov-global", "atlantis",
    "us-east-1-x", "fips-us-east-1", "US-EAST-1", "", "*", "us-west-2.example.com", "local",
]  # fmt: skip
URLS = [
    "https://example.com", "http://example.com", "https://example.com/", "https://example.com/a/b",
    "https://example.com:8443/x", "http://127.0.0.1", "http://127.0.0.1:9000/p", "https://[::1]",
    "https://[fe80::1]:8443/x", "HTTPS://example.com", "https://EXAMPLE.com", "http://localhost:4566",
    "https://example.com.", "https://x.y.z:443/~a/", "https://beta.example.com",
    "https://[::ffff:1.2.3.4]/a", "https://1.2.3", "https://a_b.example.com",
]  # fmt: skip
# Each alone, and put into other texts.
TEXTS = [
    "a", "abc", "a.b", "123456789012", "A" * 64, "",
    "arn:aws:s3:us-west-2:123456789012:accesspoint:x",
    "arn:aws-cn:s3-object-lambda:cn-north-1:123456789012:accesspoint/banner",
]  # fmt: skip
PIECES = [
    ".", "-", "_", ":", "/", "%", "é", " ", "A", "--", "..", "#", "?", "@", "{", "}", "1", "*", "\t",
    "aws", "us-west-2", "a" * 40, "a" * 63,
]  # fmt: skip
REGION, ENDPOINT = "AWS::Region", "SDK::Endpoint"


class Maker:
    """Makes parameters of a model's rules."""

    def __init__(self, model: Model, seed: int) -> None:
        self.random = Random(f"{seed} {model.name}")
        self.specs: dict[str, dict[str, Any]] = model.rules["parameters"]
        self.cases = model.cases
        self.literals = model.literals()
        # The texts that the cases have, by parameter.
        self.seen: dict[str, list[str]] = {}
        for case in model.cases:
            for name, value in case.items():
                texts = value if isinstance(value, list) else [value]
                known = self.seen.setdefault(name, [])
                known += [text for text in texts if isinstance(text, str) and text not in known]
        self.all = [*self.literals, *TEXTS, *(text for seen in self.seen.values() for text in seen)]

    def make(self) -> dict[str, Any]:
        params: dict[str, Any] = {}
        drawn = 0.6
        if self.cases and self.random.random() < 0.6:
            params = dict(self.random.choice(self.cases))
            drawn = 0.2
        for name, spec in self.specs.items():
            # Most programs have no endpoint of their own, and rules say little about it.
            chance = drawn / 2 if spec.get("builtIn") == ENDPOINT else drawn
            if self.random.random() >= chance:
                continue
            if name in params and self.random.random() < 0.2:
                del params[name]
            else:
                params[name] = self.value(name, spec)
        return {name: value for name, value in params.items() if name in self.specs}

    def value(self, name: str, spec: dict[str, Any]) -> Any:
        match spec["type"].lower():
            case "boolean":
                return self.random.random() < 0.5
            case "string":
                return self.text(name, spec)
            case _:
                return [self.text(name, spec) for _ in range(self.random.randint(0, 3))]

    def text(self, name: str, spec: dict[str, Any]) -> str:
        seen = self.seen.get(name) or TEXTS
        built_in = spec.get("builtIn")
        if built_in == ENDPOINT:
            return self.random.choice(URLS if self.random.random() < 0.8 else seen + URLS)
        if built_in == REGION:
            text = self.random.choice(REGIONS if self.random.random() < 0.5 else seen)
        else:
            text = self.random.choice(seen if self.random.random() < 0.75 else self.all)
        while self.random.random() < 0.3:
            text = self.changed(text)
        return text

    def changed(self, text: str) -> str:
        """The text with a part more, less or instead of another."""
        place = self.random.randint(0, len(text))
        piece = self.random.choice(PIECES if self.random.random() < 0.7 else self.all)
        match self.random.randrange(5):
            case 0:
                return text[:place]
            case 1:
                return text[place:]
            case 2:
                return text[:place] + text[place + 1 :]
            case 3:
                parts = re.split(r"([:/.-])", text)
                parts[self.random.randrange(len(parts))] = piece
                return "".join(parts)
            case _:
                return text[:place] + piece + text[place:]
