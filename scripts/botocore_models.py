"""What scripts/botocore_models.sh calls: Smithy models of botocore's descriptions of services.

The models have what code depends on: shapes, names on the wire, bindings, constraints, errors,
events, pages, waiters and endpoint rules. AWS makes botocore's descriptions of its own Smithy
models, so these come near to them."""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from botocore.loaders import Loader

# Services whose descriptions aren't Smithy, each with the reason.
TWO_NAMES = "two shapes have the same name but for case"
OLD_RULES = "the endpoint rules pass on a region that may be missing"
LAST_ITEM = "a paginator takes the last item of a list"
NOT_SMITHY = {
    "apigateway": "a label and a member of the body have one name",
    "budgets": "a paginator goes through a structure",
    "health": TWO_NAMES,
    "importexport": OLD_RULES,
    "kinesis": LAST_ITEM,
    "rds": "a paginator goes through a text",
    "s3": "operations differ in their queries, which botocore leaves out",
    "sdb": OLD_RULES,
    "sns": TWO_NAMES,
    "sts": TWO_NAMES,
}

PROTOCOLS = {
    "ec2": "aws.protocols#ec2Query",
    "json": "aws.protocols#awsJson1_{version}",
    "query": "aws.protocols#awsQuery",
    "rest-json": "aws.protocols#restJson1",
    "rest-xml": "aws.protocols#restXml",
    "smithy-rpc-v2-cbor": "smithy.protocols#rpcv2Cbor",
}
FORMATS = {"iso8601": "date-time", "rfc822": "http-date", "unixTimestamp": "epoch-seconds"}
SIMPLE = {"bigdecimal": "bigDecimal", "biginteger": "bigInteger", "character": "string"}
# Traits of members that have no value.
FLAGS = {
    "eventheader": "smithy.api#eventHeader",
    "eventpayload": "smithy.api#eventPayload",
    "flattened": "smithy.api#xmlFlattened",
    "hostLabel": "smithy.api#hostLabel",
    "idempotencyToken": "smithy.api#idempotencyToken",
    "xmlAttribute": "smithy.api#xmlAttribute",
}
XML = ("ec2", "query", "rest-xml")


