"""The AWS CLI, which runs as a process of its own."""

import json
import os
import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

from .clients import REGION
from .operations import POLICY, ROLE, STUDIO, is_about

# What version 1 of the AWS CLI exits with when the service answers with an error, and when it
# doesn't understand its own arguments.
SERVICE_ERROR = (254, 255)
USAGE_ERROR = (2, 252)


class Cli:
    """`aws` with the fake's keys, and without anything of this machine's."""

    def __init__(self, fake, folder):
        self.fake = fake
        # Version 1 prints times as they came, unless it is told otherwise.
        config = folder / "cli-config"
        config.write_text("[default]\ncli_timestamp_format = iso8601\n")
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith("AWS_")
        } | {
            "AWS_ACCESS_KEY_ID": fake.access_key_id,
            "AWS_SECRET_ACCESS_KEY": fake.secret_access_key,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_CONFIG_FILE": str(config),
            "AWS_SHARED_CREDENTIALS_FILE": str(folder / "credentials"),
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_MAX_ATTEMPTS": "1",
            "AWS_PAGER": "",
            "LC_ALL": "C.UTF-8",
        }

    def run(self, *arguments, **environment):
        """Status, output and errors of `aws <arguments>`."""
        aws = Path(sys.executable).with_name("aws")
        done = subprocess.run(
            [sys.executable, aws, "--endpoint-url", self.fake.url, "--output", "json", *arguments],
            env=self.environment | environment,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        return done.returncode, done.stdout, done.stderr

    def json(self, *arguments, **environment):
        """What `aws <arguments>` prints, as JSON; nothing is `None`."""
        status, out, err = self.run(*arguments, **environment)
        if status != 0:
            raise RuntimeError(f"aws {' '.join(arguments)}: status {status}: {err}")
        return json.loads(out) if out.strip() else None


def check(checks, fake, folder):
    cli = Cli(fake, folder)
    checks.begin("aws emr")
    mappings(checks, cli)
    cluster_credentials(checks, cli)
    checks.begin("aws emr-containers")
    endpoint_credentials(checks, cli)
    checks.begin("aws, refused")
    errors(checks, cli)


def mappings(checks, cli):
    user = ("--studio-id", STUDIO, "--identity-type", "USER")
    by_name = (*user, "--identity-name", "cli@example.com")
    basic, advanced = (("--session-policy-arn", POLICY + name) for name in ("basic", "advanced"))
    answer = cli.json("emr", "create-studio-session-mapping", *by_name, *basic)
    checks.equal("create by name prints nothing", answer, None)
    answer = cli.json("emr", "get-studio-session-mapping", *by_name)["SessionMapping"]
    checks.equal("get by name", answer["SessionPolicyArn"], POLICY + "basic")
    created = datetime.fromisoformat(answer["CreationTime"])
    checks.that("its time", is_about(created, timedelta()), answer["CreationTime"])

    by_id = (*user, "--identity-id", answer["IdentityId"])
    answer = cli.json("emr", "update-studio-session-mapping", *by_id, *advanced)
    checks.equal("update by id prints nothing", answer, None)
    answer = cli.json("emr", "get-studio-session-mapping", *by_id)["SessionMapping"]
    checks.equal("update shows", answer["SessionPolicyArn"], POLICY + "advanced")
    checks.equal("the same identity", answer["IdentityName"], "cli@example.com")

    # Temporary keys, as most of its users have.
    answer = cli.json("emr", "get-studio-session-mapping", *by_id, AWS_SESSION_TOKEN="tok/en+=")
    checks.equal(
        "with a session token", answer["SessionMapping"]["IdentityName"], "cli@example.com"
    )


def cluster_credentials(checks, cli):
    get = ("emr", "get-cluster-session-credentials", "--execution-role-arn", ROLE, "--cluster-id")
    answer = cli.json(*get, "j-3CLI")
    login = answer["Credentials"]["UsernamePassword"]
    checks.equal("cluster credentials", login["Username"], "user-3CLI")
    expires = datetime.fromisoformat(answer["ExpiresAt"])
    checks.that("until", is_about(expires, timedelta(hours=1)), answer["ExpiresAt"])
    answer = cli.json(*get, "j-UNKNOWN")
    checks.equal(
        "a member that the CLI doesn't know",
        answer["Credentials"],
        {"SDK_UNKNOWN_MEMBER": {"name": "KerberosTicket"}},
    )


ENDPOINT = (
    "emr-containers",
    "get-managed-endpoint-session-credentials",
    "--execution-role-arn",
    ROLE,
    "--credential-type",
    "TOKEN",
)


def endpoint_credentials(checks, cli):
    ids = ("--virtual-cluster-identifier", "vc 1/ä", "--endpoint-identifier", "me-1")
    answer = cli.json(*ENDPOINT, *ids, "--duration-in-seconds", "120")
    checks.equal("endpoint credentials", len(answer["credentials"]["token"]), 36)
    expires = datetime.fromisoformat(answer["expiresAt"])
    checks.that("until", is_about(expires, timedelta(seconds=120)), answer["expiresAt"])


def errors(checks, cli):
    def refused(name, code, operation, message, *arguments, **environment):
        status, out, err = cli.run(*arguments, **environment)
        checks.that(f"{name}: its status", status in SERVICE_ERROR, f"{status}: {err}")
        checks.equal(f"{name}: prints no answer", out, "")
        pattern = (
            rf"An error occurred \({code}\) when calling the {operation} operation"
            rf"(\s\(reached max retries: \d+\))?: .*{re.escape(message)}"
        )
        checks.that(f"{name}: its text", re.search(pattern, err, re.DOTALL), err)

    nobody = ("--studio-id", STUDIO, "--identity-type", "USER", "--identity-name", "nobody")
    get = ("emr", "get-studio-session-mapping", *nobody)
    get_name = "GetStudioSessionMapping"
    refused("InvalidRequestException", "InvalidRequestException", get_name, "no mapping", *get)
    refused(
        "another secret",
        "InvalidSignatureException",
        get_name,
        "the signature doesn't match the request",
        *get,
        AWS_SECRET_ACCESS_KEY="another",
    )
    refused(
        "an unknown key",
        "UnrecognizedClientException",
        get_name,
        "the access key id isn't known",
        *get,
        AWS_ACCESS_KEY_ID="AKIDOTHER",
    )
    refused(
        "ResourceNotFoundException",
        "ResourceNotFoundException",
        "GetManagedEndpointSessionCredentials",
        "there is no such virtual cluster",
        *ENDPOINT,
        *("--virtual-cluster-identifier", "missing", "--endpoint-identifier", "me-1"),
    )
    refused(
        "a name that is too long",
        "ValidationException",
        get_name,
        "Value with length 257 at '/IdentityName'",
        *(*get[:-1], "x" * 257),
    )

    status, _, err = cli.run("emr", "get-studio-session-mapping")
    checks.that("the CLI checks its own arguments", status in USAGE_ERROR, f"{status}: {err}")
    checks.contains("and says so", err, "--studio-id")
