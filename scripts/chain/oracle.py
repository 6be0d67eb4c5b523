"""botocore in a random environment, with HTTP that never leaves the process."""

from __future__ import annotations

import collections
import copy
import io
import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# As without awscrt, but for the keys of proofs.
os.environ["BOTO_DISABLE_CRT"] = "true"

import awscrt.crypto
import botocore.credentials
import botocore.httpsession
import botocore.loaders
import botocore.session
import botocore.tokens
import botocore.utils
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import EndpointConnectionError, ProfileNotFound

from . import deviations
from .case import Case
from .sessions import TAKE_TOKENS

# Models are read and handlers are registered once for all cases, which takes most of the time.
_LOADER = botocore.loaders.create_loader()
_HANDLERS = botocore.session.Session()._original_handler
_PATH = os.environ.get("PATH", os.defpath)


def _nobody() -> str:
    raise RuntimeError("nobody can be asked for a code")


# Stands in for the person at the keyboard.
_ask = _nobody

# The call of each service.
_CALLS: dict[str, Callable[[Any], Any]] = {
    "emr": lambda client: client.get_cluster_session_credentials(
        ClusterId="j-1", ExecutionRoleArn="arn:aws:iam::1:role/x"
    ),
    "bedrock": lambda client: client.list_foundation_models(),
    "codecatalyst": lambda client: client.verify_session(),
    "dynamodb": lambda client: client.list_tables(),
}
_NOT_ASKED = "AKIDNOTASKED"


def run(case: Case) -> dict[str, Any]:
    """What botocore asked for, who signed, and the error if it refused."""
    if case.service in TAKE_TOKENS:
        # botocore looks for credentials where it sends a token, too. Keys that are given keep it
        # from that; if they sign, it is about credentials.
        keys = {"aws_access_key_id": _NOT_ASKED, "aws_secret_access_key": "s"}
        answer = _call(case, keys)
        if not any(_NOT_ASKED in str(request["headers"]) for request in answer["requests"]):
            return answer
    return _call(case, {})


def _call(case: Case, keys: dict[str, str]) -> dict[str, Any]:
    asked: list[dict[str, Any]] = []
    answers: collections.Counter[int] = collections.Counter()

    def send(_: Any, request: AWSPreparedRequest) -> AWSResponse:
        body = request.body or b""
        if isinstance(body, str):
            body = body.encode()
        text = body.decode()
        headers = {name.lower(): _text(value) for name, value in request.headers.items()}
        if any(_NO_VALUE.search(value) for value in headers.values()):
            raise ValueError("Invalid header value")
        method, url = request.method, request.url
        asked.append({"method": method, "url": url, "body": text, "headers": headers})
        session = headers.get("x-aws-ec2-metadata-token")
        for number, rule in enumerate(case.rules):
            if rule.fits(method, url, text, session, answers[number]):
                answers[number] += 1
                if rule.status is None:
                    break
                return AWSResponse(url, rule.status, {}, _Raw(rule.body.encode()))
        raise EndpointConnectionError(endpoint_url=url, error="nobody listens")

    botocore.httpsession.URLLib3Session.send = send
    _prepare(case)
    try:
        session = botocore.session.Session(
            event_hooks=copy.copy(_HANDLERS), include_builtin_handlers=False, profile=case.profile
        )
        session.register_component("data_loader", _LOADER)
        _find_instance_profile(session)
        client = session.create_client(case.service, region_name=case.region, **keys)
        _CALLS[case.service](client)
        requests = list(asked)
        return {"requests": requests, "refused": None, "account": _account(session, requests)}
    except Exception as error:  # noqa: BLE001 - whatever stops the call is a refusal
        refused = f"{type(error).__name__}: {error}"
        return {"requests": asked, "refused": refused, "account": None}
    finally:
        shutil.rmtree(Path(case.home).parent, ignore_errors=True)


# What Python's HTTP client doesn't send as the value of a header.
_NO_VALUE = re.compile(r"\n(?![ \t])|\r(?![ \t\n])")


def _account(session: Any, requests: list[dict[str, Any]]) -> str | None:
    """The account of the credentials, if they signed."""
    if not requests[-1]["headers"].get("authorization", "").startswith("AWS4"):
        return None
    account = session.get_credentials().get_frozen_credentials().account_id
    return None if account is None else str(account)


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


class _Raw(io.BytesIO):
    """A body as urllib3 gives it."""

    def stream(self, *_: Any, **__: Any) -> Any:
        yield self.read()


def _prepare(case: Case) -> None:
    global _ask
    code = case.mfa_code
    _ask = _nobody if code is None else lambda: code
    files = {path: file.theirs() for path, file in case.shared.items()} | case.files
    Path(case.home).mkdir(parents=True)
    for path, text in files.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text, newline="")
    for path in case.folders:
        Path(path).mkdir(parents=True, exist_ok=True)
    os.environ.clear()
    os.environ.update(deviations.variables(case), HOME=case.home, PATH=_PATH)
    # It expands the home folder once, when it is imported.
    cache = f"{case.home}/.aws/sso/cache"
    botocore.credentials.SSOProvider._SSO_TOKEN_CACHE_DIR = cache
    botocore.tokens.SSOTokenProvider._SSO_TOKEN_CACHE_DIR = cache


# The name in `ec2_instance_profile_name`.
_instance_profile: str | None = None


def _find_instance_profile(session: Any) -> None:
    global _instance_profile
    variable = os.environ.get("AWS_EC2_INSTANCE_PROFILE_NAME")
    key = "ec2_instance_profile_name"
    try:
        found = variable or session.get_scoped_config().get(key)
    except ProfileNotFound:
        found = None
    _instance_profile = found if isinstance(found, str) and found else None


class _Instance(botocore.utils.InstanceMetadataFetcher):
    """With what `deviations.TRANSLATED` says of instances."""

    _account: Any = None

    def _get_iam_role(self, token: str | None = None) -> str:
        return _instance_profile or super()._get_iam_role(token)

    def _get_credentials(self, role_name: str, token: str | None = None) -> Any:
        found = super()._get_credentials(role_name, token)
        self._account = found.get("AccountId") if isinstance(found, dict) else None
        return found

    def retrieve_iam_role_credentials(self) -> dict[str, Any]:
        found = super().retrieve_iam_role_credentials()
        return found | {"account_id": self._account} if found else found


def set_up() -> None:
    """Takes out what waits and what asks a person, and puts in what `deviations` says."""
    botocore.credentials.EC = awscrt.crypto.EC
    botocore.credentials.InstanceMetadataFetcher = _Instance
    time.sleep = lambda _: None  # type: ignore[assignment]
    botocore.utils.ContainerMetadataFetcher.SLEEP_TIME = 0
    botocore.utils.ContainerMetadataFetcher.__init__.__defaults__ = (None, time.sleep)

    defaults = list(botocore.credentials.AssumeRoleProvider.__init__.__defaults__ or ())
    defaults[0] = lambda _: _ask()
    botocore.credentials.AssumeRoleProvider.__init__.__defaults__ = tuple(defaults)

