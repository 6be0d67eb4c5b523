"""Random shapes of data: simple shapes, enums, lists, maps, unions and structures with their traits."""

from __future__ import annotations

from random import Random
from typing import Any

from .words import Names

Shape = dict[str, Any]
NUMBERS = {
    "byte": (-128, 127),
    "short": (-32768, 32767),
    "integer": (-(2**31), 2**31 - 1),
    "long": (-(2**53), 2**53),
}
SIMPLE = [
    "string", "string", "string", "blob", "boolean", "byte", "short", "integer", "long", "float",
    "double", "bigInteger", "bigDecimal", "timestamp", "enum", "intEnum",
]  # fmt: skip
PRELUDE = {
    "string": "String", "blob": "Blob", "boolean": "Boolean", "byte": "Byte", "short": "Short",
    "integer": "Integer", "long": "Long", "float": "Float", "double": "Double",
    "bigInteger": "BigInteger", "bigDecimal": "BigDecimal", "timestamp": "Timestamp",
    "document": "Document",
}  # fmt: skip
# JSON and CBOR skip this key in a union, as their specifications say.
NOT_IN_UNIONS = {"__type"}
# The default of a text with characters that a header can't have.
DEFAULT = "é\n"
FORMATS = ["date-time", "epoch-seconds", "http-date"]
DOCS = [
    "A thing.",
    "<p>The name of a thing, as <code>list[0]</code> has it.</p><p>See <a href='https://example.com/x'>this</a>.</p>",
    "Some text with `ticks`, *stars*, [links](https://example.com), and {braces}.",
    "<ul><li>one</li><li>two</li></ul>",
    "  An indented line\n  and another.\n\n```\ncode\n```\n", "",
]  # fmt: skip


