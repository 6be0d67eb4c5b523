"""Random values of shapes, in the form in which Smithy's examples have them."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from email.utils import formatdate
from typing import Any

from .shapes import NUMBERS, Shape, Shapes

TEXTS = [
    "a", "Plum", "two words", "a/b?c=d&e", "é ü 漢", "<b>&amp;\"'", "{x}", "%20+", "1,2;3", "a\\b", "-",
    "true", "null", "0",
]  # fmt: skip
WORDS = ["a", "plum", "x9", "abc", "q-1"]
DAY = 86_400


class Impossible(Exception):
    """No value meets the constraints of a shape."""


class Values:
    """Makes values that meet the constraints of their shapes, and that their protocol keeps as they are."""

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self.random = shapes.random
        self.chance = shapes.chance
        self.is_query = shapes.protocol in ("awsQuery", "ec2Query")

    def shape(self, id: str) -> Shape:
        if id == "smithy.api#Unit":
            return {"type": "structure"}
        return self.shapes.all.get(id) or {"type": self.shapes.type_of(id)}

    def members(self, shape: Shape) -> dict[str, Shape]:
        mixins = (self.members(self.shapes.all[mixin["target"]]) for mixin in shape.get("mixins", []))
        members = {name: member for mixin in mixins for name, member in mixin.items()}
        return {**members, **shape.get("members", {})}

    def structure(self, id: str, depth: int = 0) -> dict[str, Any]:
        shape = self.shape(id)
        value = {}
        for name, member in self.members(shape).items():
            traits = member.get("traits", {})
            is_required = "smithy.api#required" in traits
            if not is_required and (depth > 4 or self.chance(0.35)):
                continue
            try:
                made = self.member(member, depth + 1)
            except Impossible:
                if is_required:
                    raise
                continue
            value[name] = made
        return value

    def member(self, member: Shape, depth: int) -> Any:
        traits = member.get("traits", {})
        target = self.shape(member["target"])
        if target["type"] == "timestamp":
            return self.timestamp({**target.get("traits", {}), **traits})
        if "smithy.api#httpResponseCode" in traits or "smithy.api#streaming" in target.get("traits", {}):
            raise Impossible
        bound = ("httpHeader", "httpLabel", "httpPrefixHeaders", "httpQuery", "httpQueryParams", "hostLabel")
        plain = any(f"smithy.api#{name}" in traits for name in bound)
        # What is empty has no place there.
        filled = plain or "smithy.api#xmlFlattened" in traits or self.is_query
        value = self.value(member["target"], depth, plain=plain, filled=filled)
        if value == "" and plain or value == {} and target["type"] == "structure" and self.is_query:
            raise Impossible
        return value

    def value(self, id: str, depth: int, *, plain: bool = False, filled: bool = False) -> Any:
        shape = self.shape(id)
        type, traits = shape["type"], shape.get("traits", {})
        if depth > 8:
            raise Impossible
        if type in NUMBERS or type in ("float", "double", "bigInteger", "bigDecimal"):
            return self.number(type, traits)
        match type:
            case "string":
                return self.text(traits, plain)
            case "blob":
                low, high = self.bounds(traits, 0, 6)
                return base64.b64encode(self.random.randbytes(self.random.randint(low, high))).decode()
            case "boolean":
                return self.chance(0.5)
            case "timestamp":
                return self.timestamp(traits)
            case "document":
                return self.random.choice([True, "text", 5, 1.5, [1, "a", None], {"a": {"b": []}}])
            case "enum":
                name, member = self.random.choice(list(shape["members"].items()))
                return member["traits"].get("smithy.api#enumValue", name)
            case "intEnum":
                member = self.random.choice(list(shape["members"].values()))
                return member["traits"]["smithy.api#enumValue"]
            case "list":
                return self.list(shape, depth, plain, filled)
            case "map":
                return self.map(shape, depth, plain, filled)
            case "union":
                return self.union(shape, depth)
            case _:
                return self.structure(id, depth)

    def bounds(self, traits: dict[str, Any], low: int, high: int) -> tuple[int, int]:
        length = traits.get("smithy.api#length", {})
        first = max(low, length.get("min", 0))
        last = min(max(high, first), length.get("max", 10**9))
        if first > last:
            raise Impossible
        return first, last

    def timestamp(self, traits: dict[str, Any]) -> Any:
        seconds = self.random.randint(0, 20_000) * DAY + self.random.randint(0, DAY - 1)
        match traits.get("smithy.api#timestampFormat"):
            case "date-time":
                return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            case "http-date":
                return formatdate(seconds, usegmt=True)
            case _:
                return seconds

    def number(self, type: str, traits: dict[str, Any]) -> float:
        low, high = NUMBERS.get(type, (-1000, 1000))
        range = traits.get("smithy.api#range", {})
        low, high = max(low, range.get("min", low)), min(high, range.get("max", high))
        if low > high:
            raise Impossible
        number = self.random.choice([low, high, self.random.randint(low, high)])
        if type in ("float", "double", "bigDecimal") and number < high and self.chance(0.5):
            return number + 0.5
        return number

    def text(self, traits: dict[str, Any], plain: bool) -> str:
        if "smithy.api#enum" in traits:
            return self.random.choice(traits["smithy.api#enum"])["value"]
        has_pattern = "smithy.api#pattern" in traits
        if not has_pattern and "smithy.api#length" not in traits:
            return self.random.choice(WORDS if plain else [*TEXTS, ""])
        # Letters are what all patterns take.
        low, high = self.bounds(traits, 1, 5)
        return "a" * self.random.randint(low, high)

    def list(self, shape: Shape, depth: int, plain: bool, filled: bool) -> list[Any]:
        traits = shape.get("traits", {})
        low, high = self.bounds(traits, 1 if filled else 0, 3)
        items: list[Any] = []
        for _ in range(self.random.randint(low, high)):
            if "smithy.api#sparse" in traits and self.chance(0.2):
                items.append(None)
                continue
            item = self.item(shape["member"], depth, plain)
            if "smithy.api#uniqueItems" not in traits or item not in items:
                items.append(item)
        if len(items) < low:
            raise Impossible
        return items

    def map(self, shape: Shape, depth: int, plain: bool, filled: bool) -> dict[str, Any]:
        traits = shape.get("traits", {})
        low, high = self.bounds(traits, 1 if filled else 0, 3)
        entries: dict[str, Any] = {}
        for _ in range(self.random.randint(low, high)):
            key = self.value(shape["key"]["target"], depth + 1, plain=True)
            is_null = "smithy.api#sparse" in traits and self.chance(0.2)
            entries[key] = None if is_null else self.item(shape["value"], depth, plain)
        if len(entries) < low:
            raise Impossible
        return entries

    def item(self, member: Shape, depth: int, plain: bool) -> Any:
        value = self.value(member["target"], depth + 1, plain=plain, filled=self.is_query)
        if self.is_query and value == {}:
            raise Impossible
        return value

    def union(self, shape: Shape, depth: int) -> dict[str, Any]:
        members = list(shape["members"].items())
        self.random.shuffle(members)
        for name, member in members:
            try:
                value = self.member(member, depth + 1)
            except Impossible:
                continue
            return {name: value}
        raise Impossible
