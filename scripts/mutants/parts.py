"""Parts of the runtime, and the tests that are there for each."""

from __future__ import annotations

import dataclasses

CLIENT = "runtime/src/client"
# Without these, the module `settings` of the client's tests isn't there.
SETTINGS = "client,compression,http-checksum"


@dataclasses.dataclass(frozen=True)
class Part:
    """Sources, and tests: modules of the library and of one program in `runtime/tests`."""

    files: list[str]
    features: str
    program: str
    tests: list[str]


PARTS = {
    "json": Part(
        files=["runtime/src/json/*.rs"],
        features="serde",
        program="wire",
        tests=["json", "union::", "serde::", "response::", "errors::"],
    ),
    "xml": Part(
        files=["runtime/src/xml/*.rs"],
        features="server",
        program="wire",
        tests=["xml", "union::", "response::", "errors::", "formats::"],
    ),
    "cbor": Part(
        files=["runtime/src/cbor/*.rs"],
        # Trees are for testing, and for recordings, which write them.
        features="server,testing,recording",
        program="wire",
        tests=["cbor", "union::", "response::", "errors::", "formats::"],
    ),
    "form": Part(
        files=["runtime/src/form/*.rs"],
        features="server",
        program="wire",
        tests=["form", "union::", "errors::"],
    ),
    "events": Part(
        files=["runtime/src/event_stream/*.rs"],
        # A client sends events through a channel.
        features="request-events",
        program="wire",
        tests=["event_stream", "events::"],
    ),
    "sign": Part(
        files=[f"{CLIENT}/sign/*.rs"],
        features=f"{SETTINGS},sigv4a",
        program="client",
        # Those of presigned requests end with `sign::`, too.
        tests=[
            "client::sign",
            "sign::",
            "sigv4a::",
            "post_policy::",
            "event_stream::",
            "streams::",
        ],
    ),
    "config": Part(
        files=[f"{CLIENT}/config/*.rs"],
        features=SETTINGS,
        program="client",
        # What is configured shows in any of a client's tests.
        tests=[],
    ),
    "credentials": Part(
        files=[f"{CLIENT}/credentials/*.rs"],
        features=SETTINGS,
        program="client",
        tests=[
            "client::credentials",
            "client::words",
            "credentials::",
            "secrets::",
            "s3_express::",
            "settings::auth",
        ],
    ),
    "retry": Part(
        files=[f"{CLIENT}/retry/*.rs"],
        features=SETTINGS,
        program="client",
        tests=["client::retry", "calls::", "faults::", "timing::", "retries::"],
    ),
}