class Shapes:
    """Makes shapes of one namespace for one protocol."""

    def __init__(self, random: Random, namespace: str, protocol: str) -> None:
        self.random = random
        self.names = Names(random)
        self.namespace = namespace
        self.protocol = protocol
        self.taken: set[str] = set()
        self.all: dict[str, Shape] = {}
        # The ids of data shapes by type; no structure or union is among them before it is whole.
        self.known: dict[str, list[str]] = {}

    def chance(self, part: float) -> bool:
        return self.random.random() < part

    @property
    def is_xml(self) -> bool:
        return self.protocol in ("restXml", "awsQuery", "ec2Query")

    def add(self, shape: Shape, name: str | None = None) -> str:
        name = name or self.names.of_shape(self.taken)
        id = f"{self.namespace}#{name}"
        self.all[id] = shape
        return id

    def remember(self, type: str, id: str) -> str:
        self.known.setdefault(type, []).append(id)
        return id

    def type_of(self, id: str) -> str:
        if id in self.all:
            return self.all[id]["type"]
        name = id.removeprefix("smithy.api#")
        return next(type for type, known in PRELUDE.items() if known == name)

    def described(self, traits: dict[str, Any]) -> dict[str, Any]:
        if self.chance(0.3):
            traits["smithy.api#documentation"] = self.random.choice(DOCS)
        if self.chance(0.03):
            traits["smithy.api#deprecated"] = self.random.choice([{}, {"message": "Not any more.", "since": "1.1"}])
        if self.chance(0.05):
            traits["smithy.api#tags"] = ["one", "two"]
        if self.chance(0.02):
            traits["smithy.api#since"] = "2020"
        return traits

    # Simple shapes.

    def simple(self, type: str) -> str:
        """An id of a simple shape: of the prelude, one that there is, or a new one."""
        if type in PRELUDE and self.chance(0.5):
            return f"smithy.api#{PRELUDE[type]}"
        if self.known.get(type) and self.chance(0.5):
            return self.random.choice(self.known[type])
        return self.remember(type, self.add(self.new_simple(type)))

    def new_simple(self, type: str) -> Shape:
        traits: dict[str, Any] = self.described({})
        shape: Shape = {"type": type}
        if type in ("enum", "intEnum"):
            shape["members"] = self.enum_members(type)
        elif type == "string":
            if self.chance(0.3):
                traits["smithy.api#length"] = self.bounds(0, 40)
            if self.chance(0.2):
                traits["smithy.api#pattern"] = self.random.choice(["^[a-z]*$", "\\S", "^(a|b)+c?$", "[\\w+=,.@-]*"])
            if self.chance(0.05):
                traits["smithy.api#mediaType"] = self.random.choice(["application/json", "text/plain"])
            if not traits and self.chance(0.1):
                # The form of enums before Smithy 2.
                values = {self.names.of_enum(set()) for _ in range(3)}
                traits["smithy.api#enum"] = [{"value": value} for value in sorted(values)]
        elif type == "blob":
            if self.chance(0.3):
                traits["smithy.api#length"] = self.bounds(0, 40)
            if self.chance(0.05):
                traits["smithy.api#mediaType"] = "image/png"
        elif type in NUMBERS:
            if self.chance(0.3):
                traits["smithy.api#range"] = self.bounds(-100, 100)
        elif type in ("float", "double", "bigInteger", "bigDecimal"):
            if self.chance(0.2):
                traits["smithy.api#range"] = self.bounds(-100, 100)
        elif type == "timestamp" and self.chance(0.3):
            traits["smithy.api#timestampFormat"] = self.random.choice(FORMATS)
        if type in ("string", "blob", "integer") and self.chance(0.1):
            traits["smithy.api#sensitive"] = {}
        return {**shape, "traits": traits} if traits else shape

    def bounds(self, low: int, high: int) -> dict[str, int]:
        first, last = sorted(self.random.randint(low, high) for _ in range(2))
        bounds = {"min": first, "max": last}
        if self.chance(0.4):
            del bounds[self.random.choice(list(bounds))]
        return bounds

    def enum_members(self, type: str) -> dict[str, Shape]:
        taken: set[str] = set()
        members: dict[str, Shape] = {}
        for number in range(self.random.randint(1, 6)):
            name = self.names.of_enum(taken)
            traits: dict[str, Any] = self.described({})
            if type == "intEnum":
                traits["smithy.api#enumValue"] = number * 10 + self.random.randint(-9, 0)
            elif self.chance(0.6):
                value = self.random.choice([name.lower(), f"{name}.x", f"v {number}", f"{number}", f"é{number}"])
                traits["smithy.api#enumValue"] = f"{value}{number}"
            members[name] = {"target": "smithy.api#Unit", "traits": traits}
        return members

    # Shapes of several values.

    def some(self, depth: int = 0) -> str:
        """An id of a data shape of any type."""
        if depth > 2 or self.chance(0.55):
            return self.simple(self.random.choice(SIMPLE))
        kinds = ["list", "list", "map", "structure", "structure", "union"]
        if self.protocol == "ec2Query":
            kinds = ["list", "structure"]
        elif self.protocol in ("restJson1", "awsJson1_0", "awsJson1_1", "rpcv2Json"):
            kinds.append("document")
        return self.of_kind(self.random.choice(kinds), depth)

    def of_kind(self, kind: str, depth: int) -> str:
        if kind == "document":
            return self.simple("document")
        if self.known.get(kind) and self.chance(0.4):
            return self.random.choice(self.known[kind])
        make = {"list": self.list, "map": self.map, "structure": self.structure, "union": self.union}
        return make[kind](depth)

    def list(self, depth: int = 0, target: str | None = None) -> str:
        target = target or self.some(depth + 1)
        traits: dict[str, Any] = self.described({})
        if self.chance(0.25):
            traits["smithy.api#length"] = self.bounds(0, 9)
        if self.chance(0.1) and not self.is_xml:
            traits["smithy.api#sparse"] = {}
        elif self.chance(0.1) and self.type_of(target) in ("string", "integer", "boolean", "enum", "timestamp"):
            traits["smithy.api#uniqueItems"] = {}
        member: Shape = {"target": target}
        if self.is_xml and self.chance(0.3):
            member["traits"] = {"smithy.api#xmlName": self.random.choice(["item", "x:entry", "Element", "m-1"])}
        return self.remember("list", self.add({"type": "list", "member": member, "traits": traits}))

    def map(self, depth: int = 0, target: str | None = None) -> str:
        key = self.simple(self.random.choice(["string", "string", "enum"]))
        traits: dict[str, Any] = self.described({})
        if self.chance(0.2):
            traits["smithy.api#length"] = self.bounds(0, 9)
        if self.chance(0.1) and not self.is_xml:
            traits["smithy.api#sparse"] = {}
        shape: Shape = {"type": "map", "key": {"target": key}, "value": {"target": target or self.some(depth + 1)}}
        if self.is_xml and self.chance(0.3):
            shape["key"]["traits"] = {"smithy.api#xmlName": "K"}
            shape["value"]["traits"] = {"smithy.api#xmlName": "Val"}
        return self.remember("map", self.add({**shape, "traits": traits}))

    def union(self, depth: int = 0) -> str:
        id = self.add({"type": "union", "members": {}})
        members = self.members(self.random.randint(1, 5), depth + 1, is_union=True)
        if self.chance(0.2):
            members[self.names.fresh(NOT_IN_UNIONS | {name.lower() for name in members})] = {"target": "smithy.api#Unit"}
        if self.chance(0.2) and self.protocol != "ec2Query":
            # Of itself, by a list.
            target = self.list(target=id)
            members[self.names.fresh(NOT_IN_UNIONS | {name.lower() for name in members})] = {"target": target}
        self.all[id]["members"] = members
        self.all[id]["traits"] = self.described({})
        return self.remember("union", id)

    def structure(self, depth: int = 0) -> str:
        id = self.add({"type": "structure", "members": {}})
        members = self.members(self.random.randint(0, 7), depth + 1)
        if self.chance(0.15):
            target = id if self.chance(0.5) else self.list(target=id)
            members[self.names.fresh({name.lower() for name in members})] = {"target": target}
        if self.chance(0.1) and members:
            # What it has comes from a mixin, whose documentation a trait of the structure's replaces.
            mixin = {"type": "structure", "members": members, "traits": {"smithy.api#mixin": {}}}
            self.all[id]["mixins"] = [{"target": self.add(mixin)}]
            replaced = f"{id}${self.random.choice(list(members))}"
            self.all[replaced] = {"type": "apply", "traits": {"smithy.api#documentation": "Of the structure."}}
            members = {}
        self.all[id]["members"] = members
        self.all[id]["traits"] = self.described({})
        if self.chance(0.05):
            self.all[id]["traits"]["smithy.api#sensitive"] = {}
        return self.remember("structure", id)

    # Members.

    def members(self, count: int, depth: int, *, is_union: bool = False) -> dict[str, Shape]:
        taken = set(NOT_IN_UNIONS) if is_union else set()
        wire: set[str] = set()
        members = {}
        for _ in range(count):
            name = self.names.fresh(taken)
            members[name] = self.member(name, self.some(depth), wire, is_union=is_union)
        return members

    def member(self, name: str, target: str, wire: set[str], *, is_union: bool = False) -> Shape:
        type = self.type_of(target)
        traits = self.described({})
        if not is_union:
            self.presence(traits, target)
        if type == "timestamp" and self.chance(0.2):
            traits["smithy.api#timestampFormat"] = self.random.choice(FORMATS)
        self.wire_name(name, type, traits, wire, is_union=is_union)
        return {"target": target, "traits": traits} if traits else {"target": target}

    def presence(self, traits: dict[str, Any], target: str) -> None:
        if self.chance(0.25):
            traits["smithy.api#required"] = {}
        own = self.all.get(target, {}).get("traits", {})
        is_free = not any(f"smithy.api#{name}" in own for name in ("length", "range", "pattern", "enum"))
        if self.chance(0.15) and is_free and (value := self.default(target)) is not None:
            traits["smithy.api#default"] = value
            if self.chance(0.2):
                traits["smithy.api#addedDefault"] = {}
        if traits and self.chance(0.1):
            traits["smithy.api#clientOptional"] = {}

    def default(self, target: str) -> Any:
        type = self.type_of(target)
        if type in NUMBERS:
            return self.random.choice([0, 1, -1, NUMBERS[type][1], NUMBERS[type][0]])
        match type:
            case "string":
                return self.random.choice(["", "a \"b\" {c}", DEFAULT])
            case "boolean":
                return self.chance(0.5)
            case "float" | "double":
                return self.random.choice([0, 1.5, -2])
            case "bigInteger":
                return self.random.choice([0, 12345678901234567890])
            case "bigDecimal":
                return self.random.choice([0, 1.25])
            case "blob":
                return self.random.choice(["", "YWJj"])
            case "timestamp":
                return None
            case "list":
                return []
            case "map":
                return {}
            case "document":
                return self.random.choice([True, "text", 5, [], {}])
            case "enum":
                name, member = self.random.choice(list(self.all[target]["members"].items()))
                return member["traits"].get("smithy.api#enumValue", name)
            case "intEnum":
                member = self.random.choice(list(self.all[target]["members"].values()))
                return member["traits"]["smithy.api#enumValue"]
        return None

    def wire_name(self, name: str, type: str, traits: dict[str, Any], wire: set[str], *, is_union: bool) -> None:
        """Traits for the name on the wire, which no other member has."""
        given = name
        if self.protocol in ("restJson1", "rpcv2Json") and self.chance(0.15):
            given = self.random.choice([f"{name}-x", f"$.{name}", name.lower(), f"é{name}"])
            traits["smithy.api#jsonName"] = given
        elif self.is_xml:
            if self.chance(0.15):
                given = traits["smithy.api#xmlName"] = f"{self.random.choice(['', 'x:'])}{name}-n"
            if type in ("list", "map") and self.chance(0.3) and self.protocol != "ec2Query":
                traits["smithy.api#xmlFlattened"] = {}
            elif type in ("string", "integer", "boolean", "enum", "timestamp") and not is_union and self.chance(0.1):
                if self.protocol == "restXml":
                    traits["smithy.api#xmlAttribute"] = {}
            elif self.chance(0.05):
                traits["smithy.api#xmlNamespace"] = {"uri": "https://example.com/ns", "prefix": "p"}
        if given.lower() in wire:
            for trait in ("jsonName", "xmlName"):
                traits.pop(f"smithy.api#{trait}", None)
            given = name
        wire.add(given.lower())
