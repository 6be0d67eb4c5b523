"""Random environments: variables, a home folder, and what answers over HTTP.

A case has two renditions, one for us and one for botocore, that mean the same. They differ
only by the deviations that `deviations.TRANSLATED` lists: there, botocore gets what it
understands.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .layout import File, Section

REGIONS = [
    *("us-east-1", "us-west-2", "eu-west-1", "ap-northeast-1") * 3,
    "cn-north-1",
    "us-gov-west-1",
    "fips-us-east-1",
    "us-gov-west-1-fips",
]
PROFILES = ["dev", "prod", "base", "a b", "ops/x", "ü", "x#1"]
SOON = 10 * 60
EXPIRATION = "2099-01-01T00:00:00Z"


def later(seconds: int) -> str:
    """A time from now on, as files have it."""
    time = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds)
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Rule:
    """What answers a request: the first rule of a case that fits.

    Parts of a body are looked for in the body with `&` after it, so that a part can be a whole
    parameter.
    """

    url: str
    body: str
    method: str = ""
    contains: list[str] = field(default_factory=list)
    status: int = 200

    def fits(self, method: str, url: str, body: str) -> bool:
        return (
            self.method in ("", method)
            and url.startswith(self.url)
            and all(part in body + "&" for part in self.contains)
        )


@dataclass
class Case:
    id: str
    home: str
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
            "variables": self.variables,
            "profile": self.profile,
            "region": self.region,
            "mfa_code": self.mfa_code,
            "files": files | self.files,
            "folders": self.folders,
            "rules": [vars(rule) for rule in self.rules],
        }


class Maker:
    """Makes one case; all of its choices depend on the seed and the case's number."""

    def __init__(self, seed: int, number: int, folder: str) -> None:
        self.random = random.Random(f"{seed}/{number}")
        self.case = Case(id=f"{seed}/{number}", home=f"{folder}/{number}/home")
        self.folder = f"{folder}/{number}"
        self.config: dict[str, Section] = {}
        self.credentials: dict[str, Section] = {}
        self.others: list[Section] = []
        self.serial = 0

    # --- Choices ---------------------------------------------------------------------------

    def maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    def pick(self, *choices: Any) -> Any:
        return self.random.choice(choices)

    def name(self, prefix: str) -> str:
        self.serial += 1
        return f"{prefix}{self.serial}"

    # --- The parts of a case ---------------------------------------------------------------

    def make(self) -> Case:
        names = ["default"] if self.maybe(0.85) else []
        names += self.random.sample(PROFILES, self.random.randint(0, 4))
        self.names = names
        in_use = self.in_use()
        for name in names:
            self.profile(name, in_use == name)
        self.variables()
        self.container()
        self.instance()
        self.sts()
        self.write_files()
        emr = json.dumps({})
        self.case.rules.append(Rule("https://elasticmapreduce", emr, "POST"))
        self.case.rules.append(Rule("https://", emr, "POST", ["ClusterId"]))
        return self.case

    def in_use(self) -> str:
        """Chooses the profile."""
        others = [name for name in self.names if name != "default"]
        name = self.pick(*others) if others and self.maybe(0.5) else "default"
        if self.maybe(0.02):
            name = "gone"
        kind = self.random.random()
        if name == "default" and kind < 0.8:
            return name
        if kind < 0.25:
            self.case.profile = name
        elif kind < 0.3:
            self.case.variables["AWS_DEFAULT_PROFILE"] = name
        elif kind < 0.33:
            self.case.variables["AWS_DEFAULT_PROFILE"] = name
            self.case.variables["AWS_PROFILE"] = self.pick(*PROFILES)
        else:
            self.case.variables["AWS_PROFILE"] = name
        return name

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

    def profile(self, name: str, is_in_use: bool) -> None:
        self.section(name, credentials=self.maybe(0.2))
        parts: list[tuple[float, Callable[[str], None]]] = [
            (0.42, self.keys),
            (0.34, self.role),
            (0.12, self.web_identity),
            (0.16, self.sso),
            (0.13, self.process),
        ]
        for chance, part in parts:
            if self.maybe(chance):
                part(name)
        if self.maybe(0.45):
            self.either(name).set("region", self.pick(*REGIONS))
        if self.maybe(0.1):
            self.either(name).set("use_fips_endpoint", self.pick("true", "false", "TRUE"))
        if self.maybe(0.06):
            self.either(name).set("use_dualstack_endpoint", self.pick("true", "false"))
        if self.maybe(0.06):
            self.either(name).set("sts_regional_endpoints", self.pick("legacy", "regional"))
        if self.maybe(0.02):
            self.either(name).set("endpoint_url", f"https://{self.name('own')}.example")
        if self.maybe(0.02):
            ignored = self.pick("true", "false")
            self.either(name).set("ignore_configured_endpoint_urls", ignored)
        if self.maybe(0.3):
            self.either(name).set("output", self.pick("json", "text"))
        if self.maybe(0.1):
            self.section(name).set("cli_pager", "")
        if self.maybe(0.12):
            self.section(name).nest("s3", {"addressing_style": "path", "max_queue_size": "1000"})
        if self.maybe(0.02):
            self.section(name).set("parameter_validation", "true")
        if is_in_use and self.maybe(0.06):
            services = self.name("services")
            self.section(name).set("services", services)
            section = Section(services, kind="services")
            section.nest("sts", {"endpoint_url": f"http://sts.{services}.example:8000"})
            if self.maybe(0.5):
                section.nest("emr", {"endpoint_url": f"https://emr.{services}.example"})
            self.others.append(section)

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

    def arn(self) -> str:
        return f"arn:aws:iam::123456789012:role/{self.name('Role')}"

    def web_identity(self, name: str) -> None:
        if self.maybe(0.95):
            self.value(self.either(name), "web_identity_token_file", self.token_file())
        if self.maybe(0.85):
            self.value(self.either(name), "role_arn", self.arn())
        if self.maybe(0.2):
            self.either(name).set("role_session_name", "web")

    def token_file(self) -> str:
        path = f"{self.folder}/{self.name('token')}"
        if self.maybe(0.93):
            self.case.files[path] = self.pick("a.web.token", "a.web.token\n")
        return path

    def sso(self, name: str) -> None:
        kind = self.random.random()
        url = f"https://{self.name('corp')}.awsapps.example/start"
        region = self.pick("us-east-1", "eu-west-1", "us-gov-west-1")
        cache_key = None
        if kind < 0.55:
            session = self.name("session")
            section = Section(session, kind="sso-session")
            if not self.maybe(0.03):
                section.set("sso_region", region)
            if not self.maybe(0.03):
                section.set("sso_start_url", url)
            if self.maybe(0.3):
                section.set("sso_registration_scopes", "sso:account:access")
            if not self.maybe(0.04):
                self.others.append(section)
            self.value(self.either(name), "sso_session", session)
            cache_key = session
            if self.maybe(0.12):
                self.either(name).set("sso_region", region)
            if self.maybe(0.04):
                self.either(name).set("sso_region", "ap-south-1")
            if self.maybe(0.04):
                self.either(name).set("sso_start_url", url)
        else:
            cache_key = url
            if not self.maybe(0.06):
                self.value(self.either(name), "sso_start_url", url)
            if not self.maybe(0.06):
                self.value(self.either(name), "sso_region", region)
        if self.maybe(0.8):
            self.value(self.either(name), "sso_account_id", "123456789012")
        if self.maybe(0.8):
            self.value(self.either(name), "sso_role_name", self.pick("Admin", "Read+Write"))
        self.sso_token(cache_key)
        self.case.rules.append(
            Rule(
                "https://portal.sso",
                json.dumps(
                    {
                        "roleCredentials": {
                            "accessKeyId": "ASIASSO",
                            "secretAccessKey": "s",
                            "sessionToken": self.pick(*["sso-token"] * 20, "", None),
                            "expiration": self.pick(*[4070908800000] * 20, 4070908800123, "x", 1),
                        }
                    }
                ),
                status=self.pick(403, 401, 500) if self.maybe(0.04) else 200,
            )
        )

    def sso_token(self, cache_key: str) -> None:
        name = hashlib.sha1(cache_key.encode()).hexdigest()
        path = f"{self.case.home}/.aws/sso/cache/{name}.json"
        token = {"accessToken": self.name("sso"), "expiresAt": EXPIRATION}
        kind = self.random.random()
        if kind < 0.04:
            return
        if kind < 0.15:
            # The hour after the next one is far from the 15 minutes before a token is renewed.
            token["expiresAt"] = self.pick("2020-01-01T00:00:00Z", later(2 * 3600), later(SOON))
        if 0.06 < kind < 0.3:
            token |= {
                "clientId": "client",
                "clientSecret": "secret",
                "refreshToken": "refresh",
                "registrationExpiresAt": self.pick(EXPIRATION, "2020-01-01T00:00:00Z"),
            }
            if self.maybe(0.1):
                del token[self.pick("clientId", "clientSecret", "refreshToken")]
            answer = {"accessToken": "renewed", "expiresIn": 3600, "tokenType": "Bearer"}
            status = 400 if self.maybe(0.1) else 200
            self.case.rules.append(Rule("https://oidc", json.dumps(answer), "POST", [], status))
        if kind > 0.98:
            del token["expiresAt"]
        self.case.files[path] = json.dumps(token)

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

    def variables(self) -> None:
        variables = self.case.variables
        if self.maybe(0.12):
            if not self.maybe(0.06):
                variables["AWS_ACCESS_KEY_ID"] = "AKIAENV"
            if not self.maybe(0.06):
                variables["AWS_SECRET_ACCESS_KEY"] = "env/secret"
            if self.maybe(0.3):
                variables["AWS_SESSION_TOKEN"] = "env-token"
            if self.maybe(0.08):
                variables["AWS_SECURITY_TOKEN"] = "older-env-token"
            if self.maybe(0.15):
                past = "2020-01-01T00:00:00Z"
                variables["AWS_CREDENTIAL_EXPIRATION"] = self.pick(EXPIRATION, EXPIRATION, past)
        if self.maybe(0.1):
            if not self.maybe(0.15):
                variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = self.token_file()
            if not self.maybe(0.15):
                variables["AWS_ROLE_ARN"] = self.arn()
            if self.maybe(0.3):
                variables["AWS_ROLE_SESSION_NAME"] = "of-a-variable"
        region = self.random.random()
        if region < 0.3:
            self.case.variables["AWS_REGION"] = self.pick(*REGIONS)
        if 0.25 < region < 0.55:
            self.case.variables["AWS_DEFAULT_REGION"] = self.pick(*REGIONS)
        if self.maybe(0.3):
            self.case.region = self.pick(*REGIONS)
        elif region >= 0.55 and self.maybe(0.85):
            self.case.variables["AWS_DEFAULT_REGION"] = self.pick(*REGIONS)
        if self.maybe(0.04):
            variables["AWS_USE_FIPS_ENDPOINT"] = self.pick("true", "false")
        if self.maybe(0.03):
            variables["AWS_USE_DUALSTACK_ENDPOINT"] = self.pick("true", "false")
        if self.maybe(0.06):
            variables["AWS_STS_REGIONAL_ENDPOINTS"] = self.pick("legacy", "regional")
        if self.maybe(0.04):
            variables["AWS_ENDPOINT_URL_STS"] = "http://sts.example:9000"
        if self.maybe(0.02):
            variables["AWS_ENDPOINT_URL"] = "https://everything.example"
        if self.maybe(0.02):
            variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = self.pick("true", "false")
        for name in list(variables):
            # Those of profiles aside, as no profile has an empty name.
            if self.maybe(0.015) and not name.endswith("PROFILE"):
                variables[name] = ""

    def container(self) -> None:
        variables = self.case.variables
        kind = self.random.random()
        urls = ["http://localhost:51679/full", "http://169.254.170.23/v1/full"]
        bad = ["http://10.0.0.1/full", "ftp://localhost/full"]
        if kind < 0.22:
            variables["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/v2/credentials/id?a=b"
        if 0.2 < kind < 0.32:
            url = self.pick(*urls, *urls, *urls, "https://example.com/full", *bad)
            variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = url
        if kind < 0.32 and self.maybe(0.3):
            variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "Bearer container"
        if kind < 0.32 and self.maybe(0.1):
            variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = f"{self.folder}/container"
            if self.maybe(0.9):
                text = self.pick("Bearer of-a-file", "Bearer of-a-file", "Bearer of-a-file\n", "")
                self.case.files[f"{self.folder}/container"] = text
        if self.maybe(0.95):
            answer = json.dumps(
                {
                    "AccessKeyId": "ASIACONTAINER",
                    "SecretAccessKey": "s",
                    "Token": "container-token",
                    "Expiration": EXPIRATION,
                }
            )
            answer, status = self.spoiled(answer)
            for url in [*urls, "http://169.254.170.2/", "https://example.com/full"]:
                self.case.rules.append(Rule(url, answer, "GET", [], status))

    def instance(self) -> None:
        if self.maybe(0.03):
            section = self.section("default")
            section.set("ec2_metadata_service_endpoint", "http://169.254.169.254/")
        if self.maybe(0.06):
            self.case.variables["AWS_EC2_METADATA_DISABLED"] = self.pick("true", "True", "false")
        if self.maybe(0.15):
            return
        url = "http://169.254.169.254/latest/"
        roles = f"{url}meta-data/iam/security-credentials/"
        if self.maybe(0.05):
            self.case.variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://imds.example:1234"
            url = url.replace("169.254.169.254", "imds.example:1234")
            roles = roles.replace("169.254.169.254", "imds.example:1234")
        answer = json.dumps(
            {
                "Code": "Success",
                "AccessKeyId": "ASIAINSTANCE",
                "SecretAccessKey": "s",
                "Token": "instance-token",
                "Expiration": EXPIRATION,
            }
        )
        answer, status = self.spoiled(answer)
        self.case.rules += [
            Rule(f"{url}api/token", "imds-session", "PUT"),
            Rule(f"{roles}the-role", answer, "GET", [], status),
        ]
        if self.maybe(0.95):
            names = self.pick("the-role", "the-role", "the-role\n")
            self.case.rules.append(Rule(roles, names, "GET"))

    def spoiled(self, answer: str) -> tuple[str, int]:
        """An answer with credentials, and its status: rarely with a mistake."""
        if self.maybe(0.9):
            return answer, 200
        members = json.loads(answer)
        kind = self.random.random()
        if kind < 0.3:
            return answer, self.pick(403, 404, 500)
        if kind < 0.5:
            del members[self.pick("AccessKeyId", "SecretAccessKey")]
        elif kind < 0.7:
            members[self.pick("AccessKeyId", "SecretAccessKey", "Token")] = self.pick("", None)
        elif kind < 0.8:
            members["Expiration"] = self.pick("2099-01-01 00:00:00+0000", "never", None)
        elif kind < 0.9:
            members["AccountId"] = "123456789012"
        else:
            return self.pick("", "{}", "null", "[]", answer[:-1], answer + " ", answer + "x"), 200
        return json.dumps(members), 200

    def sts(self) -> None:
        """Each role has keys of its own, named for it."""
        if self.maybe(0.04):
            text = (
                "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
                "<Message>no</Message></Error><RequestId>r</RequestId></ErrorResponse>"
            )
            contains = ["Action=AssumeRole", f"Role{self.random.randint(1, self.serial + 1)}&"]
            self.case.rules.append(Rule("http", text, "POST", contains, 403))
        for number in range(1, self.serial + 1):
            for action in ("AssumeRole", "AssumeRoleWithWebIdentity"):
                text = (
                    f'<{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">'
                    f"<{action}Result><Credentials><AccessKeyId>ASIA{action}{number}</AccessKeyId>"
                    f"<SecretAccessKey>s</SecretAccessKey><SessionToken>t{number}</SessionToken>"
                    f"<Expiration>{EXPIRATION}</Expiration></Credentials></{action}Result>"
                    f"<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>"
                    f"</{action}Response>"
                )
                contains = [f"Action={action}&", f"Role{number}&"]
                self.case.rules.append(Rule("http", text, "POST", contains))

    # --- Files -----------------------------------------------------------------------------

    def write_files(self) -> None:
        home, variables = self.case.home, self.case.variables
        for default, variable, sections, is_config in (
            (f"{home}/.aws/config", "AWS_CONFIG_FILE", self.config, True),
            (
                f"{home}/.aws/credentials",
                "AWS_SHARED_CREDENTIALS_FILE",
                self.credentials,
                False,
            ),
        ):
            path = default
            kind = self.random.random()
            if kind < 0.1:
                path = f"{self.folder}/elsewhere-{is_config}"
                variables[variable] = path
                if kind < 0.02:
                    variables["BASE"] = self.folder
                    variables[variable] = f"${{BASE}}/elsewhere-{is_config}"
            elif kind < 0.13:
                path = f"{home}/mine-{is_config}"
                variables[variable] = f"~/mine-{is_config}"
            elif kind < 0.14:
                variables[variable] = f"{self.folder}/missing"
                continue
            elif kind < 0.15:
                variables[variable] = "/dev/null"
                continue
            elif kind < 0.16:
                self.case.folders.append(path)
                continue
            elif kind < 0.165:
                variables[variable] = path
                self.case.folders.append(path)
                continue
            present = list(sections.values())
            if is_config:
                present += self.others
            if not present and self.maybe(0.5):
                continue
            file = File(self.random, present, is_config=is_config)
            self.case.features |= file.features
            self.case.shared[path] = file
