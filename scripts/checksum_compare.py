"""Has botocore's S3 client and the `checksum` example make the same random requests and read the
same random responses, and compares checksums and framed bodies. With --record, writes framed bodies
of botocore as a fixture for tests."""

import argparse
import base64
import io
import json
import random
import subprocess
import sys

import botocore.session
from botocore import UNSIGNED, httpchecksum
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore.exceptions import FlexibleChecksumError

SIZES = [0, 1, 2, 15, 16, 17, 255, 256, 4095, 4096, 65_535, 65_536, 65_537, 200_000]
# The size of our frames. botocore's have 1 MiB.
FRAME = 64 * 1024
COMPARED = [
    "content-encoding",
    "x-amz-decoded-content-length",
    "x-amz-sdk-checksum-algorithm",
    "x-amz-trailer",
]


class Once(io.RawIOBase):
    """A stream that comes once."""

    def __init__(self, data):
        self.data = io.BytesIO(data)

    def readable(self):
        return True

    def seekable(self):
        return False

    def tell(self):
        raise io.UnsupportedOperation("a stream has no place")

    def seek(self, *_):
        raise io.UnsupportedOperation("a stream has no place")

    def read(self, size=-1):
        return self.data.read(size)


class Raw(io.BytesIO):
    """The body of a response as urllib3 gives it."""

    def stream(self, amt=None, **_):
        while chunk := self.read(amt):
            yield chunk


class Peer:
    """botocore's client of S3, whose requests are kept and answered here."""

    def __init__(self):
        self.clients = {}
        self.request = None
        self.answer = None

    def client(self, is_secure, calculation, validation):
        key = (is_secure, calculation, validation)
        if key not in self.clients:
            scheme = "https" if is_secure else "http"
            client = botocore.session.get_session().create_client(
                "s3",
                region_name="eu-west-1",
                endpoint_url=f"{scheme}://s3.example",
                config=Config(
                    # awscrt would sign otherwise, and looks at the body.
                    signature_version=UNSIGNED,
                    request_checksum_calculation=calculation,
                    response_checksum_validation=validation,
                    retries={"max_attempts": 0},
                ),
            )
            client.meta.events.register("before-send.s3", self.keep)
            self.clients[key] = client
        return self.clients[key]

    def keep(self, request, **_):
        self.request = request
        headers, body = self.answer or ({}, b"")
        return AWSResponse(request.url, 200, headers, Raw(body))


def algorithms():
    """The algorithms that S3's model lists and botocore has."""
    return [name.upper() for name in httpchecksum._SUPPORTED_CHECKSUM_ALGORITHMS]


def checksum(name, data):
    made = httpchecksum._CHECKSUM_CLS[name.lower()]()
    made.update(data)
    return made.b64digest()


class Cases:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def data(self):
        most = self.random.choice(SIZES)
        return self.random.randbytes(self.random.choice([most, self.random.randint(0, most)]))

    def pieces(self):
        return [self.random.choice([1, 7, 1000, 8192, FRAME, 300_000]) for _ in range(3)]

    def mode(self):
        return self.random.choice(["when_supported", "when_supported", "when_required"])

    def request(self):
        case = {
            "kind": "request",
            "data": self.data(),
            "calculation": self.mode(),
            "validation": self.mode(),
            "is_required": False,
            "algorithm": self.random.choice([None, *algorithms()]),
            "headers": {},
        }
        if self.random.random() < 0.5:
            case["pieces"] = self.pieces()
            case["has_length"] = self.random.random() < 0.5
        if self.random.random() < 0.3:
            case["headers"]["content-encoding"] = self.random.choice(["gzip", "br, gzip"])
        if self.random.random() < 0.15:
            name = self.random.choice(["CRC32", "SHA256", "CRC64NVME"])
            case["headers"][f"x-amz-checksum-{name.lower()}"] = checksum(name, case["data"])
        return case

    def response(self):
        data = self.data()
        headers = {}
        for name in self.random.sample(algorithms(), self.random.randint(0, 3)):
            value = checksum(name, data)
            kind = self.random.random()
            if kind < 0.3:
                value = checksum(name, data + b"x")
            elif kind < 0.5:
                value += f"-{self.random.randint(1, 10_000)}"
            headers[f"x-amz-checksum-{name.lower()}"] = value
        case = {"kind": "response", "data": data, "headers": headers}
        if self.random.random() < 0.7:
            case["pieces"] = self.pieces()
        return case


def of_request(peer, case):
    """The request that botocore makes. A body in memory goes without TLS, which is where botocore
    takes the header form for it."""
    is_stream = "pieces" in case
    client = peer.client(is_stream, case["calculation"], case["validation"])
    params = {"Bucket": "bucket", "Key": "key", "Body": case["data"]}
    if is_stream:
        params["Body"] = Once(case["data"])
        if case["has_length"]:
            params["ContentLength"] = len(case["data"])
    if case["algorithm"]:
        params["ChecksumAlgorithm"] = case["algorithm"]
    for name, value in case["headers"].items():
        if name == "content-encoding":
            params["ContentEncoding"] = value
        else:
            params["Checksum" + name.rsplit("-", 1)[1].upper()] = value
    peer.answer = None
    client.put_object(**params)
    headers = {}
    for name, value in peer.request.headers.items():
        value = value.decode() if isinstance(value, bytes) else str(value)
        headers[name.lower()] = value
    body = peer.request.body
    if hasattr(body, "read"):
        body = body.read()
    return headers, body or b""


