"""Random values: botocore's shapes say what there is, and the model what a server takes.

A value is made of what botocore takes and gives: `datetime`, `bytes`, and Python's own types.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from random import Random
from typing import Any

from wire.text import alphanumeric

from .table import Model, Shape

PARTS = ["<", ">", "&", "&amp;", "'", '"', "]]>", "<!--", " ", "  ", "\n", "\r", "\r\n", "\t"]
PARTS += ["=", "+", "%", "%20", "?", "#", "/", ";", ":", "ä", "ß", "é", "漢字", "😀", "\u2028"]
PARTS += ["\x85", "\u00a0", "\ufffd", "\U0010fffd", "e\u0301", "שלום", "~", "*", "(", "\x7f"]
INTEGERS = {
    "byte": 2**7,
    "short": 2**15,
    "integer": 2**31,
    "long": 2**63,
    "intenum": 2**31,
}
WANTED = ("required", "idempotencyToken", "default")
DOUBLES = [0.0, 1.5, -2.25, 1e21, 1e-7, 1e16, 123456789.125, 1e300, 5e-324, 0.1, -0.0]
DOUBLES += [float("inf"), float("-inf"), float("nan")]


@dataclass
class Maker:
    """Makes the values of one service."""

    model: Model
    rng: Random
    is_output: bool

    def structure(self, shape: Any, target: str, depth: int = 0) -> dict[str, Any]:
        members = self.model.shape(target).get("members", {})
        return self._structure(shape, members, depth)

    def _structure(self, shape: Any, members: dict[str, Shape], depth: int) -> dict[str, Any]:
        # An operation of EC2 has a hundred members; some at a time show as much as all of them.
        known = [name for name in members if self._is_known(name, shape, members)]
        share = min(0.6, 12 / max(1, len(known))) if depth else min(0.8, 16 / max(1, len(known)))
        share *= 0.8**depth
        value: dict[str, Any] = {}
        for name in known:
            traits = members[name].get("traits", {})
            # A token or a default that isn't set is made up by one of the sides.
            wanted = any(f"smithy.api#{name}" in traits for name in WANTED)
            if wanted or self.rng.random() < share:
                value[name] = self.value(shape.members[name], members[name], depth + 1, wanted)
        return value

    def _is_known(self, name: str, shape: Any, members: dict[str, Shape]) -> bool:
        """Whether both sides have the member, and with types that the same values have."""
        # Checksums have to be the body's; `checksum_compare.py` compares them.
        if name not in shape.members or name in ("ContentMD5", "ChecksumAlgorithm"):
            return False
        ours = self.model.shape(members[name]["target"])["type"].lower()
        return (shape.members[name].type_name == "string") == (ours in ("string", "enum"))

    def value(self, shape: Any, member: Shape, depth: int, is_wanted: bool = False) -> Any:
        target = self.model.shape(member["target"])
        traits = {**target.get("traits", {}), **member.get("traits", {})}
        rng = self.rng
        match shape.type_name:
            case "structure" if self.model.shapes[member["target"]]["type"] == "union":
                members = target["members"]
                name = rng.choice([name for name in members if name in shape.members])
                return {name: self.value(shape.members[name], members[name], depth + 1)}
            case "structure":
                value = self._structure(shape, target["members"], depth)
                return value or self._one(shape, target["members"], depth, is_wanted)
            case "list":
                count = self._count(traits, is_wanted, depth)
                return [self.value(shape.member, target["member"], depth + 1, True) for _ in range(count)]
            case "map":
                count = self._count(traits, is_wanted, depth)
                keys: set[str] = set()
                while len(keys) < count:
                    keys.add(self.value(shape.key, target["key"], depth + 1, True))
                return {
                    # botocore keeps the order, and the generated types don't: they sort.
                    key: self.value(shape.value, target["value"], depth + 1, True)
                    for key in sorted(keys)
                }
            case "string":
                return self._text(shape, target, traits, is_wanted)
            case "integer" | "long":
                bound = INTEGERS[target["type"].lower()]
                least, most = _range(traits, -bound, bound - 1)
                return rng.choice([least, most, rng.randint(least, most), min(most, max(least, 7))])
            case "float" | "double":
                return rng.choice([*DOUBLES, rng.uniform(-1e6, 1e6)])
            case "boolean":
                return rng.random() < 0.5
            case "timestamp":
                return self._time(traits, shape)
            case "blob":
                return rng.randbytes(rng.randrange(1 if is_wanted else 0, 40))
        raise NotImplementedError(shape.type_name)

    def _one(self, shape: Any, members: dict[str, Shape], depth: int, is_wanted: bool) -> Any:
        """A structure that must not be empty, since a form can't hold an empty one in a list."""
        known = [name for name in members if name in shape.members]
        if not is_wanted or not known:
            return {}
        plain = [n for n in known if shape.members[n].type_name not in ("structure", "list", "map")]
        name = self.rng.choice(plain or known)
        return {name: self.value(shape.members[name], members[name], depth + 1, True)}

    def _count(self, traits: Shape, is_wanted: bool, depth: int) -> int:
        length = traits.get("smithy.api#length", {})
        least = max(length.get("min", 0), 1 if is_wanted else 0)
        most = max(least, min(length.get("max", 4), 4 if depth < 3 else 2))
        return self.rng.randint(least, most)

    def _text(self, shape: Any, target: Shape, traits: Shape, is_wanted: bool) -> str:
        rng = self.rng
        known = _enum(target)
        if known:
            if self.is_output and rng.random() < 0.1:
                return "Newer<&>"
            return str(rng.choice(known))
        length = traits.get("smithy.api#length", {})
        least, most = max(length.get("min", 0), 1 if is_wanted else 0), length.get("max", 10**6)
        location = shape.serialization.get("location") if hasattr(shape, "serialization") else None
        if location == "header":
            return alphanumeric(rng, min(most, max(least, rng.randint(1, 20))))
        if location == "uri":
            least = max(least, 1)
        pattern = traits.get("smithy.api#pattern")
        for _ in range(8):
            text = self._any_text(least, most)
            if length and not self.is_output and self.model.service.protocol == "rest-xml":
                # Carriage returns don't arrive (see `deviations`), and the length would change.
                text = text.replace("\r", "\n")
            if location == "uri" and text.endswith("/"):
                # Of an id of Route 53, what is after the last slash is sent: nothing.
                continue
            if not pattern or _matches(pattern, text):
                return text
        for _ in range(20):
            text = _of_pattern(pattern, rng)
            if least <= len(text) <= most and _matches(pattern, text):
                return text
            text = (text * (least // max(1, len(text)) + 1))[: max(least, min(most, len(text)))]
            if least <= len(text) <= most and _matches(pattern, text):
                return text
        raise ValueError(f"no text for {pattern} of {least} to {most} characters")

    def _any_text(self, least: int, most: int) -> str:
        rng = self.rng
        kind = rng.randrange(8)
        if kind == 0 and least == 0:
            return ""
        if kind <= 2:
            text = alphanumeric(rng, rng.randint(1, 30))
        elif kind == 3:
            text = f"arn:aws:iam::123456789012:role/{alphanumeric(rng, 8)}"
        elif kind == 4:
            text = rng.choice(["true", "0", "1e3", "007", " ", "\n", "\r\n", " a ", "é"])
        else:
            text = "".join(
                rng.choice(PARTS) + alphanumeric(rng, rng.randrange(4))
                for _ in range(rng.randint(1, 10))
            )
        if len(text) < least:
            text += alphanumeric(rng, least - len(text))
        return text[:most]

    def _time(self, traits: Shape, shape: Any) -> dt.datetime:
        rng = self.rng
        value = dt.datetime.fromtimestamp(rng.choice([0, 1, 951_782_400, rng.randrange(2**32)]), dt.UTC)
        by_location = "smithy.api#httpHeader" in traits
        form = traits.get("smithy.api#timestampFormat", "http-date" if by_location else "date-time")
        if form == "http-date" or rng.random() < 0.4:
            return value
        return value.replace(microsecond=1000 * rng.randrange(1000))


def _range(traits: Shape, least: int, most: int) -> tuple[int, int]:
    bounds = traits.get("smithy.api#range", {})
    return int(bounds.get("min", least)), int(bounds.get("max", most))


def _enum(target: Shape) -> list[str]:
    if target["type"] == "enum":
        members = target["members"]
        return [
            member.get("traits", {}).get("smithy.api#enumValue", name)
            for name, member in members.items()
        ]
    return [item["value"] for item in target.get("traits", {}).get("smithy.api#enum", [])]


def _compiled(pattern: str) -> re.Pattern[str]:
    classes = {r"\p{L}": "a-zA-Z", r"\p{Z}": " ", r"\p{N}": "0-9"}
    for name, letters in classes.items():
        pattern = pattern.replace(name, letters)
    pattern = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda found: re.escape(chr(int(found[1], 16))) , pattern)
    return re.compile(pattern, re.ASCII)


def _matches(pattern: str, text: str) -> bool:
    """Whether the whole text matches, and with no more than servers' and Python's rules share."""
    return text.isprintable() and text.isascii() and _compiled(pattern).fullmatch(text) is not None


def _of_pattern(pattern: str, rng: Random) -> str:
    return _generate(re._parser.parse(_compiled(pattern).pattern), rng)  # type: ignore[attr-defined]


def _generate(parsed: Any, rng: Random) -> str:
    """A text that a parsed expression matches, in most cases."""
    out = []
    for op, argument in parsed:
        match str(op):
            case "LITERAL":
                out.append(chr(argument))
            case "NOT_LITERAL" | "ANY":
                out.append("x")
            case "IN":
                out.append(_one_of(argument, rng))
            case "MAX_REPEAT" | "MIN_REPEAT":
                least, most, inner = argument
                count = rng.randint(least, max(least, min(most, least + 12)))
                out += [_generate(inner, rng) for _ in range(count)]
            case "SUBPATTERN":
                out.append(_generate(argument[3], rng))
            case "BRANCH":
                out.append(_generate(rng.choice(argument[1]), rng))
            case "AT":
                pass
            case other:
                raise NotImplementedError(other)
    return "".join(out)


def _one_of(choices: Any, rng: Random) -> str:
    letters = [chr(code) for code in range(32, 127)]
    if str(choices[0][0]) == "NEGATE":
        taken = {c for choice in choices[1:] for c in _letters(choice)}
        return rng.choice([c for c in letters if c not in taken])
    return rng.choice([c for choice in choices for c in _letters(choice)] or ["x"])


def _letters(choice: Any) -> list[str]:
    op, argument = str(choice[0]), choice[1]
    if op == "LITERAL":
        return [chr(argument)]
    if op == "RANGE":
        return [chr(code) for code in range(argument[0], min(argument[1], 126) + 1)]
    category = {"CATEGORY_WORD": r"\w", "CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": " "}
    category |= {"CATEGORY_NOT_SPACE": r"\S"}
    expression = re.compile(category[str(argument)], re.ASCII)
    return [chr(code) for code in range(32, 127) if expression.match(chr(code))]
