"""Models with endpoint rules, and botocore's answer to parameters."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import botocore
from botocore.endpoint_provider import RuleSet
from botocore.exceptions import EndpointProviderError

PARTITIONS = Path(botocore.__file__).parent / "data" / "partitions.json"
# The functions of rules that botocore has. Rules with others are left to the cases of the models.
FUNCTIONS = {
    "aws.isVirtualHostableS3Bucket",
    "aws.parseArn",
    "aws.partition",
    "booleanEquals",
    "getAttr",
    "isSet",
    "isValidHostLabel",
    "not",
    "parseURL",
    "stringEquals",
    "substring",
    "uriEncode",
}


@dataclass
class Model:
    """A model as the example `rules` lists it, with its rules and their test cases."""

    file: str
    service: str
    diagram: bool
    rules: dict[str, Any]
    cases: list[dict[str, Any]]

    @property
    def name(self) -> str:
        path = Path(self.file)
        return f"{path.parent.name}/{path.name}" + (" (diagram)" if self.diagram else "")

    def line(self, params: dict[str, Any]) -> str:
        """A line of input for the example."""
        return json.dumps(
            {"model": self.file, "diagram": self.diagram, "service": self.service, "params": params}
        )

    def functions(self) -> set[str]:
        return {node["fn"] for node in nodes(self.rules) if "fn" in node}

    def literals(self) -> list[str]:
        """The texts that functions of the rules compare with."""
        arguments = [text for node in nodes(self.rules) for text in node.get("argv", [])]
        return sorted({text for text in arguments if isinstance(text, str) and "{" not in text})


def load(line: dict[str, Any]) -> Model | None:
    """The model of a line that the example lists; none if its rules aren't a tree for botocore."""
    file = json.loads(Path(line["model"]).read_text(encoding="utf-8"))
    traits = file["shapes"][line["service"]]["traits"]
    rules = traits.get("smithy.rules#endpointRuleSet")
    if rules is None:
        return None
    tests = traits.get("smithy.rules#endpointTests", {}).get("testCases", [])
    cases = [test.get("params", {}) for test in tests]
    model = Model(line["model"], line["service"], line["diagram"], rules, cases)
    return model if model.functions() <= FUNCTIONS else None


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """All objects within a JSON value."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from nodes(item)


class Oracle:
    """botocore's evaluation of a model's rules."""

    def __init__(self, model: Model) -> None:
        partitions = json.loads(PARTITIONS.read_text(encoding="utf-8"))
        # It keeps parts of what it is given, and changes them.
        rules = json.loads(json.dumps(model.rules))
        self.rules = RuleSet(**rules, partitions=partitions)

    def resolve(self, params: dict[str, Any]) -> dict[str, Any]:
        """The endpoint or the error, as the example writes them."""
        given = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in params.items()
        }
        try:
            found = self.rules.evaluate(given)
        except EndpointProviderError as error:
            return {"error": str(error)}
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            return {"error": f"botocore's {type(error).__name__}: {error}"}
        if found is None:
            return {"error": "no rule matches"}
        endpoint = {"url": found.url, "headers": found.headers, "properties": found.properties}
        return {"endpoint": endpoint}
