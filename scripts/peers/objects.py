"""boto3 and the AWS CLI against the `fake_s3` example: every byte that goes in comes back."""

import hashlib
import io
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

from .command_line import Cli

BUCKET = "objects"
PART = 5 << 20
KEYS = ["plain.txt", "a/b c+d", "//a//b/", "\u00e4%2F~*'()!", "dots/../x", "?a=b&c#d"]
ALGORITHMS = ["CRC32", "SHA1", "SHA256"]


def data(length):
    """Bytes that differ from place to place."""
    block = b"".join(hashlib.sha512(str(number).encode()).digest() for number in range(1000))
    return (block * (length // len(block) + 1))[:length]


class OnceOnly(io.RawIOBase):
    """A stream that can't be read again."""

    def __init__(self, content):
        super().__init__()
        self.content = io.BytesIO(content)

    def readable(self):
        return True

    def readinto(self, buffer):
        return self.content.readinto(buffer)


def client(fake, **settings):
    """boto3's client of the fake, in path style, whatever this machine has configured."""
    session = boto3.Session(
        aws_access_key_id=fake.access_key_id,
        aws_secret_access_key=fake.secret_access_key,
        region_name="us-east-1",
    )
    settings.setdefault("retries", {"total_max_attempts": 1})
    config = Config(s3={"addressing_style": "path"}, **settings)
    return session.client("s3", endpoint_url=fake.url, config=config)


def check(checks, fake, folder):
    """All parts, each with what the ones before have stored."""
    s3 = client(fake)
    s3.create_bucket(Bucket=BUCKET)
    objects(checks, s3)
    checksums(checks, s3)
    older(checks, fake)
    large(checks, s3, folder)
    links(checks, s3)
    refusals(checks, s3)
    cli(checks, fake, folder)


def objects(checks, s3):
    checks.begin("boto3, objects")
    for key in KEYS:
        s3.put_object(
            Bucket=BUCKET,
            Key=key,
            Body=key.encode(),
            ContentType="text/x",
            Metadata={"name": "a value"},
        )
        got = s3.get_object(Bucket=BUCKET, Key=key)
        checks.equal(f"{key!r} comes back", got["Body"].read(), key.encode())
        head = s3.head_object(Bucket=BUCKET, Key=key)
        checks.equal("its media type", head["ContentType"], "text/x")
        checks.equal("its metadata", head["Metadata"], {"name": "a value"})
        checks.equal("its entity tag", head["ETag"], got["ETag"])
    pages = s3.get_paginator("list_objects_v2").paginate(
        Bucket=BUCKET, PaginationConfig={"PageSize": 2}
    )
    listed = [entry["Key"] for page in pages for entry in page.get("Contents", [])]
    checks.equal("all keys are listed, by two", listed, sorted(KEYS))
    for length in (0, 1, 100_000, 3_000_000):
        s3.put_object(Bucket=BUCKET, Key="bytes", Body=data(length))
        got = s3.get_object(Bucket=BUCKET, Key="bytes")
        checks.that(f"{length} bytes", got["Body"].read() == data(length))
    got = s3.get_object(Bucket=BUCKET, Key="bytes", Range="bytes=1000-1999")
    checks.that("a range", got["Body"].read() == data(2000)[1000:])
    checks.equal("its place", got["ContentRange"], "bytes 1000-1999/3000000")


def checksums(checks, s3):
    checks.begin("boto3, checksums")
    for algorithm in ALGORITHMS:
        s3.put_object(
            Bucket=BUCKET, Key=algorithm, Body=data(70_000), ChecksumAlgorithm=algorithm
        )
        got = s3.get_object(Bucket=BUCKET, Key=algorithm)["Body"].read()
        checks.that(f"a body with {algorithm}", got == data(70_000), len(got))
    wrong = {"ChecksumSHA256": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}
    checks.refused(
        "a wrong checksum",
        lambda: s3.put_object(Bucket=BUCKET, Key="wrong", Body=b"abc", **wrong),
        "BadDigest",
        400,
    )


def older(checks, fake):
    """Bodies whose chunks are signed, as boto3 sends them without a checksum."""
    checks.begin("boto3, without checksums")
    s3 = client(fake, request_checksum_calculation="when_required")
    s3.put_object(Bucket=BUCKET, Key="older", Body=data(50_000))
    got = s3.get_object(Bucket=BUCKET, Key="older")["Body"].read()
    checks.that("a body comes back", got == data(50_000), len(got))


def large(checks, s3, folder):
    checks.begin("boto3, large objects")
    length = 3 * PART + 12_345
    before, after = folder / "large", folder / "copy"
    before.write_bytes(data(length))
    config = TransferConfig(multipart_threshold=PART, multipart_chunksize=PART)
    s3.upload_file(str(before), BUCKET, "large", Config=config)
    s3.download_file(BUCKET, "large", str(after), Config=config)
    checks.that("a file comes back", after.read_bytes() == data(length))
    s3.upload_fileobj(OnceOnly(data(length)), BUCKET, "stream", Config=config)
    got = s3.get_object(Bucket=BUCKET, Key="stream")["Body"].read()
    checks.that("a stream comes back", got == data(length), len(got))
    upload = s3.create_multipart_upload(Bucket=BUCKET, Key="given-up")["UploadId"]
    part = {"Bucket": BUCKET, "Key": "given-up", "UploadId": upload}
    s3.upload_part(PartNumber=1, Body=b"abc", **part)
    parts = s3.list_parts(**part)["Parts"]
    checks.equal("its part is listed", [(it["PartNumber"], it["Size"]) for it in parts], [(1, 3)])
    s3.abort_multipart_upload(**part)
    try:
        s3.list_parts(**part)
        checks.that("an upload that was given up", False)
    except s3.exceptions.NoSuchUpload:
        checks.that("an upload that was given up", True)


def links(checks, s3):
    checks.begin("boto3, links")
    for key in KEYS:
        link = s3.generate_presigned_url("get_object", {"Bucket": BUCKET, "Key": key})
        with urllib.request.urlopen(link) as answer:
            checks.equal(f"a link for {key!r}", answer.read(), key.encode())


def refusals(checks, s3):
    checks.begin("boto3, refusals")
    missing = {"Bucket": BUCKET, "Key": "nothing"}
    try:
        s3.get_object(**missing)
        checks.that("GET of nothing", False)
    except s3.exceptions.NoSuchKey:
        checks.that("GET of nothing", True)
    try:
        s3.head_object(**missing)
        checks.that("HEAD of nothing", False)
    except ClientError as error:
        checks.equal("HEAD of nothing", error.response["Error"]["Code"], "404")
    s3.delete_object(Bucket=BUCKET, Key=KEYS[0])
    try:
        s3.get_object(Bucket=BUCKET, Key=KEYS[0])
        checks.that("GET of what was deleted", False)
    except s3.exceptions.NoSuchKey:
        checks.that("GET of what was deleted", True)


def cli(checks, fake, folder):
    checks.begin("aws s3")
    aws = Cli(fake, folder)
    before, after = folder / "large", folder / "from-cli"
    status, _, problem = aws.run("s3", "cp", str(before), f"s3://{BUCKET}/cli/large")
    checks.equal("cp to the bucket", (status, problem), (0, ""))
    status, _, problem = aws.run("s3", "cp", f"s3://{BUCKET}/cli/large", str(after))
    checks.equal("cp from the bucket", (status, problem), (0, ""))
    checks.that("the file is the same", after.read_bytes() == before.read_bytes())
    status, listed, problem = aws.run("s3", "ls", f"s3://{BUCKET}/cli/large")
    checks.equal("ls", (status, problem), (0, ""))
    checks.contains("ls shows the size", listed, str(before.stat().st_size))
    status, _, problem = aws.run("s3", "rm", f"s3://{BUCKET}/cli/large")
    checks.equal("rm", (status, problem), (0, ""))
    status, listed, _ = aws.run("s3", "ls", f"s3://{BUCKET}/cli/large")
    checks.equal("nothing is left", (status, listed), (1, ""))
