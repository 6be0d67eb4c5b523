"""botocore in a random environment, with HTTP that never leaves the process."""

from __future__ import annotations

import copy
import io
import os
import shutil
import time
from pathlib import Path
from typing import Any

import botocore.credentials
import botocore.httpsession
import botocore.loaders
import botocore.session
import botocore.tokens
import botocore.utils
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import EndpointConnectionError

from . import deviations
from .cases import Case

# Models are read and handlers are registered once for all cases, which takes most of the time.
_LOADER = botocore.loaders.create_loader()
_HANDLERS = botocore.session.Session()._original_handler
_PATH = os.environ.get("PATH", os.defpath)


def _nobody() -> str:
    raise RuntimeError("nobody can be asked for a code")


# Stands in for the person at the keyboard.
_ask = _nobody


def run(case: Case) -> dict[str, Any]:
    """What botocore asked for, and the error if it refused."""
    asked: list[dict[str, Any]] = []

    def send(_: Any, request: AWSPreparedRequest) -> AWSResponse:
        body = request.body or b""
        if isinstance(body, str):
            body = body.encode()
        text = body.decode()
        asked.append(
            {
                "method": request.method,
                "url": request.url,
                "body": text,
                "headers": {name.lower(): _text(value) for name, value in request.headers.items()},
            }
        )
        for rule in case.rules:
            if rule.fits(request.method, request.url, text):
                return AWSResponse(request.url, rule.status, {}, _Raw(rule.body.encode()))
        raise EndpointConnectionError(endpoint_url=request.url, error="nobody listens")

    botocore.httpsession.URLLib3Session.send = send
    _prepare(case)
    try:
        session = botocore.session.Session(
            event_hooks=copy.copy(_HANDLERS), include_builtin_handlers=False, profile=case.profile
        )
        session.register_component("data_loader", _LOADER)
        client = session.create_client("emr", region_name=case.region)
        role = "arn:aws:iam::1:role/x"
        client.get_cluster_session_credentials(ClusterId="j-1", ExecutionRoleArn=role)
    except Exception as error:  # noqa: BLE001 - whatever stops the call is a refusal
        return {"requests": asked, "refused": f"{type(error).__name__}: {error}"}
    finally:
        shutil.rmtree(Path(case.home).parent, ignore_errors=True)
    return {"requests": asked, "refused": None}


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


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


def set_up() -> None:
    """Takes out what waits, and what asks a person."""
    time.sleep = lambda _: None  # type: ignore[assignment]
    botocore.utils.ContainerMetadataFetcher.SLEEP_TIME = 0
    botocore.utils.ContainerMetadataFetcher.__init__.__defaults__ = (None, time.sleep)

    defaults = list(botocore.credentials.AssumeRoleProvider.__init__.__defaults__ or ())
    defaults[0] = lambda _: _ask()
    botocore.credentials.AssumeRoleProvider.__init__.__defaults__ = tuple(defaults)