class Service:
    """A service's description, on its way to a model."""

    def __init__(self, loader, name):
        self.description = loader.load_service_model(name, "service-2")
        self.metadata = self.description["metadata"]
        self.protocol = self.metadata["protocol"]
        self.namespace = "com.amazonaws.s" + re.sub("[^a-z0-9]", "", name)
        self.shapes = {}
        self.others = {
            kind: part(loader, name, kind)
            for kind in ("paginators-1", "waiters-2", "endpoint-rule-set-1")
        }

    def model(self):
        described = self.description["shapes"]
        members = [m for shape in described.values() for m in shape.get("members", {}).values()]
        streams = {member["shape"] for member in members if member.get("streaming")}
        operations = self.description["operations"].values()
        errors = {error["shape"] for it in operations for error in it.get("errors", [])}
        for name, shape in described.items():
            self.shapes[self.id(name)] = self.shape(name, shape, name in errors)
            if name in streams:
                self.shapes[self.id(name)]["traits"]["smithy.api#streaming"] = {}
        targets = [self.operation(name, it) for name, it in self.description["operations"].items()]
        self.shapes[self.id(self.free(re.sub(r"\W", "", self.metadata["serviceId"])))] = {
            "type": "service",
            "version": self.metadata["apiVersion"],
            "operations": targets,
            "traits": self.service_traits(),
        }
        return {"smithy": "2.0", "shapes": self.shapes}

    def id(self, name):
        return f"{self.namespace}#{name}"

    def free(self, name):
        """A name that no shape has yet, whatever its case."""
        name = f"S{name}" if name[0].isdigit() else name
        taken = {id.lower() for id in self.shapes}
        while self.id(name).lower() in taken:
            name += "Operation"
        return name

    def target(self, reference):
        return {"target": self.id(reference["shape"]) if reference else "smithy.api#Unit"}

    def member(self, reference, traits):
        return {**self.target(reference), **({"traits": traits} if traits else {})}

    def shape(self, name, shape, is_error):
        traits = common_traits(shape)
        kind = shape["type"]
        if kind == "structure":
            return self.structure(shape, traits, is_error)
        if kind == "list":
            traits |= bounds(shape, "smithy.api#length")
            item = self.xml_name(shape["member"])
            return {"type": kind, "member": self.member(shape["member"], item), "traits": traits}
        if kind == "map":
            key, value = (
                self.member(shape[part], self.xml_name(shape[part])) for part in ("key", "value")
            )
            return {"type": kind, "key": key, "value": value, "traits": traits}
        if "enum" in shape:
            return {"type": "enum", "members": enum_members(shape["enum"]), "traits": traits}
        if kind in ("string", "blob"):
            traits |= bounds(shape, "smithy.api#length")
        elif kind not in ("boolean", "timestamp"):
            traits |= bounds(shape, "smithy.api#range")
        if "pattern" in shape:
            traits["smithy.api#pattern"] = shape["pattern"]
        if shape.get("requiresLength"):
            traits["smithy.api#requiresLength"] = {}
        return {"type": SIMPLE.get(kind, kind), "traits": traits}

    def structure(self, shape, traits, is_error):
        if shape.get("document"):
            return {"type": "document", "traits": traits}
        is_union = bool(shape.get("union") or shape.get("eventstream"))
        if shape.get("eventstream"):
            traits["smithy.api#streaming"] = {}
        if is_error or shape.get("exception"):
            traits |= self.error_traits(shape)
        if "xmlNamespace" in shape:
            traits["smithy.api#xmlNamespace"] = xml_namespace(shape["xmlNamespace"])
        required = [] if is_union else shape.get("required", [])
        members = {}
        for name, member in shape["members"].items():
            own = self.member_traits(name, member)
            if name in required:
                own["smithy.api#required"] = {}
            if shape.get("payload") == name:
                own["smithy.api#httpPayload"] = {}
            members[name] = self.member(member, own)
        return {"type": "union" if is_union else "structure", "members": members, "traits": traits}

    def error_traits(self, shape):
        error = shape.get("error", {})
        status = error.get("httpStatusCode", 400)
        is_server = shape.get("fault") or status >= 500
        traits = {"smithy.api#error": "server" if is_server else "client"}
        if "httpStatusCode" in error:
            traits["smithy.api#httpError"] = status
        if "code" in error and self.protocol == "query":
            query = {"code": error["code"], "httpResponseCode": status}
            traits["aws.protocols#awsQueryError"] = query
        if "retryable" in shape:
            is_throttling = shape["retryable"].get("throttling", False)
            traits["smithy.api#retryable"] = {"throttling": is_throttling}
        return traits

    def xml_name(self, reference):
        name = reference.get("locationName")
        return {"smithy.api#xmlName": name} if name and self.protocol in XML else {}

    def member_traits(self, name, member):
        traits = common_traits(member)
        traits |= {trait: {} for flag, trait in FLAGS.items() if member.get(flag)}
        other = member.get("locationName", name)
        target = self.description["shapes"][member["shape"]]
        match member.get("location"):
            case "uri":
                traits["smithy.api#httpLabel"] = {}
            case "querystring" if target["type"] == "map":
                traits["smithy.api#httpQueryParams"] = {}
            case "querystring":
                traits["smithy.api#httpQuery"] = other
            case "header":
                traits["smithy.api#httpHeader"] = other
            case "headers":
                traits["smithy.api#httpPrefixHeaders"] = member.get("locationName", "")
            case "statusCode":
                traits["smithy.api#httpResponseCode"] = {}
            case _ if target.get("flattened") and self.protocol in XML:
                traits["smithy.api#xmlFlattened"] = {}
                traits |= self.xml_name(target.get("member", {})) | self.xml_name(member)
            case _ if other != name and self.protocol in XML:
                traits["smithy.api#xmlName"] = other
            case _ if other != name and self.protocol == "rest-json":
                traits["smithy.api#jsonName"] = other
        if self.protocol == "ec2" and "queryName" in member:
            traits["aws.protocols#ec2QueryName"] = member["queryName"]
        if "xmlNamespace" in member:
            traits["smithy.api#xmlNamespace"] = xml_namespace(member["xmlNamespace"])
        if "contextParam" in member:
            traits["smithy.rules#contextParam"] = {"name": member["contextParam"]["name"]}
        return traits

    def operation(self, name, operation):
        traits = common_traits(operation)
        if self.protocol.startswith("rest"):
            traits["smithy.api#http"] = self.http(operation)
        prefix = operation.get("endpoint", {}).get("hostPrefix")
        if prefix:
            traits["smithy.api#endpoint"] = {"hostPrefix": prefix}
        if operation.get("authtype") == "none":
            traits["smithy.api#auth"] = []
        for key, trait in (
            ("staticContextParams", "smithy.rules#staticContextParams"),
            ("operationContextParams", "smithy.rules#operationContextParams"),
            ("httpChecksum", "aws.protocols#httpChecksum"),
            ("requestcompression", "smithy.api#requestCompression"),
        ):
            if key in operation:
                traits[trait] = operation[key]
        if operation.get("httpChecksumRequired") and "httpChecksum" not in operation:
            traits["smithy.api#httpChecksumRequired"] = {}
        traits |= self.waiters(name) | self.pages(name)
        id = self.id(self.free(name))
        self.shapes[id] = {
            "type": "operation",
            "input": self.target(operation.get("input")),
            "output": self.target(operation.get("output")),
            "errors": [self.target(error) for error in operation.get("errors", [])],
            "traits": traits,
        }
        self.name_input(operation.get("input", {}))
        return {"target": id}

    def name_input(self, reference):
        """The root element of a request is named where the input is referred to."""
        if reference.get("locationName") and self.protocol in XML:
            traits = self.shapes[self.id(reference["shape"])]["traits"]
            traits["smithy.api#xmlName"] = reference["locationName"]
            if "xmlNamespace" in reference:
                traits["smithy.api#xmlNamespace"] = xml_namespace(reference["xmlNamespace"])

    def http(self, operation):
        http = operation["http"]
        uri = http["requestUri"].split("#")[0]
        input = self.description["shapes"].get(operation.get("input", {}).get("shape"), {})
        for name, member in input.get("members", {}).items():
            if member.get("location") == "uri":
                label = re.escape(member.get("locationName", name))
                uri = re.sub(rf"{{{label}(\+?)}}", rf"{{{name}\1}}", uri)
        return {"method": http["method"], "uri": uri, "code": http.get("responseCode", 200)}

    def pages(self, operation):
        pages = self.others["paginators-1"].get("pagination", {}).get(operation, {})
        tokens = [pages.get("input_token"), pages.get("output_token")]
        # Several tokens, or expressions for them, are botocore's own.
        if not all(isinstance(token, str) and "||" not in token for token in tokens):
            return {}
        trait = dict(zip(("inputToken", "outputToken"), tokens))
        if "limit_key" in pages:
            trait["pageSize"] = pages["limit_key"]
        if isinstance(pages.get("result_key"), str):
            trait["items"] = pages["result_key"]
        return {"smithy.api#paginated": trait}

    def waiters(self, operation):
        waiters = self.others["waiters-2"].get("waiters", {}).items()
        trait = {name: waiter(it) for name, it in waiters if it["operation"] == operation}
        return {"smithy.waiters#waitable": trait} if trait else {}

    def service_traits(self):
        metadata = self.metadata
        version = metadata.get("jsonVersion", "1.0").split(".")[-1]
        settings = {}
        if "h2" in metadata.get("protocolSettings", {}):
            settings = {"http": ["h2", "http/1.1"], "eventStreamHttp": ["h2"]}
        sdk = {"sdkId": metadata["serviceId"], "endpointPrefix": metadata["endpointPrefix"]}
        name = {"name": metadata.get("signingName", metadata["endpointPrefix"])}
        traits = {
            PROTOCOLS[self.protocol].format(version=version): settings,
            "aws.api#service": sdk,
        }
        for auth in metadata.get("auth", ["aws.auth#sigv4"]):
            if auth.startswith("aws.auth#sigv4"):
                traits[auth] = name
            elif auth == "smithy.api#httpBearerAuth":
                traits[auth] = {}
        if "awsQueryCompatible" in metadata:
            traits["aws.protocols#awsQueryCompatible"] = {}
        if "xmlNamespace" in metadata:
            traits["smithy.api#xmlNamespace"] = {"uri": metadata["xmlNamespace"]}
        if "clientContextParams" in self.description:
            traits["smithy.rules#clientContextParams"] = self.description["clientContextParams"]
        if self.others["endpoint-rule-set-1"]:
            traits["smithy.rules#endpointRuleSet"] = self.others["endpoint-rule-set-1"]
        return traits | common_traits(self.description)


