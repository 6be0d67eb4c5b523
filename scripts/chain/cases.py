"""Random environments, each made of its seed and number."""

from __future__ import annotations

from collections.abc import Callable

from .case import EXPIRATION, Case, Rule
from .layout import File, Section
from .machines import Machines
from .profiles import Profiles
from .sessions import TAKE_TOKENS, Sessions

REGIONS = [
    *("us-east-1", "us-west-2", "eu-west-1", "ap-northeast-1") * 3,
    "cn-north-1",
    "us-gov-west-1",
    "us-gov-east-1",
    "us-iso-east-1",
    "eusc-de-east-1",
    "fips-us-east-1",
    "us-gov-west-1-fips",
]
SERVICES = [*["emr"] * 16, "bedrock", "bedrock", "codecatalyst", "dynamodb"]
PROFILES = ["dev", "prod", "base", "a b", "ops/x", "ü", "x#1"]


class Maker(Profiles, Sessions, Machines):
    """Makes one case; all of its choices depend on the seed and the case's number."""

    def make(self) -> Case:
        names = ["default"] if self.maybe(0.85) else []
        names += self.random.sample(PROFILES, self.random.randint(0, 4))
        self.names = names
        self.case.service = self.pick(*SERVICES)
        self.used = self.in_use()
        self.focus = self.pick(*[""] * 12, "login", "sso", "sso", *["machine"] * 3)
        for name in names:
            self.profile(name)
        self.variables()
        self.tokens()
        self.container()
        self.instance()
        self.empty_variables()
        self.sts()
        self.write_files()
        self.service()
        return self.case

    def service(self) -> None:
        """The answers of the service."""
        rules = [Rule("https://elasticmapreduce", "{}", "POST")]
        rules.append(Rule("https://", "{}", "POST", ["ClusterId"]))
        for host in ("bedrock", "codecatalyst", "own", "everything.example"):
            rules += [Rule(f"https://{host}", "{}", "GET"), Rule(f"http://{host}", "{}", "GET")]
        rules.append(Rule("https://", "{}", "POST", ["{}&"]))
        self.case.rules += rules

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

    def profile(self, name: str) -> None:
        self.section(name, credentials=self.maybe(0.2))
        takes_tokens = self.case.service in TAKE_TOKENS
        parts: list[tuple[float, Callable[[str], None]]] = [
            (0.42, self.keys),
            (0.34, self.role),
            (0.12, self.web_identity),
            (0.4 if takes_tokens else 0.16, self.sso),
            (0.1, self.login),
            (0.13, self.process),
        ]
        if self.focus and name == self.used:
            only = {"login": [(0.95, self.login)], "sso": [(0.95, self.sso)]}
            parts = only.get(self.focus, [])
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
        if name == self.used and self.maybe(0.06):
            services = self.name("services")
            self.section(name).set("services", services)
            section = Section(services, kind="services")
            section.nest("sts", {"endpoint_url": f"http://sts.{services}.example:8000"})
            if self.maybe(0.5):
                section.nest("emr", {"endpoint_url": f"https://emr.{services}.example"})
            self.others.append(section)

    def variables(self) -> None:
        variables = self.case.variables
        if self.maybe(0.02 if self.focus else 0.12):
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
        if self.maybe(0.02 if self.focus else 0.1):
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
        if self.maybe(0.4 if "AWS_ACCESS_KEY_ID" in variables else 0.04):
            variables["AWS_ACCOUNT_ID"] = self.pick("345678901234", "345678901234", "me", " ")
        if self.maybe(0.3 if self.case.service == "dynamodb" else 0.04):
            self.setting(
                "AWS_ACCOUNT_ID_ENDPOINT_MODE",
                "account_id_endpoint_mode",
                *["preferred", "required", "disabled"] * 3,
                *["Required", "DISABLED", self.pick("never", "required ")],
            )

    def tokens(self) -> None:
        """Bearer tokens, and whether they are preferred."""
        variables = self.case.variables
        takes_tokens = self.case.service in TAKE_TOKENS
        for service in ("BEDROCK", "CODECATALYST"):
            if self.maybe(0.35 if takes_tokens else 0.02):
                tokens = [f"of-{service}"] * 12
                token = self.pick(*tokens, " ", "a b", " blanks ", "line\n", "two\nlines", "ü")
                variables[f"AWS_BEARER_TOKEN_{service}"] = token
        if self.maybe(0.4 if takes_tokens else 0.04):
            self.setting(
                "AWS_AUTH_SCHEME_PREFERENCE",
                "auth_scheme_preference",
                *["httpBearerAuth", "sigv4", "httpBearerAuth,sigv4", "sigv4, httpBearerAuth"] * 2,
                *["sigv4a,httpBearerAuth", "noAuth,httpBearerAuth", "sigv4a", "noAuth"],
                *["\thttpBearerAuth ,sigv4", "sigv4,", "sigv5,httpBearerAuth", "HTTPBEARERAUTH"],
                self.pick(",", " ", "smithy.api#httpBearerAuth", "bearer", "sigv4;httpBearerAuth"),
            )
        if takes_tokens and self.maybe(0.05):
            url = self.pick("http://bedrock.example", "https://bedrock.example", "bedrock.example")
            variables["AWS_ENDPOINT_URL_BEDROCK"] = url

    def empty_variables(self) -> None:
        for name in list(self.case.variables):
            # Those of profiles aside, as no profile has an empty name.
            if self.maybe(0.015) and not name.endswith("PROFILE"):
                self.case.variables[name] = ""

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
                user = self.assumed(number)
                text = (
                    f'<{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">'
                    f"<{action}Result><Credentials><AccessKeyId>ASIA{action}{number}</AccessKeyId>"
                    f"<SecretAccessKey>s</SecretAccessKey><SessionToken>t{number}</SessionToken>"
                    f"<Expiration>{EXPIRATION}</Expiration></Credentials>{user}</{action}Result>"
                    f"<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>"
                    f"</{action}Response>"
                )
                contains = [f"Action={action}&", f"Role{number}&"]
                self.case.rules.append(Rule("http", text, "POST", contains))

    def assumed(self, number: int) -> str:
        """Who the role's session is, by which the account is known: rarely something else."""
        if self.maybe(0.04):
            return ""
        account = f"{self.random.randrange(10**12):012}"
        arn = f"arn:aws:sts::{account}:assumed-role/Role{number}/session"
        if self.maybe(0.06):
            strange = ["", "role", "arn:aws:sts", f"arn:aws:sts::{account}", f"a:b:c::{account}:e"]
            arn = self.pick(*strange, "arn:aws:sts:::assumed-role/x/y", f"arn::::{account}:", " ")
        return f"<AssumedRoleUser><Arn>{arn}</Arn></AssumedRoleUser>"

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
