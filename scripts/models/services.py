"""Random services: operations with HTTP bindings, streams, events, pages, waiters and errors."""

from __future__ import annotations

from random import Random
from typing import Any

from .shapes import DEFAULT, Shape, Shapes
from .values import Impossible, Values

PROTOCOLS = {
    "awsJson1_0": "aws.protocols#awsJson1_0",
    "awsJson1_1": "aws.protocols#awsJson1_1",
    "restJson1": "aws.protocols#restJson1",
    "restXml": "aws.protocols#restXml",
    "awsQuery": "aws.protocols#awsQuery",
    "ec2Query": "aws.protocols#ec2Query",
    "rpcv2Cbor": "smithy.protocols#rpcv2Cbor",
    "rpcv2Json": "smithy.protocols#rpcv2Json",
}
QUERIES = ("awsQuery", "ec2Query")
BINDABLE = [
    "string", "boolean", "byte", "short", "integer", "long", "float", "double", "timestamp", "enum",
    "intEnum",
]  # fmt: skip
LABELS = ["string", "boolean", "integer", "long", "double", "timestamp", "enum"]


class Service:
    """Makes a model with one service of a protocol."""

    def __init__(self, random: Random, protocol: str, name: str, operations: int) -> None:
        self.random = random
        self.protocol = protocol
        self.shapes = Shapes(random, f"example.{name}", protocol)
        self.chance = self.shapes.chance
        self.is_rest = protocol in ("restJson1", "restXml")
        self.id = self.shapes.add({"type": "service"}, self.shapes.names.of_shape(self.shapes.taken))
        self.codes: list[str] = []
        self.errors = [self.error() for _ in range(4)]
        self.values = Values(self.shapes)
        self.waiters: set[str] = set()
        made = [self.operation(number) for number in range(operations)]
        self.finish(name, made)

    def model(self) -> dict[str, Any]:
        return {"smithy": "2.0", "shapes": self.shapes.all}

    def finish(self, name: str, operations: list[str]) -> None:
        traits: dict[str, Any] = {
            PROTOCOLS[self.protocol]: {},
            "aws.api#service": {"sdkId": name.title(), "endpointPrefix": name, "arnNamespace": name},
            "aws.auth#sigv4": {"name": name},
            "smithy.api#documentation": "A service of random shapes.",
        }
        if self.protocol in (*QUERIES, "restXml"):
            traits["smithy.api#xmlNamespace"] = {"uri": "https://example.com/doc/"}
        if self.protocol == "restXml" and self.chance(0.5):
            traits[PROTOCOLS[self.protocol]] = {"noErrorWrapping": True}
        service: Shape = {"type": "service", "version": "2020-01-01", "traits": traits}
        half = len(operations) // 2
        service["operations"] = [{"target": id} for id in operations[:half]]
        resource = self.shapes.add({"type": "resource", "operations": [{"target": id} for id in operations[half:]]})
        service["resources"] = [{"target": resource}]
        if self.chance(0.5):
            service["errors"] = [{"target": self.errors[0]}]
        self.shapes.all[self.id] = service

    def error(self) -> str:
        side = self.random.choice(["client", "server"])
        traits: dict[str, Any] = {"smithy.api#error": side}
        codes = [400, 404, 409, 429] if side == "client" else [500, 503]
        if self.chance(0.6):
            traits["smithy.api#httpError"] = self.random.choice(codes)
        if self.chance(0.2):
            traits["smithy.api#retryable"] = self.random.choice([{}, {"throttling": True}])
        if self.protocol == "awsQuery" and self.chance(0.3):
            code = f"Some.Code{len(self.codes)}"
            self.codes.append(code)
            traits["aws.protocols#awsQueryError"] = {"code": code, "httpResponseCode": 402}
        members = self.shapes.members(self.random.randint(0, 3), 1)
        if self.chance(0.6) and not any(name.lower() == "message" for name in members):
            members[self.random.choice(["message", "Message"])] = {"target": "smithy.api#String"}
        if self.is_rest:
            for member in members.values():
                if self.shapes.type_of(member["target"]) in BINDABLE and self.chance(0.1):
                    self.bind(member, {"smithy.api#httpHeader": f"x-error-{self.random.randrange(10**6)}"})
        name = self.shapes.names.of_shape(self.shapes.taken)
        return self.shapes.add({"type": "structure", "members": members, "traits": traits}, name)

    def operation(self, number: int) -> str:
        name = self.shapes.names.of_shape(self.shapes.taken)
        operation: Shape = {"type": "operation"}
        traits = self.shapes.described({})
        method = self.random.choice(["GET", "POST", "POST", "PUT", "DELETE", "HEAD"]) if self.is_rest else "POST"
        input, output = self.side("input"), self.side("output")
        if self.is_rest:
            traits["smithy.api#http"] = self.http(method, number, input)
            self.bindings(input, method not in ("POST", "PUT"), "input")
            self.bindings(output, method == "HEAD", "output")
        if self.protocol not in QUERIES and method in ("POST", "PUT") and self.chance(0.15):
            for members in self.random.choice([[input], [output], [input, output]]):
                self.events(members)
        if self.chance(0.15):
            self.pages(input, output, traits, method == "HEAD")
        if method not in ("GET", "HEAD") and self.chance(0.15):
            traits["smithy.api#idempotent"] = {}
        if method in ("GET", "HEAD"):
            traits["smithy.api#readonly"] = {}
        if self.chance(0.1):
            traits["smithy.api#optionalAuth"] = {}
        if self.chance(0.1):
            self.host(input, traits)
        if self.chance(0.05):
            traits["smithy.api#requestCompression"] = {"encodings": ["gzip"]}
        if self.chance(0.15) and not any(map(self.is_streamed, [*input.values(), *output.values()])):
            self.waiter(output, traits)
        for side, members in (("input", input), ("output", output)):
            if side == "output" and method == "POST" and self.chance(0.08) and self.can_share(traits):
                # A structure that is a member elsewhere, or the output of another operation.
                operation[side] = {"target": self.shapes.of_kind("structure", 1)}
            elif members or self.chance(0.7):
                shape = {"type": "structure", "members": members, "traits": {f"smithy.api#{side}": {}}}
                operation[side] = {"target": self.shapes.add(shape, self.fresh(f"{name}{side.title()}"))}
        errors = self.random.sample(self.errors, self.random.randint(0, 3))
        operation["errors"] = [{"target": id} for id in errors]
        if examples := self.examples(operation):
            traits["smithy.api#examples"] = examples
        return self.shapes.add({**operation, "traits": traits}, name)

    def examples(self, operation: Shape) -> list[dict[str, Any]]:
        """Values for both sides, which the tests of generated servers send and compare."""
        sides = [operation[side]["target"] for side in ("input", "output") if side in operation]
        for id in sides:
            if any(map(self.is_streamed, self.values.members(self.shapes.all[id]).values())):
                return []
        examples = []
        for number in range(3):
            example: dict[str, Any] = {"title": f"Example {number}"}
            try:
                for side in ("input", "output"):
                    if side in operation:
                        example[side] = self.values.structure(operation[side]["target"])
            except Impossible:
                continue
            examples.append({"input": {}, "output": {}, **example})
        for error in operation["errors"] if examples else []:
            try:
                content = self.values.structure(error["target"])
            except Impossible:
                continue
            example = {"title": "An error", "input": examples[0]["input"]}
            examples.append({**example, "error": {"shapeId": error["target"], "content": content}})
        return examples

    def can_share(self, traits: dict[str, Any]) -> bool:
        """Whether nothing about an operation names members of its output."""
        return not {"smithy.api#paginated", "smithy.waiters#waitable"}.intersection(traits)

    def fresh(self, name: str) -> str:
        if name.lower() in self.shapes.taken:
            return self.shapes.names.of_shape(self.shapes.taken)
        self.shapes.taken.add(name.lower())
        return name

    def side(self, side: str) -> dict[str, Shape]:
        members = self.shapes.members(self.random.randint(0, 7), 0)
        if side == "input" and self.chance(0.2):
            for member in members.values():
                if member["target"] == "smithy.api#String" and not member.get("traits"):
                    member["traits"] = {"smithy.api#idempotencyToken": {}}
                    break
        return members

    def bind(self, member: Shape, trait: dict[str, Any]) -> None:
        traits = member.setdefault("traits", {})
        # These say how a member stands in a body.
        for name in ("jsonName", "xmlName", "xmlAttribute", "xmlFlattened", "xmlNamespace"):
            traits.pop(f"smithy.api#{name}", None)
        # A header has no line break.
        if traits.get("smithy.api#default") == DEFAULT:
            del traits["smithy.api#default"]
            traits.pop("smithy.api#addedDefault", None)
        traits.update(trait)

    def add_member(self, members: dict[str, Shape], target: str, traits: dict[str, Any]) -> str:
        name = self.shapes.names.fresh({name.lower() for name in members})
        members[name] = {"target": target, "traits": traits}
        return name

    def http(self, method: str, number: int, input: dict[str, Shape]) -> dict[str, Any]:
        parts = [f"p{number}"]
        for _ in range(self.random.choice([0, 0, 1, 2])):
            traits = {"smithy.api#required": {}, "smithy.api#httpLabel": {}}
            target = self.shapes.simple(self.random.choice(LABELS))
            parts += [f"{{{self.add_member(input, target, traits)}}}", f"q{len(parts)}"]
        if self.chance(0.1):
            traits = {"smithy.api#required": {}, "smithy.api#httpLabel": {}}
            parts.append(f"{{{self.add_member(input, 'smithy.api#String', traits)}+}}")
        uri = "/" + "/".join(parts)
        if self.chance(0.1):
            uri += "?" + self.random.choice(["flag", "kind=a&other", "x=y"])
        http: dict[str, Any] = {"method": method, "uri": uri}
        if self.chance(0.5):
            http["code"] = self.random.choice([200, 201, 202])
        return http

    def bindings(self, members: dict[str, Shape], without_body: bool, side: str) -> None:
        """Binds members to headers, the query and the payload; all of them if there is no body."""
        whole = self.payload(members, side) if not without_body and self.chance(0.2) else None
        is_payload = whole is not None
        prefixed = False
        for name in list(members):
            member = members[name]
            traits = member.get("traits", {})
            if name == whole or "smithy.api#httpLabel" in traits:
                continue
            if not (without_body or is_payload or self.chance(0.3)):
                continue
            trait = self.place(name, member, side, prefixed)
            if trait is None:
                # There is no other place for it.
                if without_body or is_payload:
                    del members[name]
                continue
            prefixed |= "smithy.api#httpPrefixHeaders" in trait or "smithy.api#httpQueryParams" in trait
            self.bind(member, trait)
        if side == "output" and self.chance(0.1):
            self.add_member(members, "smithy.api#Integer", {"smithy.api#httpResponseCode": {}})

    def place(self, name: str, member: Shape, side: str, prefixed: bool) -> dict[str, Any] | None:
        type = self.shapes.type_of(member["target"])
        wire = f"x-{name.lower().strip('_')}-{self.random.randrange(10**6)}"
        if type == "list":
            target = self.shapes.all[member["target"]]["member"]["target"]
            if self.shapes.type_of(target) not in BINDABLE:
                return None
            if "smithy.api#sparse" in self.shapes.all[member["target"]].get("traits", {}):
                return None
        elif type == "map":
            map = self.shapes.all[member["target"]]
            value = self.shapes.type_of(map["value"]["target"])
            if value != "string" or prefixed or "smithy.api#sparse" in map.get("traits", {}):
                return None
            if self.shapes.type_of(map["key"]["target"]) != "string":
                return None
            if side == "input" and self.chance(0.5):
                return {"smithy.api#httpQueryParams": {}}
            return {"smithy.api#httpPrefixHeaders": f"{wire}-p-"}
        elif type not in BINDABLE:
            return None
        if side == "input" and self.chance(0.5):
            return {"smithy.api#httpQuery": f"{name}.q"}
        return {"smithy.api#httpHeader": wire}

    def payload(self, members: dict[str, Shape], side: str) -> str:
        kinds = ["string", "blob", "blob", "structure", "union", "enum"]
        if self.protocol == "restJson1":
            kinds += ["document"]
        kind = self.random.choice(kinds)
        traits: dict[str, Any] = {"smithy.api#httpPayload": {}}
        if kind == "blob" and self.chance(0.5):
            target = self.shapes.add({"type": "blob", "traits": {"smithy.api#streaming": {}}})
            if side == "input" and self.chance(0.3):
                self.shapes.all[target]["traits"]["smithy.api#requiresLength"] = {}
            traits.update({"smithy.api#required": {}} if self.chance(0.5) else {"smithy.api#default": ""})
        elif kind in ("structure", "union"):
            target = self.shapes.of_kind(kind, 1)
        else:
            target = self.shapes.simple(kind)
        return self.add_member(members, target, traits)

    def events(self, members: dict[str, Shape]) -> None:
        if any("smithy.api#httpPayload" in member.get("traits", {}) for member in members.values()):
            return
        union: dict[str, Shape] = {}
        taken: set[str] = set()
        for _ in range(self.random.randint(1, 4)):
            event = self.shapes.members(self.random.randint(0, 3), 1)
            for member in event.values():
                type = self.shapes.type_of(member["target"])
                headers = ("boolean", "byte", "short", "integer", "long", "blob", "string", "timestamp")
                if type in headers and self.chance(0.3):
                    self.bind(member, {"smithy.api#eventHeader": {}})
            bound = all("smithy.api#eventHeader" in member.get("traits", {}) for member in event.values())
            if bound and self.chance(0.6):
                target = self.random.choice(["smithy.api#Blob", "smithy.api#String", self.shapes.structure(1)])
                self.add_member(event, target, {"smithy.api#eventPayload": {}})
            target = self.shapes.add({"type": "structure", "members": event})
            union[self.shapes.names.fresh(taken)] = {"target": target}
        if self.chance(0.4):
            union[self.shapes.names.fresh(taken)] = {"target": self.random.choice(self.errors)}
        shape = {"type": "union", "members": union, "traits": {"smithy.api#streaming": {}}}
        traits: dict[str, Any] = {}
        if self.is_rest:
            # All others have to be elsewhere.
            for name in list(members):
                bound = members[name].get("traits", {})
                if not any(trait.startswith("smithy.api#http") for trait in bound):
                    del members[name]
            traits["smithy.api#httpPayload"] = {}
        self.add_member(members, self.shapes.add(shape), traits)

    def pages(
        self,
        input: dict[str, Shape],
        output: dict[str, Shape],
        traits: dict[str, Any],
        without_body: bool,
    ) -> None:
        def bound(name: str, query: bool) -> dict[str, Any]:
            if not self.is_rest:
                return {}
            return {"smithy.api#httpQuery": name} if query else {"smithy.api#httpHeader": f"x-{name}"}

        if without_body or any(self.is_streamed(member) for member in output.values()):
            return
        if any("smithy.api#httpPayload" in member.get("traits", {}) for member in output.values()):
            return
        token = self.add_member(input, "smithy.api#String", bound("page-token", True))
        next = self.add_member(output, "smithy.api#String", bound("next-token", False))
        paginated = {"inputToken": token, "outputToken": next}
        if self.chance(0.7):
            paginated["items"] = self.add_member(output, self.shapes.list(), {})
        if self.chance(0.7):
            paginated["pageSize"] = self.add_member(input, "smithy.api#Integer", bound("page-size", True))
        traits["smithy.api#paginated"] = paginated

    def is_streamed(self, member: Shape) -> bool:
        shape = self.shapes.all.get(member["target"], {})
        return "smithy.api#streaming" in shape.get("traits", {})

    def host(self, input: dict[str, Shape], traits: dict[str, Any]) -> None:
        labels = [
            name
            for name, member in input.items()
            if member["target"] == "smithy.api#String"
            and "smithy.api#required" in member.get("traits", {})
            and "smithy.api#hostLabel" not in member.get("traits", {})
        ]
        prefix = "data."
        if labels:
            input[labels[0]]["traits"]["smithy.api#hostLabel"] = {}
            prefix = f"{{{labels[0]}}}.data."
        traits["smithy.api#endpoint"] = {"hostPrefix": prefix}

    def waiter(self, output: dict[str, Shape], traits: dict[str, Any]) -> None:
        matchers: list[dict[str, Any]] = [{"state": "failure", "matcher": {"success": False}}]
        for name, member in output.items():
            if "-" in name or self.is_streamed(member):
                continue
            type = self.shapes.type_of(member["target"])
            path = f'"{name}"'
            if type == "boolean":
                test = {"path": path, "expected": "true", "comparator": "booleanEquals"}
            elif type in ("string", "enum"):
                test = {"path": path, "expected": "done", "comparator": "stringEquals"}
            elif type == "list":
                test = {"path": f"length({path}) > `0`", "expected": "true", "comparator": "booleanEquals"}
                if self.shapes.type_of(self.shapes.all[member["target"]]["member"]["target"]) == "string":
                    comparator = self.random.choice(["allStringEquals", "anyStringEquals"])
                    test = {"path": path, "expected": "x", "comparator": comparator}
            else:
                continue
            matchers.append({"state": "success", "matcher": {"output": test}})
        if len(matchers) == 1:
            matchers.append({"state": "success", "matcher": {"success": True}})
        traits["smithy.waiters#waitable"] = {
            "Is" + self.shapes.names.fresh(self.waiters).replace("_", ""): {"acceptors": matchers, "minDelay": 2}
        }