def about(headers):
    """The headers about checksums."""
    names = [name for name in headers if name in COMPARED or name.startswith("x-amz-checksum-")]
    return {name: headers[name] for name in names if name != "x-amz-checksum-mode"}


def unframed(body):
    """The data in frames, and what is behind them."""
    data = b""
    while True:
        line, body = body.split(b"\r\n", 1)
        size = int(line, 16)
        if size == 0:
            return data, body
        assert body[size : size + 2] == b"\r\n", "a frame that doesn't end"
        data, body = data + body[:size], body[size + 2 :]


def compare_request(peer, case, ours):
    headers, body = of_request(peer, case)
    theirs, made = about(headers), about(ours["headers"])
    problems = []
    if theirs != made:
        problems.append(f"headers: botocore {theirs}, ours {made}")
    ours_body = base64.b64decode(ours["body"])
    if "x-amz-trailer" in headers and "x-amz-trailer" in ours["headers"]:
        if unframed(body) != unframed(ours_body):
            problems.append("the bodies differ without their frames")
        if len(case["data"]) <= FRAME and body != ours_body:
            problems.append("the framed bodies differ")
        length = ours["headers"].get("content-length")
        if length is not None and int(length) != len(ours_body):
            problems.append(f"content-length is {length}, and the body has {len(ours_body)}")
        if (length is not None) != case["has_length"]:
            problems.append("the length is told, or isn't")
    elif body != ours_body:
        problems.append("the bodies differ")
    return problems


def compare_response(peer, case, ours):
    client = peer.client(True, "when_supported", "when_supported")
    peer.answer = ({**case["headers"], "content-length": str(len(case["data"]))}, case["data"])
    response = client.get_object(Bucket="bucket", Key="key")
    body = response["Body"]
    algorithm = None
    if isinstance(body, httpchecksum.StreamingChecksumBody):
        kind = type(body.checksum)
        names = httpchecksum._CHECKSUM_CLS.items()
        algorithm = next(name.upper() for name, of in names if of is kind)
    try:
        body.read()
        is_whole = True
    except FlexibleChecksumError:
        is_whole = False
    theirs = {"algorithm": algorithm, "is_whole": is_whole}
    return [] if theirs == ours else [f"botocore {theirs}, ours {ours}"]


def encoded(case, listed):
    case = {**case, "body": base64.b64encode(case["data"]).decode()}
    del case["data"]
    if case["kind"] == "response":
        case["algorithms"] = listed
    return json.dumps(case)


def record(peer, path):
    """Writes framed bodies: their data are numbers that count up to 250, over and over."""
    recorded = []
    for name in algorithms():
        for length in [0, 1, 17, 1_000]:
            data = bytes(i % 251 for i in range(length))
            case = {
                "data": data,
                "pieces": [1],
                "has_length": True,
                "calculation": "when_supported",
                "validation": "when_supported",
                "algorithm": name,
                "headers": {},
            }
            headers, body = of_request(peer, case)
            case = {"algorithm": name, "length": length, "headers": about(headers)}
            recorded.append({**case, "body": body.hex()})
    with open(path, "w") as file:
        json.dump(recorded, file, indent=1)
        file.write("\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cases", type=int, default=3000)
    parser.add_argument("--example")
    parser.add_argument("--record")
    arguments = parser.parse_args()
    peer = Peer()
    if arguments.record:
        record(peer, arguments.record)
        return
    if len(algorithms()) < 9:
        sys.exit(f"botocore has {algorithms()} only: awscrt is missing")
    model = peer.client(True, "when_supported", "when_supported").meta.service_model
    listed = model.operation_model("GetObject").http_checksum["responseAlgorithms"]
    # botocore compares no MD5.
    listed = [name for name in listed if name in algorithms()]
    cases = Cases(arguments.seed)
    cases = [
        cases.request() if index % 3 else cases.response() for index in range(arguments.cases)
    ]
    text = "".join(encoded(case, listed) + "\n" for case in cases)
    run = subprocess.run([arguments.example], input=text, capture_output=True, text=True)
    if run.returncode:
        sys.exit(run.stderr)
    failed = 0
    for index, (case, line) in enumerate(zip(cases, run.stdout.splitlines(), strict=True)):
        compare = compare_request if case["kind"] == "request" else compare_response
        problems = compare(peer, case, json.loads(line))
        if problems:
            failed += 1
            shown = {**case, "data": len(case["data"])}
            print(f"case {index}: {shown}", *problems, sep="\n  ")
    print(f"{len(cases) - failed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