def part(loader, service, kind):
    """A part of a service's description that may be missing."""
    services = loader.list_available_services(kind)
    return loader.load_service_model(service, kind) if service in services else {}


def common_traits(described):
    traits = {}
    if "documentation" in described:
        traits["smithy.api#documentation"] = described["documentation"]
    if "timestampFormat" in described:
        traits["smithy.api#timestampFormat"] = FORMATS[described["timestampFormat"]]
    for flag in ("deprecated", "sensitive"):
        if described.get(flag):
            traits[f"smithy.api#{flag}"] = {}
    return traits


def bounds(shape, trait):
    found = {bound: shape[bound] for bound in ("min", "max") if bound in shape}
    return {trait: found} if found else {}


def xml_namespace(namespace):
    return {"uri": namespace} if isinstance(namespace, str) else dict(namespace)


def enum_members(values):
    members = {}
    for value in dict.fromkeys(values):
        name = re.sub(r"\W", "_", value, flags=re.ASCII) or "EMPTY"
        if not re.match("_*[A-Za-z]", name):
            name = f"V{name}"
        while name.lower() in (known.lower() for known in members):
            name += "_"
        traits = {"smithy.api#enumValue": value}
        members[name] = {"target": "smithy.api#Unit", "traits": traits}
    return members


COMPARATORS = {
    "path": "stringEquals",
    "pathAll": "allStringEquals",
    "pathAny": "anyStringEquals",
}


