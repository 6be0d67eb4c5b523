"""Sources of credentials of the machine: the agent of a container, and the instance."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from .case import EXPIRATION, Rule
from .choices import Choices

# Where an instance may be, by its settings.
PLACES = [
    "http://169.254.169.254",
    "http://[fd00:ec2::254]",
    "http://imds.example:1234",
    "http://imds.example:1234/sub",
]
SESSION = "imds-session"


class Machines(Choices):
    def container(self) -> None:
        variables = self.case.variables
        kind = self.random.random() + (0.1 if self.focus == "machine" else 0)
        urls = ["http://localhost:51679/full", "http://169.254.170.23/v1/full"]
        bad = ["http://10.0.0.1/full", "ftp://localhost/full"]
        if kind < 0.18:
            variables["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/v2/credentials/id?a=b"
        if 0.17 < kind < 0.26:
            url = self.pick(*urls, *urls, *urls, "https://example.com/full", *bad)
            variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = url
        if kind < 0.26 and self.maybe(0.3):
            variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "Bearer container"
        if kind < 0.26 and self.maybe(0.1):
            variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = f"{self.folder}/container"
            if self.maybe(0.9):
                text = self.pick("Bearer of-a-file", "Bearer of-a-file", "Bearer of-a-file\n", "")
                self.case.files[f"{self.folder}/container"] = text
        if self.maybe(0.95):
            members = {
                "AccessKeyId": "ASIACONTAINER",
                "SecretAccessKey": "s",
                "Token": "container-token",
                "Expiration": EXPIRATION,
            }
            answer, status = self.spoiled(members)
            for url in [*urls, "http://169.254.170.2/", "https://example.com/full"]:
                self.case.rules.append(Rule(url, answer, "GET", [], status))

    def instance(self) -> None:
        if self.maybe(0.06):
            self.case.variables["AWS_EC2_METADATA_DISABLED"] = self.pick("true", "True", "false")
        failing, failure = self.failure() if self.maybe(0.3) else ("", {})
        self.instance_settings(3 if self.focus == "machine" else 1, is_failing=bool(failing))
        if self.maybe(0.1):
            return
        members = {
            "Code": "Success",
            "AccessKeyId": "ASIAINSTANCE",
            "SecretAccessKey": "s",
            "Token": "instance-token",
            "Expiration": EXPIRATION,
        }
        answer, status = self.spoiled(members)
        names = self.pick("the-role", "the-role", "the-role\n")
        has_roles = self.maybe(0.95)
        # The service of version 1 is there without a session.
        session = None if self.maybe(0.3) else SESSION
        for place in PLACES:
            roles = f"{place}/latest/meta-data/iam/security-credentials/"
            # The second profile is one that a setting may name.
            steps = {
                "token": [Rule(f"{place}/latest/api/token", SESSION, "PUT")],
                "role": [
                    Rule(f"{roles}{name}", answer, "GET", [], status, session=session)
                    for name in ("the-role", "other-role")
                ],
                "roles": [Rule(roles, names, "GET", session=session)] if has_roles else [],
            }
            for step, rules in steps.items():
                if step == failing:
                    self.case.rules += [replace(rule, **failure) for rule in rules]
                self.case.rules += rules
            self.case.rules.append(Rule(roles, "", "GET", [], 401))

    def failure(self) -> tuple[str, dict[str, Any]]:
        """The step in which the instance fails, and its answers instead, before the right one."""
        step = self.pick("token", "roles", "role")
        times = self.pick(1, 1, 2, 3)
        # Answers that are too late aren't drawn, as that would depend on the machine's load.
        status = self.pick(500, 503, 429, 404, 403, 405, 401, 400, None, 200)
        body = self.pick("", "", "{", "not JSON") if step == "role" else ""
        return step, {"body": body, "status": status, "times": times}

    def instance_settings(self, times: float, *, is_failing: bool) -> None:
        """Settings of the instance, which some cases have more often."""
        if self.maybe(0.05 * times):
            more = self.pick("/", "/", "//", " ", "?a=b", "#x")
            strange = ["nonsense", "imds.example", "ftp://imds.example", "http://a b", "http://"]
            urls = [*PLACES[1:], *PLACES[1:], PLACES[2] + more, PLACES[3] + more]
            self.setting(
                "AWS_EC2_METADATA_SERVICE_ENDPOINT",
                "ec2_metadata_service_endpoint",
                *urls,
                self.pick(*urls, *strange),
            )
        if self.maybe(0.04 * times):
            self.setting(
                "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
                "ec2_metadata_service_endpoint_mode",
                *["IPv4", "IPv6", "ipv6"],
                self.pick("IPv4", "IPV6", "IPv5", "true", "IPv6 "),
            )
        if self.maybe(0.04 * times):
            self.setting("AWS_IMDS_USE_IPV6", "imds_use_ipv6", "true", "TRUE", "false", "yes")
        if self.maybe(0.04 * times):
            self.setting(
                "AWS_EC2_METADATA_V1_DISABLED",
                "ec2_metadata_v1_disabled",
                *["true", "True", "false"] * 3,
                "yes",
            )
        numbers = ["1", "2", "3", "4"] * 4
        strange = ["0", "-1", "many", "2.0", "+2", " 2", "02", "1_0"]
        if self.maybe(0.6 if is_failing and times > 1 else 0.05):
            self.setting(
                "AWS_METADATA_SERVICE_NUM_ATTEMPTS",
                "metadata_service_num_attempts",
                *numbers,
                self.pick(*strange),
            )
        if self.maybe(0.04 * times):
            self.setting(
                "AWS_METADATA_SERVICE_TIMEOUT",
                "metadata_service_timeout",
                *numbers,
                # Not of attempts: botocore makes as many.
                self.pick(*strange, "99999999999"),
            )
        if self.maybe(0.05 * times):
            # Not what can't be a name: only we know this setting.
            self.setting(
                "AWS_EC2_INSTANCE_PROFILE_NAME",
                "ec2_instance_profile_name",
                *["the-role", "other-role", "no-such-role"],
            )

    def spoiled(self, members: dict[str, Any]) -> tuple[str, int]:
        """An answer with credentials, and its status: rarely with a mistake."""
        if self.maybe(0.3):
            members["AccountId"] = self.account()
        answer = json.dumps(members)
        if self.maybe(0.85):
            return answer, 200
        kind = self.random.random()
        if kind < 0.25:
            return answer, self.pick(403, 404, 500)
        if kind < 0.4:
            del members[self.pick("AccessKeyId", "SecretAccessKey", "Token", "Expiration")]
        elif kind < 0.55:
            members[self.pick("AccessKeyId", "SecretAccessKey", "Token")] = self.pick("", None)
        elif kind < 0.65:
            wrong = self.pick(5, True, ["x"], {})
            members[self.pick("AccessKeyId", "SecretAccessKey", "Token", "Expiration")] = wrong
        elif kind < 0.75:
            members["Expiration"] = self.pick("2099-01-01 00:00:00+0000", "never", None)
        elif kind < 0.85:
            members["Code"] = self.pick("Failed", "AssumeRoleUnauthorizedAccess", "", None)
        else:
            return self.pick("", "{}", "null", "[]", answer[:-1], answer + " ", answer + "x"), 200
        return json.dumps(members), 200
