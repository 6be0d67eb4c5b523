"""The five operations with boto3, as one uses them."""

from datetime import datetime, timedelta, timezone

STUDIO = "es-4XZ9KF1T7Q0B8L2M6N3P5R7S1"
POLICY = "arn:aws:iam::123456789012:policy/"
ROLE = "arn:aws:iam::123456789012:role/analyst"


def check(checks, fake):
    checks.begin("mappings")
    mappings(checks, fake.emr())
    checks.begin("cluster credentials")
    cluster_credentials(checks, fake.emr())
    checks.begin("endpoint credentials")
    endpoint_credentials(checks, fake.containers())


def mappings(checks, emr):
    ada = {"StudioId": STUDIO, "IdentityType": "USER", "IdentityName": "ada@example.com"}
    answer = emr.create_studio_session_mapping(**ada, SessionPolicyArn=POLICY + "basic")
    checks.equal("create by name answers nothing", without_metadata(answer), {})
    metadata = answer["ResponseMetadata"]
    checks.equal("create by name has status 200", metadata["HTTPStatusCode"], 200)
    checks.equal("a request id is a UUID", len(metadata["RequestId"]), 36)

    answer = emr.get_studio_session_mapping(**ada)
    checks.that(
        "each answer has an id of its own",
        answer["ResponseMetadata"]["RequestId"] != metadata["RequestId"],
        metadata["RequestId"],
    )
    created = answer["SessionMapping"]
    identity = created["IdentityId"]
    checks.equal("get by name gives its id", len(identity), 36)
    times = {name: created.pop(name) for name in ("CreationTime", "LastModifiedTime")}
    expected = ada | {"IdentityId": identity, "SessionPolicyArn": POLICY + "basic"}
    checks.equal("get by name gives all of it", created, expected)
    for name, time in times.items():
        checks.that(f"{name} is a datetime of now", is_about(time, timedelta()), repr(time))

    ada_by_id = {"StudioId": STUDIO, "IdentityType": "USER", "IdentityId": identity}
    answer = emr.get_studio_session_mapping(**ada_by_id)["SessionMapping"]
    checks.equal("get by id is the same", answer, created | times)

    answer = emr.update_studio_session_mapping(**ada_by_id, SessionPolicyArn=POLICY + "advanced")
    checks.equal("update by id answers nothing", without_metadata(answer), {})
    answer = emr.get_studio_session_mapping(**ada)["SessionMapping"]
    checks.equal("update shows", answer["SessionPolicyArn"], POLICY + "advanced")
    checks.equal("update leaves CreationTime", answer["CreationTime"], times["CreationTime"])
    checks.that(
        "update moves LastModifiedTime",
        answer["LastModifiedTime"] > times["LastModifiedTime"],
        repr(answer["LastModifiedTime"]),
    )

    # Text that JSON escapes, in more than one plane.
    group = {"StudioId": STUDIO, "IdentityType": "GROUP", "IdentityId": 'Grüße "\\" 𝄞'}
    emr.create_studio_session_mapping(**group, SessionPolicyArn=POLICY + "group")
    answer = emr.get_studio_session_mapping(**group)["SessionMapping"]
    checks.equal("create by id, of a group", answer["IdentityId"], group["IdentityId"])
    checks.equal("its type", answer["IdentityType"], "GROUP")


def cluster_credentials(checks, emr):
    answer = emr.get_cluster_session_credentials(
        ClusterId="j-2AXXXXXXGAPLF", ExecutionRoleArn=ROLE
    )
    checks.equal("one member of the union", list(answer["Credentials"]), ["UsernamePassword"])
    login = answer["Credentials"]["UsernamePassword"]
    checks.equal("user", login["Username"], "user-2AXXXXXXGAPLF")
    checks.equal("password", len(login["Password"]), 36)
    expires = answer["ExpiresAt"]
    in_an_hour = timedelta(hours=1)
    checks.that("ExpiresAt is in an hour", is_about(expires, in_an_hour), repr(expires))

    answer = emr.get_cluster_session_credentials(ClusterId="j-UNKNOWN", ExecutionRoleArn=ROLE)
    checks.equal(
        "a member that boto3 doesn't know",
        answer["Credentials"],
        {"SDK_UNKNOWN_MEMBER": {"name": "KerberosTicket"}},
    )


def endpoint_credentials(checks, containers):
    request = {
        "virtualClusterIdentifier": "vc-1/with a slash",
        "endpointIdentifier": "me-1?ä",
        "executionRoleArn": ROLE,
        "credentialType": "TOKEN",
    }
    get = containers.get_managed_endpoint_session_credentials
    first = get(**request, durationInSeconds=60)
    checks.equal("one member of the union", list(first["credentials"]), ["token"])
    checks.equal("token", len(first["credentials"]["token"]), 36)
    checks.equal("id", len(first["id"]), 32)
    checks.that(
        "expiresAt is in a minute",
        is_about(first["expiresAt"], timedelta(seconds=60)),
        repr(first["expiresAt"]),
    )
    second = get(**request)
    checks.that("boto3's own client tokens differ", first["id"] != second["id"], first["id"])
    checks.that(
        "expiresAt is in a quarter of an hour by default",
        is_about(second["expiresAt"], timedelta(seconds=900)),
        repr(second["expiresAt"]),
    )
    same = [get(**request, clientToken="once-only") for _ in range(2)]
    checks.equal(
        "the same client token gets the same answer",
        without_metadata(same[0]),
        without_metadata(same[1]),
    )


def without_metadata(answer):
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


def is_about(time, distance):
    """Whether this is a time with a zone, about so far from now."""
    off = time - (datetime.now(timezone.utc) + distance)
    return abs(off) < timedelta(seconds=10)
