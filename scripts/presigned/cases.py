"""The services and operations that are presigned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Service:
    """A service: botocore's name, its model below the shared folder, the service's shape."""

    name: str
    file: str
    id: str
    operations: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """An operation with its parameters, in the order of the model's members."""

    service: str
    operation: str
    parameters: dict[str, Any]
    # What the program asks for; botocore is asked for the method of the result.
    method: str | None = None
    # Whether the body stays a body, which botocore moves into the query.
    keeps_body: bool = False
    # What the model has in the query and botocore's doesn't.
    query: str = ""


SERVICES = (
    Service(
        "s3",
        "models/s3-2006-03-01.json",
        "com.amazonaws.s3#AmazonS3",
        ("GetObject", "PutObject", "UploadPart", "HeadObject", "DeleteObject"),
    ),
    Service(
        "sts",
        "models/sts-2011-06-15.json",
        "com.amazonaws.sts#AWSSecurityTokenServiceV20110615",
        ("GetCallerIdentity", "AssumeRole"),
    ),
    Service("sqs", "models/sqs-2012-11-05.json", "com.amazonaws.sqs#AmazonSQS", ("SendMessage",)),
    Service(
        "polly",
        "more-models/polly-2016-06-10.json",
        "com.amazonaws.polly#Parrot_v1",
        ("SynthesizeSpeech",),
    ),
    Service(
        "emr",
        "models/emr-2009-03-31.json",
        "com.amazonaws.emr#ElasticMapReduce",
        ("GetStudioSessionMapping",),
    ),
)

KEYS = (
    "k",
    "a/b c+d",
    "//a//b/",
    "/a",
    "../a/./../b",
    ".",
    "..",
    "\u00e4\u6f22\U0001f642",
    "%2F%",
    "?a=b&c#d",
    "~!*'()=@:,;$[]^`{|}\\\"<>",
    "a//",
)


def s3(operation: str, parameters: dict[str, Any]) -> Case:
    has_id = operation != "HeadObject"
    return Case("s3", operation, parameters, query=f"x-id={operation}" if has_id else "")


def cases() -> list[Case]:
    every = []
    for key in KEYS:
        place = {"Bucket": "bucket", "Key": key}
        every += [
            s3("GetObject", place),
            s3("GetObject", {**place, "ResponseContentType": "a/b c", "VersionId": "v+1"}),
            s3("GetObject", {**place, "Range": "bytes=0-9", "ExpectedBucketOwner": "1"}),
            s3("HeadObject", place),
            s3("DeleteObject", place),
            s3("PutObject", place),
            s3(
                "PutObject",
                {
                    "ACL": "public-read",
                    **place,
                    "ContentType": "text/plain",
                    "ContentLength": 7,
                    "Metadata": {"a": "b  c", "z": "1"},
                    "Tagging": "a=b&c=d",
                },
            ),
            s3("UploadPart", {**place, "PartNumber": 3, "UploadId": "a/b+c="}),
        ]
    role = {"RoleArn": "arn:aws:iam::123456789012:role/a+b", "RoleSessionName": "me@x"}
    speech = {
        "LexiconNames": ["one", "two"],
        "OutputFormat": "mp3",
        "SampleRate": "8000",
        "Text": "a b+\u00e4&=?/",
        "VoiceId": "Joanna",
    }
    message = {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/1/q", "MessageBody": "a b\u00e4"}
    mapping = {"StudioId": "es-1", "IdentityId": "a b", "IdentityType": "USER"}
    every += [
        Case("sts", "GetCallerIdentity", {}),
        Case("sts", "GetCallerIdentity", {}, method="POST"),
        Case("sts", "AssumeRole", role),
        Case("polly", "SynthesizeSpeech", speech, method="GET"),
        Case("polly", "SynthesizeSpeech", speech, keeps_body=True),
        Case("sqs", "SendMessage", message, method="GET"),
        Case("sqs", "SendMessage", message, keeps_body=True),
        Case("emr", "GetStudioSessionMapping", mapping, method="GET"),
        Case("emr", "GetStudioSessionMapping", mapping, keeps_body=True),
    ]
    return every
