"""Each error of the two models, as boto3 raises it."""

from .operations import ROLE, STUDIO


def check(checks, fake):
    checks.begin("EMR errors")
    emr(checks, fake.emr())
    checks.begin("EMR Containers errors")
    containers(checks, fake)


def emr(checks, client):
    nobody = {"StudioId": STUDIO, "IdentityType": "USER", "IdentityName": "nobody"}
    response = checks.refused(
        "InvalidRequestException of get",
        lambda: client.get_studio_session_mapping(**nobody),
        "InvalidRequestException",
        400,
        "the identity has no mapping",
        client.exceptions.InvalidRequestException,
    )
    checks.equal("its ErrorCode", response.get("ErrorCode"), "ValidationException")
    checks.equal("its request id", len(response["ResponseMetadata"]["RequestId"]), 36)
    policy = {"SessionPolicyArn": "arn:aws:iam::123456789012:policy/basic"}
    checks.refused(
        "InvalidRequestException of update",
        lambda: client.update_studio_session_mapping(**nobody, **policy),
        "InvalidRequestException",
        400,
        "the identity has no mapping",
        client.exceptions.InvalidRequestException,
    )
    twice = nobody | policy | {"IdentityName": "twice"}
    client.create_studio_session_mapping(**twice)
    checks.refused(
        "InvalidRequestException of create",
        lambda: client.create_studio_session_mapping(**twice),
        "InvalidRequestException",
        400,
        "has a mapping in this Studio already",
        client.exceptions.InvalidRequestException,
    )
    checks.refused(
        "InvalidRequestException of a cluster",
        lambda: client.get_cluster_session_credentials(ClusterId="nothing", ExecutionRoleArn=ROLE),
        "InvalidRequestException",
        400,
        "there is no cluster of this id",
        client.exceptions.InvalidRequestException,
    )
    broken = nobody | {"StudioId": "es-INTERNALERROR"}
    checks.refused(
        "InternalServerError",
        lambda: client.get_studio_session_mapping(**broken),
        "InternalServerError",
        500,
        "",
        client.exceptions.InternalServerError,
    )
    checks.refused(
        "an operation that isn't there",
        client.list_clusters,
        "UnknownOperationException",
        404,
    )


def containers(checks, fake):
    client = fake.containers()
    request = {
        "virtualClusterIdentifier": "vc-1",
        "endpointIdentifier": "me-1",
        "executionRoleArn": ROLE,
        "credentialType": "TOKEN",
    }

    def refused(name, changes, code, status, message):
        return checks.refused(
            name,
            lambda: client.get_managed_endpoint_session_credentials(**(request | changes)),
            code,
            status,
            message,
            getattr(client.exceptions, code),
        )

    cluster = "virtualClusterIdentifier"
    response = refused(
        "ResourceNotFoundException of a cluster",
        {cluster: "missing"},
        "ResourceNotFoundException",
        400,
        "there is no such virtual cluster",
    )
    checks.equal("its request id", len(response["ResponseMetadata"]["RequestId"]), 36)
    refused(
        "ResourceNotFoundException of an endpoint",
        {"endpointIdentifier": "missing"},
        "ResourceNotFoundException",
        400,
        "there is no such endpoint",
    )
    refused(
        "RequestThrottledException",
        {cluster: "throttled"},
        "RequestThrottledException",
        400,
        "more slowly, please",
    )
    refused(
        "InternalServerException",
        {cluster: "broken"},
        "InternalServerException",
        500,
        "the fake is told to fail here",
    )
    refused(
        "ValidationException",
        {"credentialType": "PASSWORD"},
        "ValidationException",
        400,
        "the only credential type is TOKEN",
    )
    refused(
        "ValidationException of a number",
        {"durationInSeconds": 0},
        "ValidationException",
        400,
        "durationInSeconds goes from 1 to 43200",
    )

    patient = fake.containers(attempts=2)
    for name in ("throttled", "broken"):
        try:
            patient.get_managed_endpoint_session_credentials(**(request | {cluster: name}))
        except patient.exceptions.ClientError as error:
            attempts = error.response["ResponseMetadata"]["RetryAttempts"]
            checks.equal(f"boto3 tries {name} again", attempts, 1)
        else:
            checks.that(f"boto3 tries {name} again", False, "succeeded")
