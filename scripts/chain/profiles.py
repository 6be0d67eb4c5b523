"""Sources of credentials that a profile has in itself, or that other credentials lead to."""

from __future__ import annotations

import json
from typing import Any

from .case import EXPIRATION
from .choices import Choices


class Profiles(Choices):
    def keys(self, name: str) -> None:
        for credentials in (True, False):
            if not self.maybe(0.65 if credentials else 0.4):
                continue
            section = self.section(name, credentials=credentials)
            if not self.maybe(0.03):
                self.value(section, "aws_access_key_id", self.name("AKIAFILE"))
            if not self.maybe(0.03):
                self.value(section, "aws_secret_access_key", self.name("secret/+="))
            if self.maybe(0.3):
                section.set("aws_session_token", self.name("token+/=="))
            if self.maybe(0.05):
                section.set("aws_security_token", self.name("older/=="))
            if self.maybe(0.05):
                section.set("aws_session_token", "")
            if self.maybe(0.2):
                account = f"{self.random.randrange(10**12):012}"
                section.set("aws_account_id", self.pick(*[account] * 9, "", "me"))

    def role(self, name: str) -> None:
        section = self.either(name)
        self.value(section, "role_arn", self.arn())
        kind = self.random.random()
        if kind < 0.72:
            # Mostly one that comes later, so that there is an end.
            others = self.names[self.names.index(name) + 1 :]
            source = self.pick(*(others or [name])) if self.maybe(0.9) else self.pick(*self.names)
            source = "nobody" if self.maybe(0.03) else source
            self.value(self.either(name), "source_profile", source)
        if 0.7 < kind < 0.97:
            sources = ["Environment", "EcsContainer", "Ec2InstanceMetadata"]
            source = self.pick(*sources, *sources, *sources, "environment", "Moon")
            self.value(self.either(name), "credential_source", source)
        if self.maybe(0.25):
            self.either(name).set("role_session_name", self.pick("me@example.com", "s=1,2", ""))
        if self.maybe(0.2):
            self.value(self.either(name), "external_id", self.name("external/"))
        if self.maybe(0.2):
            duration = self.pick("900", "3600", "43200", "1h") if self.maybe(0.3) else "1800"
            self.either(name).set("duration_seconds", duration)
        if self.maybe(0.08):
            self.value(self.either(name), "mfa_serial", "arn:aws:iam::123456789012:mfa/me")
            if self.maybe(0.8):
                self.case.mfa_code = "123456"

    def web_identity(self, name: str) -> None:
        if self.maybe(0.95):
            self.value(self.either(name), "web_identity_token_file", self.token_file())
        if self.maybe(0.85):
            self.value(self.either(name), "role_arn", self.arn())
        if self.maybe(0.2):
            self.either(name).set("role_session_name", "web")

    def process(self, name: str) -> None:
        answer: dict[str, Any] = {
            "Version": 1 if self.maybe(0.98) else "1",
            "AccessKeyId": self.name("ASIAPROCESS"),
            "SecretAccessKey": "s",
        }
        if self.maybe(0.5):
            answer["SessionToken"] = "a ; b # c" if self.maybe(0.2) else "token"
        if self.maybe(0.4):
            forms = ["2099-01-01 00:00:00+0000", "2099-01-01T00:00+00:00", "20990101T000000Z"]
            answer["Expiration"] = self.pick(EXPIRATION, EXPIRATION, *forms, "2020-01-01T00:00:00Z")
        if self.maybe(0.3):
            answer["AccountId"] = self.account()
        if self.maybe(0.1):
            self.either(name).set("aws_account_id", self.pick("210987654321", "210987654321", ""))
        kind = self.random.random()
        if kind < 0.03:
            answer["Version"] = 2
        elif kind < 0.06:
            del answer["SecretAccessKey"]
        text = json.dumps(answer)
        if kind > 0.97:
            command = self.pick("false", "/no/such/program", "echo nothing", 'echo "')
        elif self.maybe(0.5):
            command = f"printf %s '{text}'"
        else:
            escaped = text.replace("\\", "\\\\").replace('"', '\\"')
            command = f'printf %s "{escaped}"'
        self.value(self.either(name), "credential_process", command)
