"""A random environment: variables, a home folder, and what answers over HTTP.

A case has two renditions, one for us and one for botocore, that mean the same. They differ
only by the deviations that `deviations.TRANSLATED` lists: there, botocore gets what it
understands.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from .layout import File

EXPIRATION = "2099-01-01T00:00:00Z"


def later(seconds: int) -> str:
    """A time from now on, as files have it."""
    time = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds)
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Rule:
    """What answers a request: the first rule of a case that fits.

    Parts of a body are looked for in the body with `&` after it, so that a part can be a whole
    parameter. Nobody listens if there is no status.
    """

    url: str
    body: str
    method: str = ""
    contains: list[str] = field(default_factory=list)
    status: int | None = 200
    # How often it answers, if that has an end.
    times: int | None = None
    # The session token of the instance that a request has to have, if it has to have one.
    session: str | None = None

    def fits(self, method: str, url: str, body: str, session: str | None, answers: int) -> bool:
        return (
            self.method in ("", method)
            and url.startswith(self.url)
            and (self.times is None or answers < self.times)
            and self.session in (None, session)
            and all(part in body + "&" for part in self.contains)
        )


@dataclass
class Case:
    id: str
    home: str
    # The service that is called.
    service: str = "emr"
    variables: dict[str, str] = field(default_factory=dict)
    # The profile and the region that the program chooses, if it does.
    profile: str | None = None
    region: str | None = None
    # What somebody types when asked for a code; nothing if there is nobody.
    mfa_code: str | None = None
    # The shared files by path; others are text.
    shared: dict[str, File] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    # Paths at which there is a folder.
    folders: list[str] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    features: set[str] = field(default_factory=set)

    def for_us(self) -> dict[str, Any]:
        files = {path: file.ours() for path, file in self.shared.items()}
        return {
            "home": self.home,
            "service": self.service,
            "variables": self.variables,
            "profile": self.profile,
            "region": self.region,
            "mfa_code": self.mfa_code,
            "files": files | self.files,
            "folders": self.folders,
            "rules": [vars(rule) for rule in self.rules],
        }
