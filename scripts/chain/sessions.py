"""Sources of credentials that somebody logged in to: SSO, and sessions of `aws login`."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from .case import EXPIRATION, Rule, later
from .choices import Choices
from .layout import Section

SOON = 10 * 60
# The services with bearer tokens.
TAKE_TOKENS = ("bedrock", "codecatalyst")

# Keys for proofs, made for this and of no use elsewhere.
EC_KEY = """-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIAhoPZ2rCiZz+3LeNa8fLUh9VG37GfQYY8aygxGI5JHkoAoGCCqGSM49
AwEHoUQDQgAEHFzs1UNL+GQIk5nXRZNYKgsxCtphYDIaBEVtGyQgN21kp1qoxywK
Bn03HDNgtqlqIcbsQ9nojiY5rV745ukfRQ==
-----END EC PRIVATE KEY-----
"""
PKCS8_KEY = """-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgCGg9nasKJnP7ct41
rx8tSH1UbfsZ9BhjxrKDEYjkkeShRANCAAQcXOzVQ0v4ZAiTmddFk1gqCzEK2mFg
MhoERW0bJCA3bWSnWqjHLAoGfTccM2C2qWohxuxD2eiOJjmtXvjm6R9F
-----END PRIVATE KEY-----
"""
OF_ANOTHER_CURVE = """-----BEGIN EC PRIVATE KEY-----
MIGkAgEBBDC6K40hyjA0n9sl/BKsA+BUaMn4RDjDRCHJ7GQ9DjL4dHbfSSejI7ys
cUgk2xz3fEKgBwYFK4EEACKhZANiAATAmUzdX9GbXPcf0T43SvywNYSVHUrdc53u
t4dIPJFwXdq+Q1hytawhycmDE6uqEjENnrqglF8H+Z8S12Qi47XU0je3MjB1IlHv
v60RY4HGeeX+zWkDBBuCcGiSrGXUhH0=
-----END EC PRIVATE KEY-----
"""


class Sessions(Choices):
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
        # Without them, the session is for tokens.
        usual = 0.3 if self.case.service in TAKE_TOKENS and self.maybe(0.7) else 0.8
        if self.maybe(usual):
            self.value(self.either(name), "sso_account_id", "123456789012")
        if self.maybe(usual):
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
        if kind < 0.3:
            # The hour after the next one is far from the 15 minutes before a token is renewed.
            token["expiresAt"] = self.pick("2020-01-01T00:00:00Z", later(2 * 3600), later(SOON))
        if 0.06 < kind < 0.4:
            token |= {
                "clientId": "client",
                "clientSecret": "secret",
                "refreshToken": "refresh",
                "registrationExpiresAt": self.pick(EXPIRATION, "2020-01-01T00:00:00Z"),
            }
            if self.maybe(0.1):
                del token[self.pick("clientId", "clientSecret", "refreshToken")]
            answer = {"accessToken": "renewed", "expiresIn": 3600, "tokenType": "Bearer"}
            if self.maybe(0.1):
                answer["refreshToken"] = "refresh-2"
            if self.maybe(0.1):
                answer["expiresIn"] = self.pick(0, -1, "900", 900.5, 100, None)
            if self.maybe(0.03):
                del answer[self.pick("accessToken", "expiresIn")]
            status = self.pick(400, 401, 500) if self.maybe(0.1) else 200
            self.case.rules.append(Rule("https://oidc", json.dumps(answer), "POST", [], status))
        if kind > 0.98:
            del token["expiresAt"]
        if self.maybe(0.04):
            self.spoil(token, [*token])
        self.case.files[path] = json.dumps(token)

    def login(self, name: str) -> None:
        """A session of `aws login`, with what it left and what renews it."""
        accounts = ["arn:aws:iam::123456789012:root", "arn:aws:sts::1:assumed-role/Admin/ü me"]
        session = f"{self.pick(*accounts)}{self.name('')}"
        self.value(self.either(name), "login_session", session)
        variables = self.case.variables
        folder = f"{self.case.home}/.aws/login/cache"
        if self.maybe(0.2):
            variables["BASE"] = self.folder
            variables["AWS_LOGIN_CACHE_DIRECTORY"], folder = self.pick(
                ("~/logins", f"{self.case.home}/logins"),
                ("~", self.case.home),
                (f"{self.folder}/logins", f"{self.folder}/logins"),
                (f"{self.folder}/logins/", f"{self.folder}/logins"),
                ("$BASE/logins", f"{self.folder}/logins"),
                ("${BASE}/logins", f"{self.folder}/logins"),
                ("~/$UNSET/logins", f"{self.case.home}/$UNSET/logins"),
            )
        if self.maybe(0.04):
            return
        path = f"{folder}/{hashlib.sha256(session.encode()).hexdigest()}.json"
        self.case.files[path] = self.login_token()
        renewed = {
            "accessToken": {
                "accessKeyId": "ASIARENEWED",
                "secretAccessKey": "s",
                "sessionToken": "renewed-token",
            },
            "tokenType": "aws_sigv4",
            "expiresIn": 900,
            "refreshToken": "refresh-2",
        }
        status = 200
        kind = self.random.random()
        if kind < 0.08:
            error = self.pick("TOKEN_EXPIRED", "USER_CREDENTIALS_CHANGED", "OTHER")
            renewed = {"error": error, "message": "no"}
            status = self.pick(400, 401, 403, 429, 500)
        elif kind < 0.12:
            renewed["expiresIn"] = self.pick(0, -1, "900", 900.5, 100, None)
        elif kind < 0.16:
            self.spoil(renewed, ["accessToken", "tokenType", "refreshToken"])
        elif kind < 0.2:
            # Parts that are empty or no text aren't drawn: botocore takes them, where we use the old
            # credentials on.
            del renewed["accessToken"]["sessionToken"]
        body = json.dumps(renewed)
        if kind > 0.98:
            body = self.pick("", "{}", "[]", "null", "x", body[:-1])
        if self.maybe(0.1):
            url = self.pick("https://signin.example", "http://signin.example:1/", "signin.example")
            variables["AWS_ENDPOINT_URL_SIGNIN"] = url
        if self.maybe(0.97):
            # OIDC is asked in the same words, but for another client.
            rule = Rule("http", body, "POST", ["refresh_token", "same-device"], status)
            self.case.rules.append(rule)

    def login_token(self) -> str:
        """The file that a login left: at times expired, and rarely with a mistake."""
        kind = self.random.random()
        time = EXPIRATION
        if kind < 0.5:
            # Before five minutes botocore renews credentials, and before 15 it looks at the file
            # again.
            times = ["2020-01-01T00:00:00Z", later(2 * 60)] * 2
            time = self.pick(*times, later(7 * 60), later(13 * 60))
        elif kind < 0.6:
            forms = ["2099-01-01 00:00:00 UTC", "2099-01-01T00:00:00+00:00", "20990101T000000Z"]
            time = self.pick(*forms, "2020-01-01 00:00:00 UTC", "2099-01-01T00:00:00", "never")
        access: dict[str, Any] = {
            "accessKeyId": "ASIALOGIN",
            "secretAccessKey": "s",
            "sessionToken": "login-token",
            "accountId": f"{self.random.randrange(10**12):012}",
            "expiresAt": time,
        }
        token: dict[str, Any] = {
            "accessToken": access,
            "tokenType": "aws_sigv4",
            "clientId": "arn:aws:signin:::devtools/same-device",
            "refreshToken": "refresh",
            "idToken": "id",
            "dpopKey": self.pick(*[EC_KEY] * 8, PKCS8_KEY, EC_KEY.replace("\n", "\r\n")),
        }
        kind = self.random.random()
        if kind < 0.05:
            self.spoil(token, [*token])
        elif kind < 0.1:
            self.spoil(access, [*access])
        elif kind < 0.14:
            cut = EC_KEY.replace("AwEHoUQDQgAE", "")
            token["dpopKey"] = self.pick("", "!!!", "no key", cut, OF_ANOTHER_CURVE, "AAAA")
        text = json.dumps(token)
        if kind > 0.98:
            text = self.pick("", "{}", "[]", "null", '"x"', text[:-1], text + "\n", "\ufeff" + text)
        return text

    def spoil(self, members: dict[str, Any], names: list[str], *wrong: Any) -> None:
        """Takes out a member, or makes it something else."""
        name = self.pick(*names)
        if self.maybe(0.4):
            del members[name]
        else:
            members[name] = self.pick(*(wrong or ["", None, 5, True, ["x"], {}]))
