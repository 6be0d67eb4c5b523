"""Makes the payloads in XML, forms and CBOR: the same bytes from the same seed. All of it is made up.

Answers of S3 come in one line. Those of services that speak the query protocol are indented.
"""

import hashlib
import json
import struct
from pathlib import Path

from .payloads import ALPHANUMERIC, HEX, UPPER, URL_SAFE, Payloads

SEED = 20261127
KEYS = 1_000
USERS = 100
RESULTS = 5
VALUES = 500
ACCOUNT = "123456789012"


class FormatPayloads(Payloads):
    def all(self) -> dict[str, bytes]:
        return {
            "list_objects_v2.response.xml": self.objects().encode(),
            "list_users.response.xml": self.users().encode(),
            "assume_role.response.xml": self.role().encode(),
            "get_metric_data.response.cbor": cbor(self.results()),
            "publish.request.json": as_json(self.message()),
            "change_resource_record_sets.request.json": as_json(self.changes()),
            "put_metric_data.request.cbor": cbor(self.data()),
        }

    def date(self, milliseconds: bool) -> str:
        r = self.random.randrange
        text = f"202{r(6)}-{r(1, 13):02}-{r(1, 29):02}T{r(24):02}:{r(60):02}:{r(60):02}"
        return f"{text}.{r(1000):03}Z" if milliseconds else f"{text}Z"

    def objects(self) -> str:
        classes = ["STANDARD", "STANDARD", "STANDARD", "STANDARD_IA", "GLACIER", "INTELLIGENT_TIERING"]
        contents = "".join(self.object(number, classes) for number in range(KEYS))
        token = self.text(ALPHANUMERIC, 64)
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
            "<Name>example-data-lake</Name><Prefix>warehouse/</Prefix>"
            f"<NextContinuationToken>{token}</NextContinuationToken>"
            f"<KeyCount>{KEYS}</KeyCount><MaxKeys>{KEYS}</MaxKeys><IsTruncated>true</IsTruncated>"
            f"{contents}</ListBucketResult>"
        )

    def object(self, number: int, classes: list[str]) -> str:
        # One key in sixteen isn't ASCII, and one in sixteen has an ampersand.
        name = self.random.choice(["part"] * 14 + ["données", "q&amp;a"])
        key = f"warehouse/day={number // 40:03}/{name}-{number:05}-{self.text(HEX, 12)}.parquet"
        return (
            f"<Contents><Key>{key}</Key><LastModified>{self.date(True)}</LastModified>"
            f"<ETag>&quot;{self.text(HEX, 32)}&quot;</ETag>"
            "<ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType>"
            f"<Size>{self.random.randrange(200_000_000)}</Size>"
            f"<StorageClass>{self.random.choice(classes)}</StorageClass></Contents>"
        )

    def users(self) -> str:
        members = "".join(self.user(number) for number in range(USERS))
        return (
            '<ListUsersResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">\n'
            "  <ListUsersResult>\n    <IsTruncated>true</IsTruncated>\n"
            f"    <Marker>{self.text(ALPHANUMERIC, 88)}</Marker>\n"
            f"    <Users>\n{members}    </Users>\n  </ListUsersResult>\n"
            f"{self.metadata()}</ListUsersResponse>\n"
        )

    def user(self, number: int) -> str:
        name = f"{self.random.choice(['dev', 'ops', 'build'])}-{number:03}"
        path = self.random.choice(["/", "/teams/data/", "/teams/platform/"])
        used = self.date(False) if self.random.random() < 0.7 else None
        return "".join(
            f"{' ' * depth}{line}\n"
            for depth, line in [
                (6, "<member>"),
                (8, f"<Path>{path}</Path>"),
                (8, f"<UserName>{name}</UserName>"),
                (8, f"<UserId>AIDA{self.text(UPPER, 17)}</UserId>"),
                (8, f"<Arn>arn:aws:iam::{ACCOUNT}:user{path}{name}</Arn>"),
                (8, f"<CreateDate>{self.date(False)}</CreateDate>"),
                *([(8, f"<PasswordLastUsed>{used}</PasswordLastUsed>")] if used else []),
                (6, "</member>"),
            ]
        )

    def role(self) -> str:
        key, secret = self.text(UPPER, 16), self.text(ALPHANUMERIC, 40)
        token, role = self.text(URL_SAFE, 700), self.text(UPPER, 17)
        return (
            '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\n'
            "  <AssumeRoleResult>\n    <AssumedRoleUser>\n"
            f"      <AssumedRoleId>AROA{role}:nightly</AssumedRoleId>\n"
            f"      <Arn>arn:aws:sts::{ACCOUNT}:assumed-role/Analyst/nightly</Arn>\n"
            "    </AssumedRoleUser>\n    <Credentials>\n"
            f"      <AccessKeyId>ASIA{key}</AccessKeyId>\n"
            f"      <SecretAccessKey>{secret}</SecretAccessKey>\n"
            f"      <SessionToken>{token}</SessionToken>\n"
            f"      <Expiration>{self.date(False)}</Expiration>\n    </Credentials>\n"
            "    <PackedPolicySize>6</PackedPolicySize>\n  </AssumeRoleResult>\n"
            f"{self.metadata()}</AssumeRoleResponse>\n"
        )

    def metadata(self) -> str:
        request = "-".join(self.text(HEX, n) for n in (8, 4, 4, 4, 12))
        return (
            f"  <ResponseMetadata>\n    <RequestId>{request}</RequestId>\n  </ResponseMetadata>\n"
        )

    def results(self) -> dict:
        count = VALUES // RESULTS
        end = self.random.randrange(1_700_000_000, 1_780_000_000, 60)
        return {
            "MetricDataResults": [
                {
                    "Id": f"m{number}",
                    "Label": f"i-{self.text(HEX, 17)} CPUUtilization",
                    "Timestamps": [Time(end - 60 * minute) for minute in range(count)],
                    "Values": [self.value() for _ in range(count)],
                    "StatusCode": "Complete",
                }
                for number in range(RESULTS)
            ],
            "NextToken": self.text(ALPHANUMERIC, 64),
        }

    def value(self) -> float:
        """Some are whole, as counts are; they stay floats of eight bytes, as the service sends."""
        value = self.random.uniform(0, 100)
        return float(round(value)) if self.random.random() < 0.3 else value

    def data(self) -> dict:
        start = self.random.randrange(1_700_000_000, 1_780_000_000)
        names = {"Latency": "Milliseconds", "BytesOut": "Bytes", "Memory": "Percent", "Errors": "Count"}
        data = []
        for number in range(VALUES):
            name = self.random.choice(list(names))
            data.append(
                {
                    "MetricName": name,
                    "Dimensions": [
                        {"Name": "Service", "Value": "checkout"},
                        {"Name": "Host", "Value": f"ip-10-0-{number % 16}-{number % 250}"},
                    ],
                    "Timestamp": Time(start + number),
                    "Value": self.value(),
                    "Unit": names[name],
                    "StorageResolution": 60,
                }
            )
        return {"Namespace": "Example/Checkout", "MetricData": data}

    def message(self) -> dict:
        order = {
            "event": "order.shipped",
            "order": self.text(UPPER, 10),
            "customer": {"id": self.text(HEX, 16), "name": "Zoë Example"},
            "lines": [{"sku": self.text(UPPER, 8), "count": n} for n in range(1, 5)],
        }
        return {
            "TopicArn": f"arn:aws:sns:eu-west-1:{ACCOUNT}:orders",
            "Message": json.dumps(order, ensure_ascii=False),
            "Subject": "An order is on its way",
            "MessageAttributes": {"event": "order.shipped", "region": "eu", "version": "3"},
        }

    def changes(self) -> list[dict]:
        changes = []
        for number in range(20):
            change = {"Action": "UPSERT", "Name": f"host-{number}.example.com.", "Type": "A"}
            if number % 5 == 4:
                zone = self.text(UPPER, 14)
                change["Alias"] = [zone, f"lb-{self.text(HEX, 8)}.elb.amazonaws.com."]
            else:
                address = [f"192.0.2.{self.random.randrange(256)}" for _ in range(number % 3 + 1)]
                change["Records"] = [300, address]
            if number % 4 == 0:
                change["Weight"] = [f"set-{number}", 10 * number]
            changes.append(change)
        return changes


class Time(int):
    """Seconds since 1970."""


def cbor(value) -> bytes:
    """RFC 8949, in the shortest form, but floats have eight bytes."""
    if isinstance(value, Time):
        return head(6, 1) + cbor(int(value))
    if isinstance(value, int):
        return head(0, value)
    if isinstance(value, float):
        return struct.pack(">Bd", 0xFB, value)
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(cbor, value))
    return head(5, len(value)) + b"".join(cbor(key) + cbor(item) for key, item in value.items())


def head(major: int, number: int) -> bytes:
    if number < 24:
        return bytes([major << 5 | number])
    size = next(size for size in range(4) if number < 1 << (8 << size))
    return bytes([major << 5 | 24 + size]) + number.to_bytes(1 << size)


def as_json(value) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def write(folder: Path) -> tuple[str, dict[str, int]]:
    """Writes all payloads, and returns the SHA-256 of them together, and their sizes."""
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    payloads = FormatPayloads(SEED).all()
    for name, body in payloads.items():
        (folder / name).write_bytes(body)
        digest.update(body)
    return digest.hexdigest(), {name: len(body) for name, body in payloads.items()}
