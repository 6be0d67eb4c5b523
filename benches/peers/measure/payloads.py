"""Makes the payloads that all peers read and write: the same bytes from the same seed.

Everything in them is made up. The sizes of the responses are fixed, so that figures can be
compared with those of other runs and other people.
"""

import hashlib
import json
import random
from pathlib import Path

SEED = 20260521
CLUSTERS = 5_000
SIZES = {
    "get_studio_session_mapping.response": 336,
    "get_cluster_session_credentials.response": 385,
    "get_managed_endpoint_session_credentials.response": 1_120,
    "list_clusters.response": 1_788_236,
}

ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
URL_SAFE = ALPHANUMERIC + "-_"
HEX = "0123456789abcdef"


class Payloads:
    def __init__(self, seed: int):
        self.random = random.Random(seed)

    def text(self, alphabet: str, length: int) -> str:
        return "".join(self.random.choice(alphabet) for _ in range(length))

    def time(self) -> float:
        """Seconds since 1970 with milliseconds, as the service writes them."""
        return self.random.randrange(1_600_000_000_000, 1_700_000_000_000) / 1000

    def identity(self) -> dict:
        """How requests name an identity: by id or by name, and here it is by name."""
        return {
            "StudioId": "es-" + self.text(UPPER, 25),
            "IdentityName": "joan.of.arc@example.com",
            "IdentityType": "USER",
        }

    def all(self) -> dict[str, dict]:
        policy = "arn:aws:iam::123456789012:policy/StudioAnalysts"
        role = "arn:aws:iam::123456789012:role/analyst"
        cluster = "j-" + self.text(UPPER, 13)
        return {
            "create_studio_session_mapping.request": {**self.identity(), "SessionPolicyArn": policy},
            "create_studio_session_mapping.response": {},
            "get_studio_session_mapping.request": self.identity(),
            "get_studio_session_mapping.response": self.mapping(policy),
            "update_studio_session_mapping.request": {**self.identity(), "SessionPolicyArn": policy},
            "update_studio_session_mapping.response": {},
            "get_cluster_session_credentials.request": {
                "ClusterId": cluster,
                "ExecutionRoleArn": role,
            },
            "get_cluster_session_credentials.response": self.login(),
            "get_managed_endpoint_session_credentials.request": {
                "endpointIdentifier": self.text(HEX, 25),
                "virtualClusterIdentifier": self.text(HEX, 25),
                "executionRoleArn": role,
                "credentialType": "TOKEN",
                "durationInSeconds": 3_600,
                "logContext": "notebook-7",
                "clientToken": "-".join(self.text(HEX, n) for n in (8, 4, 4, 4, 12)),
            },
            "get_managed_endpoint_session_credentials.response": self.token(),
            "list_clusters.response": self.clusters(),
        }

    def mapping(self, policy: str) -> dict:
        value = {
            "SessionMapping": {
                "IdentityId": "-".join(self.text(HEX, n) for n in (10, 8, 4, 4, 4, 12)),
                **self.identity(),
                "SessionPolicyArn": policy,
                "CreationTime": 1_605_896_512.345,
                "LastModifiedTime": 1_647_767_134.071,
            }
        }
        missing = SIZES["get_studio_session_mapping.response"] - len(encode(value))
        value["SessionMapping"]["SessionPolicyArn"] += self.text(ALPHANUMERIC, missing)
        return value

    def login(self) -> dict:
        login = {"Username": self.text(ALPHANUMERIC, 36), "Password": ""}
        value = {"Credentials": {"UsernamePassword": login}, "ExpiresAt": 1_647_767_134.071}
        missing = SIZES["get_cluster_session_credentials.response"] - len(encode(value))
        login["Password"] = self.text(URL_SAFE, missing)
        return value

    def token(self) -> dict:
        value = {
            "id": self.text(HEX, 25),
            "credentials": {"token": ""},
            "expiresAt": "2026-05-20T18:52:14Z",
        }
        missing = SIZES["get_managed_endpoint_session_credentials.response"] - len(encode(value))
        value["credentials"]["token"] = self.text(URL_SAFE, missing)
        return value

    def clusters(self) -> dict:
        clusters = [self.cluster(number) for number in range(CLUSTERS)]
        value = {"Clusters": clusters, "Marker": self.text(ALPHANUMERIC, 120)}
        # The size is made up by what failed clusters say; the marker takes what is left over.
        missing = SIZES["list_clusters.response"] - len(encode(value))
        reasons = [c["Status"]["StateChangeReason"] for c in clusters]
        failures = [r for r in reasons if r.get("Code") == "BOOTSTRAP_FAILURE"]
        for reason in failures:
            reason["Message"] += self.text(ALPHANUMERIC, missing // len(failures))
        value["Marker"] += self.text(ALPHANUMERIC, missing % len(failures))
        return value

    def cluster(self, number: int) -> dict:
        key = "j-" + self.text(UPPER, 13)
        state = self.random.choice(
            ["STARTING", "RUNNING", "WAITING", "TERMINATING", "TERMINATED", "TERMINATED_WITH_ERRORS"]
        )
        # Some names aren't ASCII, and some messages have escapes.
        name = f"étude-{number}-été" if self.random.random() < 1 / 16 else (
            f"report-{self.text(ALPHANUMERIC, 8)}-{number}"
        )
        reason = {
            "WAITING": {"Message": "Cluster ready to run steps."},
            "TERMINATED": {"Code": "ALL_STEPS_COMPLETED", "Message": "Steps completed"},
            "TERMINATED_WITH_ERRORS": {
                "Code": "BOOTSTRAP_FAILURE",
                "Message": f'Action "{number % 3}" failed on i-{self.text(HEX, 17)}\n'
                f"logs: s3://example-logs/{key}/",
            },
        }.get(state, {})
        created = self.time()
        timeline = {"CreationDateTime": created}
        if state != "STARTING":
            timeline["ReadyDateTime"] = round(created + self.random.uniform(60, 600), 3)
        if state.startswith("TERMINATED"):
            timeline["EndDateTime"] = round(created + self.random.uniform(1_000, 90_000), 3)
        return {
            "Id": key,
            "Name": name,
            "Status": {"State": state, "StateChangeReason": reason, "Timeline": timeline},
            "NormalizedInstanceHours": self.random.randrange(200_000),
            "ClusterArn": f"arn:aws:elasticmapreduce:us-east-1:123456789012:cluster/{key}",
        }


def encode(value: dict) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def write(folder: Path) -> str:
    """Writes all payloads, and returns the SHA-256 of them together."""
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    for name, value in Payloads(SEED).all().items():
        body = encode(value)
        assert len(body) == SIZES.get(name, len(body)), name
        (folder / f"{name}.json").write_bytes(body)
        digest.update(body)
    return digest.hexdigest()


if __name__ == "__main__":
    print(write(Path(__file__).resolve().parents[1] / "target" / "payloads"))
