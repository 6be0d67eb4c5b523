"""Signatures of version 4 that botocore makes: the fake makes them again, and compares."""

from datetime import datetime, timedelta, timezone
from unittest.mock import patch

from botocore import UNSIGNED

from .operations import ROLE

CLUSTER = {"ClusterId": "j-1", "ExecutionRoleArn": ROLE}
ENDPOINT = {
    "virtualClusterIdentifier": "vc-1/with a slash and a ~ and a +",
    "endpointIdentifier": "ä%2F",
    "executionRoleArn": ROLE,
    "credentialType": "TOKEN",
}


def check(checks, fake):
    # The two services refuse with different statuses, as the real ones do.
    for service, status, call, tamper in (
        ("emr", 400, emr_call, b'{"ClusterId":"j-2","ExecutionRoleArn":"x"}'),
        ("emr-containers", 403, containers_call, b'{"credentialType":"PASSWORD"}'),
    ):
        checks.begin(f"signatures of {service}")
        of_service(checks, fake, service, status, call, tamper)


def emr_call(client):
    return client.get_cluster_session_credentials(**CLUSTER)


def containers_call(client):
    return client.get_managed_endpoint_session_credentials(**ENDPOINT)


def of_service(checks, fake, service, status, call, tamper):
    def refused(name, client, code, message):
        response = checks.refused(name, lambda: call(client), code, status, message)
        checks.equal(f"{name} has a request id", len(request_id(response)), 36)

    def taken(name, client):
        metadata = call(client)["ResponseMetadata"]
        checks.equal(name, metadata["HTTPStatusCode"], 200)

    wrong = "the signature doesn't match the request"
    taken("the right keys", fake.client(service))
    refused(
        "another secret",
        fake.client(service, aws_secret_access_key="another"),
        "InvalidSignatureException",
        wrong,
    )
    refused(
        "an unknown key",
        fake.client(service, aws_access_key_id="AKIDOTHER"),
        "UnrecognizedClientException",
        "the access key id isn't known",
    )
    refused(
        "no signature",
        fake.client(service, signature_version=UNSIGNED),
        "MissingAuthenticationTokenException",
        "the request isn't signed",
    )

    # A token is a header that is signed along.
    token = {"aws_session_token": "IQoJb3JpZ2lu/+=="}
    seen = []
    client = fake.client(service, **token)
    before_send(client, lambda request: seen.append(request.headers["Authorization"]))
    taken("a session token", client)
    checks.contains("a session token is signed", str(seen), "x-amz-security-token")
    client = fake.client(service, **token)
    before_send(client, lambda request: replace(request, "X-Amz-Security-Token", "another"))
    refused("a token that changed", client, "InvalidSignatureException", wrong)

    client = fake.client(service)
    before_send(client, lambda request: replace_body(request, tamper))
    refused("a body that changed", client, "InvalidSignatureException", wrong)

    # Whoever sets the clock of the signer sets nothing else.
    for minutes in (-6, 6):
        then = datetime.now(timezone.utc) + timedelta(minutes=minutes)
        with patch("botocore.auth.get_current_datetime", return_value=then):
            client = fake.client(service)
            refused(
                f"a clock that is {minutes:+} minutes off",
                client,
                "InvalidSignatureException",
                "seconds away from now",
            )
    then = datetime.now(timezone.utc) - timedelta(minutes=4)
    with patch("botocore.auth.get_current_datetime", return_value=then):
        taken("a clock that is 4 minutes off", fake.client(service))

    # The scope: this service's signature isn't another's.
    client = fake.client(service)
    client._request_signer._signing_name = "s3"
    refused(
        "a signature for another service",
        client,
        "InvalidSignatureException",
        "the credential is for s3",
    )


def request_id(response):
    return response["ResponseMetadata"].get("RequestId", "") if response else ""


def before_send(client, change):
    """Calls `change` with each signed request."""
    client.meta.events.register("before-send", lambda request, **_: change(request))


def replace(request, header, value):
    del request.headers[header]
    request.headers[header] = value


def replace_body(request, body):
    request.body = body
    replace(request, "Content-Length", str(len(body)))