def waiter(described):
    acceptors = []
    for acceptor in described["acceptors"]:
        matched = matcher(acceptor)
        if matched:
            acceptors.append({"state": acceptor["state"], "matcher": matched})
    delay = described["delay"]
    return {"acceptors": acceptors, "minDelay": delay, "maxDelay": max(120, delay)}


def matcher(acceptor):
    kind, expected = acceptor["matcher"], acceptor["expected"]
    if kind == "status":
        return {"success": expected < 300}
    if kind == "error":
        is_flag = isinstance(expected, bool)
        return {"success": not expected} if is_flag else {"errorType": expected}
    comparator = COMPARATORS[kind]
    if isinstance(expected, bool):
        if kind != "path":
            return None
        comparator, expected = "booleanEquals", str(expected).lower()
    if not isinstance(expected, str):
        return None
    output = {"path": acceptor["argument"], "expected": expected, "comparator": comparator}
    return {"output": output}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tinsmith", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("names", nargs="*", help="the beginnings of services' names")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    loader = Loader()
    names = loader.list_available_services("service-2")
    if options.names:
        names = [name for name in names if name.startswith(tuple(options.names))]
    failed, generated = [], 0
    for name in names:
        file = options.out / f"{name}.json"
        file.write_text(json.dumps(Service(loader, name).model(), indent=1))
        if name in NOT_SMITHY:
            print(f"left out {name}: {NOT_SMITHY[name]}")
            continue
        with tempfile.TemporaryDirectory() as out:
            command = [options.tinsmith, "generate", "--quiet", "--model", file, "--out", out]
            command += ["--module", "service", "--client", "--server", "--serde"]
            done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode == 0:
            generated += 1
            continue
        problems = [line for line in done.stderr.splitlines() if line.startswith("error")]
        print(f"FAILED {name}: {'; '.join(problems[:5])}", flush=True)
        failed.append(name)
    print(f"{generated} generated, {len(failed)} failed")
    return 1 if failed or not generated else 0


if __name__ == "__main__":
    sys.exit(main())
