"""Results of steps, kept so that a run that was stopped can go on where it was."""

import json
from pathlib import Path

from .folders import TARGET


class Kept:
    def __init__(self, part: str, resume: bool):
        self.path: Path = TARGET / "results" / f"{part}.json"
        self.results: dict = {}
        if resume and self.path.exists():
            self.results = json.loads(self.path.read_text(encoding="utf-8"))
        self.resumed = bool(self.results)

    def step(self, name: str, measure):
        """What was measured under this name before, or now."""
        if name not in self.results:
            self.results[name] = measure()
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text(json.dumps(self.results, indent=1), encoding="utf-8")
        return self.results[name]

    def note(self) -> str:
        """What the report says of it."""
        if not self.resumed:
            return ""
        return "Put together from a run that was stopped and one that went on with it.\n\n"
