"""Strings worth testing, and JSON text in every legal spelling."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
LONG = 10_000

_BMP = "äöüßñçéøλЖשعकあ漢字한ก€₿–„“…ﬁ\u00a0\u2028\u2029\u200b\ufffd"
_ASTRAL = "😀🦀𝒳𐍈🏳𠮷\U0001f469\U0010fffd"
_COMBINING = ["e\u0301", "n\u0303", "a\u030a\u0323", "👩\u200d💻", "👍🏽", "ก\u0e33"]
_RTL = ["שלום", "مرحبا", "\u202eabc\u202c", "\u2067سلام\u2069"]
_CONTROL = [chr(code) for code in range(0x20)] + ["\x7f", "\x80", "\x9f"]


def alphanumeric(rng: Random, length: int) -> str:
    return "".join(rng.choice(ALPHANUMERIC) for _ in range(length))


def _mixture(parts: Iterable[str], least: int, most: int) -> Callable[[Random], str]:
    """Words of letters and digits with these parts between them."""
    parts = list(parts)

    def make(rng: Random) -> str:
        pieces = (
            alphanumeric(rng, rng.randrange(3)) + rng.choice(parts)
            for _ in range(rng.randint(least, most))
        )
        return "".join(pieces) + alphanumeric(rng, rng.randrange(3))

    return make


KINDS: dict[str, Callable[[Random], str]] = {
    "ascii": lambda rng: alphanumeric(rng, rng.randint(1, 40)),
    "punctuation": _mixture("!#$%&'()*+,-./:;<=>?@[]^_`{|}~ ", 4, 12),
    "bmp": _mixture(_BMP, 3, 12),
    "astral": _mixture(_ASTRAL, 2, 8),
    "combining": _mixture(_COMBINING, 2, 6),
    "rtl": _mixture(_RTL, 1, 4),
    "control": _mixture(_CONTROL, 4, 16),
    "every-control": lambda rng: "".join(rng.sample(_CONTROL, len(_CONTROL))),
    "quotes": _mixture(['"', '""', "'", '\\"'], 2, 6),
    "backslashes": _mixture(["\\", "\\\\", "\\n", "\\u0041", "\\/"], 2, 6),
    "json-like": lambda rng: json.dumps({"a": [1, None, alphanumeric(rng, 4)]}),
    "spaces": lambda rng: " " * rng.randint(1, 4) + alphanumeric(rng, 4) + "\t \n",
}


def anything(rng: Random) -> str:
    return KINDS[rng.choice(list(KINDS))](rng)


@dataclass(frozen=True)
class Raw:
    """JSON text that is rendered as it stands."""

    text: str


class Obj(list[tuple["str | Raw", Any]]):
    """A JSON object as pairs: keys keep their order and may repeat."""

    def replaced(self, key: str, value: Any) -> Obj:
        return Obj((k, value if k == key else v) for k, v in self)

    def without(self, key: str) -> Obj:
        return Obj((k, v) for k, v in self if k != key)

    def get(self, key: str) -> Any:
        return dict((k, v) for k, v in self if isinstance(k, str))[key]


@dataclass(frozen=True)
class Style:
    """How JSON text is spelt."""

    gap: str = ""  # the characters that white space is drawn from
    escapes: str = "plain"  # plain, ascii (all else escaped), every or random
    shuffle: bool = False  # object members in random order


PLAIN = Style()
STYLES: dict[str, Style] = {
    "spaces": Style(gap=" "),
    "all-white-space": Style(gap=" \t\r\n"),
    "ascii": Style(escapes="ascii"),
    "every-escape": Style(escapes="every"),
    "random-escapes": Style(escapes="random"),
    "shuffled": Style(shuffle=True),
    "everything": Style(gap=" \t\r\n", escapes="random", shuffle=True),
}

_SHORT = {'"': '\\"', "\\": "\\\\", "/": "\\/", "\b": "\\b", "\f": "\\f"}
_SHORT |= {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _escape(character: str, rng: Random) -> str:
    if character in _SHORT and rng.random() < 0.5:
        return _SHORT[character]
    units = character.encode("utf-16-be")
    spell = "\\u{:04x}" if rng.random() < 0.5 else "\\u{:04X}"
    return "".join(spell.format(units[i] << 8 | units[i + 1]) for i in range(0, len(units), 2))


def quote(text: str, rng: Random, style: Style = PLAIN) -> str:
    """A JSON string literal."""
    if style.escapes == "plain":
        return json.dumps(text, ensure_ascii=False)

    def spell(character: str) -> str:
        must = character in '"\\' or character < " "
        wanted = {
            "ascii": character > "~",
            "every": True,
            "random": rng.random() < 0.3,
        }[style.escapes]
        return _escape(character, rng) if must or wanted else character

    return '"' + "".join(map(spell, text)) + '"'


def render(node: Any, rng: Random, style: Style = PLAIN) -> str:
    """JSON text of a value made of `Obj`, `Raw` and Python's own types."""

    def gap() -> str:
        return "".join(rng.choice(style.gap) for _ in range(rng.randrange(4))) if style.gap else ""

    def commas(parts: list[str]) -> str:
        return ",".join(gap() + part + gap() for part in parts) if parts else gap()

    def value(node: Any) -> str:
        match node:
            case Raw():
                return node.text
            case str():
                return quote(node, rng, style)
            case dict() | Obj():
                pairs = list(node.items() if isinstance(node, dict) else node)
                if style.shuffle:
                    rng.shuffle(pairs)
                return (
                    "{"
                    + commas([value(k) + gap() + ":" + gap() + value(v) for k, v in pairs])
                    + "}"
                )
            case list():
                return "[" + commas([value(item) for item in node]) + "]"
            case _:
                return json.dumps(node)

    return gap() + value(node) + gap()


def junk(rng: Random, depth: int = 3) -> Any:
    """Any JSON value, such as a newer service might add."""
    kind = rng.randrange(8 if depth else 6)
    match kind:
        case 0:
            return None
        case 1:
            return rng.random() < 0.5
        case 2:
            return Raw(rng.choice(["0", "-0", "1e400", "-1.5E-7", "12345678901234567890", "0.1"]))
        case 3 | 4:
            return anything(rng)
        case 5:
            return rng.choice([Obj(), []])
        case 6:
            return [junk(rng, depth - 1) for _ in range(rng.randint(1, 3))]
        case _:
            return Obj((anything(rng), junk(rng, depth - 1)) for _ in range(rng.randint(1, 3)))


def nested(levels: int) -> Raw:
    """Arrays and objects, one in the other."""
    opening, closing = "", ""
    for level in range(levels):
        opening += "[" if level % 2 else '{"k":'
        closing = ("]" if level % 2 else "}") + closing
    return Raw(opening + "0" + closing)
