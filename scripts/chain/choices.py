"""What all parts of the generator choose with, and the sections that they write to."""

from __future__ import annotations

import random
from typing import Any

from .case import Case
from .layout import Section


class Choices:
    """All choices of a case depend on the seed and the case's number."""

    def __init__(self, seed: int, number: int, folder: str) -> None:
        self.random = random.Random(f"{seed}/{number}")
        self.case = Case(id=f"{seed}/{number}", home=f"{folder}/{number}/home")
        self.folder = f"{folder}/{number}"
        self.config: dict[str, Section] = {}
        self.credentials: dict[str, Section] = {}
        self.others: list[Section] = []
        self.serial = 0
        # The profiles that there are, and the one in use, which may be none of them.
        self.names: list[str] = []
        self.used = ""
        # The only source of the profile in use, if the case is about one: `login`, `sso`, or
        # `machine`, which stands for none.
        self.focus = ""

    def maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    def pick(self, *choices: Any) -> Any:
        return self.random.choice(choices)

    def name(self, prefix: str) -> str:
        self.serial += 1
        return f"{prefix}{self.serial}"

    def section(self, name: str, *, credentials: bool = False) -> Section:
        sections = self.credentials if credentials else self.config
        if name not in sections:
            sections[name] = Section(name)
        return sections[name]

    def either(self, name: str) -> Section:
        """The profile's section in one of the files: mostly that for configuration."""
        return self.section(name, credentials=self.maybe(0.15))

    def value(self, section: Section, key: str, value: str) -> None:
        """Sets a key that counts. Rarely it is left empty."""
        if self.maybe(0.01):
            value = ""
        section.set(key, value)
        if self.maybe(0.03) and key != "source_profile":
            # In both files: that for credentials wins, but keys stay with their file.
            for sections in (self.config, self.credentials):
                if section.name in sections and sections[section.name] is not section:
                    sections[section.name].set(key, self.name(value))

    def arn(self) -> str:
        return f"arn:aws:iam::123456789012:role/{self.name('Role')}"

    def token_file(self) -> str:
        path = f"{self.folder}/{self.name('token')}"
        if self.maybe(0.93):
            self.case.files[path] = self.pick("a.web.token", "a.web.token\n")
        return path

    def setting(self, variable: str, key: str, *values: str) -> None:
        """Sets a variable, a key of the profile in use, or both, of which the key loses."""
        kind = self.random.random()
        if kind < 0.6:
            self.case.variables[variable] = self.pick(*values)
        if kind > 0.5 and self.used in self.names:
            self.either(self.used).set(key, "" if self.maybe(0.03) else self.pick(*values))

    def account(self) -> Any:
        """The account in an answer: rarely something else."""
        strange = ["", None, 123456789012, "not an account", ["1"], True, " 123456789012 "]
        return self.pick(*strange) if self.maybe(0.15) else f"{self.random.randrange(10**12):012}"
