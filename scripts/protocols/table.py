"""The operations that are compared, and the models that they come from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

Shape = dict[str, Any]


@dataclass(frozen=True)
class Service:
    """A service: botocore's name for it, its model below the shared folder, and operations."""

    name: str
    file: str
    id: str
    protocol: str  # botocore's name
    operations: tuple[str, ...]
    # The protocol of a copy of the model, where the published one lacks what botocore's has.
    trait: str | None = None

    @property
    def module(self) -> str:
        """The module of the generated crate."""
        return self.name if self.trait is None else f"{self.name}_in_{self.trait.lower()}"


SERVICES = (
    Service(
        "sts",
        "more-models/2026/sts.json",
        "com.amazonaws.sts#AWSSecurityTokenServiceV20110615",
        "query",
        ("AssumeRole",),
    ),
    Service(
        "sns",
        "more-models/sns-2010-03-31.json",
        "com.amazonaws.sns#AmazonSimpleNotificationService",
        "query",
        ("Publish", "CreateTopic", "PublishBatch"),
    ),
    Service(
        "iam",
        "more-models/iam-2010-05-08.json",
        "com.amazonaws.iam#AWSIdentityManagementV20100508",
        "query",
        ("ListRoles", "CreateRole", "ListUsers"),
    ),
    Service(
        "cloudwatch",
        "more-models/cloudwatch-2010-08-01.json",
        "com.amazonaws.cloudwatch#GraniteServiceVersion20100801",
        "query",
        ("GetMetricData", "PutMetricData"),
    ),
    Service(
        "ec2",
        "more-models/2026/ec2.json",
        "com.amazonaws.ec2#AmazonEC2",
        "ec2",
        ("DescribeInstances", "RunInstances"),
    ),
    Service(
        "s3",
        "more-models/2026/s3.json",
        "com.amazonaws.s3#AmazonS3",
        "rest-xml",
        (
            "ListObjectsV2",
            "CompleteMultipartUpload",
            "PutBucketLifecycleConfiguration",
            "PutBucketTagging",
        ),
    ),
    Service(
        "route53",
        "more-models/route-53-2013-04-01.json",
        "com.amazonaws.route53#AWSDnsV20130401",
        "rest-xml",
        ("ChangeResourceRecordSets", "ListResourceRecordSets"),
    ),
)

# Services that only botocore's clients are tried with, over sockets.
SERVED = (
    Service(
        "cloudwatch",
        "more-models/cloudwatch-2010-08-01.json",
        "com.amazonaws.cloudwatch#GraniteServiceVersion20100801",
        "smithy-rpc-v2-cbor",
        ("GetMetricData", "PutMetricData"),
        trait="rpcv2Cbor",
    ),
)


class Model:
    """The shapes of a service's model, by id."""

    def __init__(self, service: Service, path: Path) -> None:
        self.service = service
        self.path = path

    @cached_property
    def shapes(self) -> dict[str, Shape]:
        text = self.path.read_text()
        if self.service.trait is not None:
            # Two models in one crate can't share ids.
            text = text.replace(f'"{self.service.id.split("#")[0]}#', f'"{self.namespace}#')
        shapes: dict[str, Shape] = json.loads(text)["shapes"]
        if self.service.trait is not None:
            traits = shapes[self.id]["traits"]
            for name in [name for name in traits if name.startswith("aws.protocols#")]:
                del traits[name]
            traits[f"smithy.protocols#{self.service.trait}"] = {}
        return shapes

    @property
    def namespace(self) -> str:
        namespace = self.service.id.split("#")[0]
        return namespace if self.service.trait is None else f"{namespace}.{self.service.trait}"

    @property
    def id(self) -> str:
        return f"{self.namespace}#{self.service.id.split('#')[1]}"

    @cache  # noqa: B019 (there are seven)
    def shape(self, target: str) -> Shape:
        """A shape; those of the prelude are named only."""
        if target in self.shapes:
            return self.shapes[target]
        name = target.removeprefix("smithy.api#").removeprefix("Primitive")
        return {"type": name.lower(), "members": {}}

    def operation(self, name: str) -> Shape:
        return self.shapes[f"{self.namespace}#{name}"]

    def errors(self, operation: str) -> list[str]:
        """The ids of the operation's errors and of the service's."""
        of_operation = self.operation(operation).get("errors", [])
        of_service = self.shapes[self.id].get("errors", [])
        return [error["target"] for error in [*of_operation, *of_service]]


def variant(error: str) -> str:
    """The variant of the generated `Error` for a shape id."""
    name = error.split("#")[1]
    own = ("InvalidInput", "InvalidResponse", "Unmodeled")
    return f"{name}Error" if name in own else name
