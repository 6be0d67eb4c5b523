"""How a shared file is written down: order, indentation, comments, line endings.

What a file means doesn't depend on any of it, but for the features, which `deviations`
explains.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field


@dataclass
class Section:
    name: str
    kind: str = "profile"
    keys: dict[str, str | dict[str, str]] = field(default_factory=dict)

    def set(self, key: str, value: str) -> None:
        self.keys[key] = value

    def nest(self, key: str, values: dict[str, str]) -> None:
        self.keys[key] = values


@dataclass
class Line:
    """A line for us and for botocore; nothing if it doesn't get the line."""

    ours: str
    theirs: str | None


class File:
    """A shared file, line by line."""

    def __init__(self, choices: random.Random, sections: list[Section], *, is_config: bool) -> None:
        self.random = choices
        self.is_config = is_config
        self.features: set[str] = set()
        self.lines: list[Line] = []
        self.ending = self.pick("\n", "\n", "\n", "\r\n", "\r\n", "\r") if self.maybe(0.4) else "\n"
        self.bom = self.maybe(0.02)
        if self.bom:
            self.features.add("bom")
        sections = list(sections)
        choices.shuffle(sections)
        self.foreign()
        for section in sections:
            self.section(section)
            self.foreign()

    def ours(self) -> str:
        text = self.ending.join(line.ours for line in self.lines)
        return ("\ufeff" if self.bom else "") + text

    def theirs(self) -> str:
        return self.ending.join(line.theirs for line in self.lines if line.theirs is not None)

    def maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    def pick(self, *choices: str) -> str:
        return self.random.choice(choices)

    def add(self, text: str) -> None:
        self.lines.append(Line(text, text))

    def foreign(self) -> None:
        """A section of another tool, at times with lines that make no sense."""
        if self.maybe(0.12):
            name = self.pick("plugins", "preview", "toolkit x", "profile a b")
            self.add(f"[{name} {len(self.lines)}]")
            self.add("cloud = " + self.pick("true", "x # y"))
            # An identity that isn't anybody's.
            self.add("aws_access_key_id = AKIAFOREIGN")
        if self.maybe(0.04):
            self.features.add("foreign-rubbish")
            text = self.pick("rubbish", "= x", "[open", "\u0001")
            self.lines.append(Line(f"[other-{len(self.lines)}]\n{text}", None))

    def void_default(self) -> None:
        """A section that doesn't count, as there is another one for the same profile."""
        if self.maybe(0.5):
            self.features.add("void-default")
            text = "[default]\naws_access_key_id = AKIAVOID\nrole_arn = void"
            self.lines.append(Line(text, None))

    def noise(self, indent: str) -> None:
        if self.maybe(0.08):
            self.add(self.pick("", " ", "\t", indent + "   "))
        if self.maybe(0.08):
            text = "text [default] = 'x"
            self.add(self.pick("", " ", indent, indent + "  ") + self.pick("#", ";", "# ") + text)

    def header(self, section: Section) -> Line:
        name = section.name
        if not self.is_config:
            text = name
        elif name == "default" and section.kind == "profile":
            text = "profile default" if self.maybe(0.1) else "default"
        else:
            plain = name if " " not in name else f'"{name}"'
            quoted = self.pick(f"'{name}'", f'"{name}"', name.replace(" ", "\\ "))
            blank = self.pick(" ", "  ", "\t")
            text = section.kind + blank + (quoted if self.maybe(0.1) else plain)
        theirs = text
        if self.maybe(0.03):
            self.features.add("header-blanks")
            text = self.pick(" ", "\t") + text + self.pick("", " ")
        after = self.pick("", "", "", "", " ", "  # text", "; text")
        return Line(f"[{text}]{after}", f"[{theirs}]{after}")

    def section(self, section: Section) -> None:
        header = self.header(section)
        if "default" in header.ours and header.ours.strip("[ \t").startswith("profile"):
            self.void_default()
        # One that is indented more than the key above would be a part of that.
        outer = "" if self.lines else self.pick("", "", "", " ", "\t")
        self.lines.append(Line(outer + header.ours, outer + str(header.theirs)))
        keys = list(section.keys.items())
        self.random.shuffle(keys)
        # Indentation that is the same for all keys, or becomes less.
        depth = self.random.randint(1, 8) if self.maybe(0.3) else 0
        blank = self.pick(" ", "\t")
        falls = self.maybe(0.3)
        for key, value in keys:
            indent = blank * depth
            self.noise(indent)
            if self.maybe(0.004) and isinstance(value, str):
                # One that hides below the key above.
                self.features.add("hidden-key")
                self.add(f"{indent}  {key} = {value}")
                continue
            if isinstance(value, dict):
                self.add(f"{indent}{self.key(key)} ={self.pick('', ' ')}")
                for inner, text in value.items():
                    self.noise(indent)
                    self.add(f"{indent}{self.pick(' ', '  ', '    ')}{inner} = {text}")
            else:
                self.line(indent, key, value)
            if falls and depth:
                depth -= self.random.randint(0, 1)
        if self.maybe(0.01):
            self.features.add("duplicate")
            # A key of nobody's: one of an SSO session may not differ from the profile's.
            self.lines.append(Line("x_twice = text", None))
            self.lines.append(Line("x_twice = json", "x_twice = json"))
        if self.maybe(0.01):
            self.features.add("duplicate")
            self.lines.append(Line(header.ours, None))
            self.lines.append(Line("x_more = 1", "x_more = 1"))

    def key(self, key: str) -> str:
        return self.pick(key.upper(), key.title()) if self.maybe(0.05) else key

    def line(self, indent: str, key: str, value: str) -> None:
        sign = self.pick("=", " =", "= ", " = ", "\t=\t")
        if self.maybe(0.12):
            sign = sign.replace("=", ":")
        after = self.pick(" ", "\t", "   ") if self.maybe(0.08) else ""
        text = f"{indent}{self.key(key)}{sign}{value}{after}"
        if key in ("output", "region_set", "cli_pager") and self.maybe(0.2):
            self.add(text)
            # Below a key without a value there are keys.
            more = self.pick("more", "[profile x]", "# text", "") if value else "a = b"
            self.add(indent + self.pick(" ", "\t", "    ") + more)
            return
        if self.maybe(0.02) and value:
            self.features.add("comment")
            self.lines.append(Line(text + self.pick(" # text", "\t; it", " # a = b"), text))
        else:
            self.add(text)
