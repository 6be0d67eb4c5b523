"""Signs random requests with botocore and with the `sign` example, and compares: in headers, in
the query, and forms for uploads to S3. Then presigns operations of real services with botocore and
with generated clients (the package `presigned`)."""

import argparse
import base64
import datetime
import hashlib
import json
import random
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from presigned import compare as presigned
from presigned.clock import fixed_time

# What may be in a path or a query: some of it needs encoding, some of it twice.
CHARACTERS = "abzAZ059-._~ !*'()&=+$,:;@%#[]?/\\\"<>^`{|}\tÄéß漢字🙂"
SERVICES = ["elasticmapreduce", "emr-containers", "execute-api", "sts", "s3"]
REGIONS = ["us-east-1", "eu-west-1", "cn-north-1", "us-gov-west-1"]
METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"]
HOSTS = [
    "elasticmapreduce.us-east-1.amazonaws.com",
    "Upper.Example.COM",
    "localhost",
    "127.0.0.1",
    "[::1]",
]
HEADERS = [
    "content-type",
    "x-amz-target",
    "x-amz-meta-a",
    "x-amz-user-agent",
    "amz-sdk-request",
    "user-agent",
    "x-amzn-trace-id",
    "expect",
    "accept",
    "Content-MD5",
    "My-Header1",
    "my-header2",
]


class Cases:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def text(self, most, characters=CHARACTERS):
        length = self.random.randint(0, most)
        return "".join(self.random.choice(characters) for _ in range(length))

    def path(self):
        segments = []
        for _ in range(self.random.randint(0, 5)):
            kind = self.random.random()
            if kind < 0.1:
                segments.append(self.random.choice([".", "..", "", "...", "%2F", "%2e"]))
            else:
                segments.append(quote(self.text(8), safe=self.random.choice(["", ":@!$&'()*+,;="])))
        path = "/" + "/".join(segments)
        return path + self.random.choice(["", "", "/"])

    def plain_query(self):
        """A query that botocore doesn't change: it gives each parameter a `=` and drops all but
        the first of a name."""
        names = {quote(self.text(4), safe="") for _ in range(self.random.randint(0, 5))}
        names = sorted(name for name in names if name)
        self.random.shuffle(names)
        return "&".join(f"{name}={quote(self.text(6), safe='')}" for name in names)

    def query(self):
        parts = []
        for _ in range(self.random.randint(0, 5)):
            name = quote(self.text(4), safe="")
            kind = self.random.random()
            if kind < 0.15:
                parts.append(name)
            else:
                parts.append(f"{name}={quote(self.text(6), safe='')}")
            if kind > 0.8:
                parts.append(f"{name}={quote(self.text(3), safe='')}")
        parts = [part for part in parts if part]
        self.random.shuffle(parts)
        return "&".join(parts)

    def headers(self):
        value = "ab Zz09,;=\"'/:\t-_.~"
        headers = []
        for name in self.random.sample(HEADERS, self.random.randint(0, len(HEADERS))):
            headers.append([name, self.text(20, value).strip()])
            if self.random.random() < 0.2:
                headers.append([name, self.text(10, value).strip()])
        self.random.shuffle(headers)
        return headers

    def upload(self):
        """The rules of a form."""
        names = ["acl", "Content-Type", "x-amz-meta-a", "success_action_status", "tagging"]
        self.random.shuffle(names)
        cut = self.random.randint(0, len(names))
        return {
            "bucket": "bucket",
            "key": "k" + self.text(8) + self.random.choice(["", "${filename}"]),
            "fields": [[name, self.text(8)] for name in names[:cut]],
            "prefixes": [[name, self.text(4)] for name in names[cut:]],
            "range": self.random.choice([None, [0, 0], [1, 1 << 40]]),
        }

    def case(self):
        scheme = self.random.choice(["https", "https", "http"])
        port = self.random.choice(["", "", "", ":443", ":80", ":8080"])
        form = self.random.choice(["header", "header", "query", "query", "post"])
        query = self.plain_query() if form == "query" else self.query()
        url = f"{scheme}://{self.random.choice(HOSTS)}{port}{self.path()}"
        if query:
            url += "?" + query
        time = self.random.randint(0, 4_000_000_000)
        return {
            "form": form,
            "expires": self.random.choice([1, 900, 3600, 604_800]),
            **self.upload(),
            "method": self.random.choice(METHODS),
            "url": url,
            "headers": self.headers(),
            "body": self.text(200),
            # Few, so that keys are used more than once and for more than one thing.
            "access_key": self.random.choice(["AKIDEXAMPLE", "AKIDOTHER"]),
            "secret_key": self.random.choice(["wJalrXUtnFEMI/K7MDENG", "secret+/="]),
            "token": self.random.choice([None, None, "IQoJb3JpZ2luX2VjE//////////wEaCX=="]),
            "service": self.random.choice(SERVICES),
            "region": self.random.choice(REGIONS),
            "time": datetime.datetime.fromtimestamp(time, datetime.timezone.utc).strftime(
                "%Y-%m-%dT%H:%M:%SZ"
            ),
        }


def expected(case, answer):
    """What botocore makes of a case."""
    now = datetime.datetime.strptime(case["time"], "%Y-%m-%dT%H:%M:%SZ")
    credentials = Credentials(case["access_key"], case["secret_key"], case["token"])
    form = {"header": in_header, "query": in_query, "post": in_form}[case["form"]]
    with fixed_time(now):
        return form(case, credentials, now, answer)


def request_of(case, body):
    request = AWSRequest(method=case["method"], url=case["url"], data=body)
    for name, value in case["headers"]:
        request.headers.add_header(name, value)
    return request


def in_query(case, credentials, _now, _answer):
    kind = botocore.auth.SigV4QueryAuth
    if case["service"] == "s3":
        kind = botocore.auth.S3SigV4QueryAuth

    class Query(kind):
        """Signs the body that stays where it is: botocore moves it into the query first."""

        def payload(self, request):
            if case["service"] == "s3":
                return super().payload(request)
            return hashlib.sha256(case["body"].encode()).hexdigest()

    request = request_of(case, b"")
    Query(credentials, case["service"], case["region"], case["expires"]).add_auth(request)
    return {"url": request.url}


def in_form(case, credentials, now, answer):
    end = now + datetime.timedelta(seconds=case["expires"])
    prefix = case["key"].removesuffix("${filename}")
    is_open = prefix != case["key"]
    conditions = [{name: value} for name, value in case["fields"]]
    conditions += [["starts-with", "$" + name, value] for name, value in case["prefixes"]]
    if case["range"]:
        conditions.append(["content-length-range", *case["range"]])
    conditions.append({"bucket": case["bucket"]})
    conditions.append(["starts-with", "$key", prefix] if is_open else {"key": case["key"]})
    request = AWSRequest(method="POST", url=case["url"])
    request.context["s3-presign-post-fields"] = {"key": case["key"], **dict(case["fields"])}
    request.context["s3-presign-post-policy"] = {
        "expiration": end.strftime(botocore.auth.ISO8601),
        "conditions": conditions,
    }
    auth = botocore.auth.S3SigV4PostAuth(credentials, "s3", case["region"])
    auth.add_auth(request)
    fields = request.context["s3-presign-post-fields"]
    # JSON may have spaces or none, so the signature is that of our text.
    ours = dict(answer["fields"])["policy"]
    if json.loads(base64.b64decode(ours)) == json.loads(base64.b64decode(fields["policy"])):
        fields["policy"] = ours
        fields["x-amz-signature"] = auth.signature(ours, request)
    return {"fields": [list(field) for field in fields.items()]}


def in_header(case, credentials, _now, _answer):
    """The headers of interest after botocore has signed the request."""
    request = request_of(case, case["body"].encode())
    is_s3 = case["service"] == "s3"
    kind = botocore.auth.S3SigV4Auth if is_s3 else botocore.auth.SigV4Auth
    kind(credentials, case["service"], case["region"]).add_auth(request)
    return {
        "x-amz-content-sha256": request.headers["X-Amz-Content-SHA256"],
        "authorization": request.headers["Authorization"],
        "host": botocore.auth._host_from_url(case["url"]),
        "x-amz-date": request.headers["X-Amz-Date"],
        "x-amz-security-token": request.headers["X-Amz-Security-Token"],
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--cases", type=int, default=5_000)
    parser.add_argument("--sign", required=True)
    parser.add_argument("--target", type=Path, required=True)
    parser.add_argument("--tinsmith", type=Path, required=True)
    options = parser.parse_args()

    cases = Cases(options.seed)
    cases = [cases.case() for _ in range(options.cases)]
    lines = "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases)
    ran = subprocess.run(
        [options.sign], input=lines.encode(), stdout=subprocess.PIPE, check=True
    )
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    if len(answers) != len(cases):
        sys.exit(f"{len(cases)} requests, but {len(answers)} answers")
    for case, answer in zip(cases, answers):
        wanted = expected(case, answer)
        if wanted != answer:
            print(json.dumps(case, ensure_ascii=False, indent=2))
            print("botocore", json.dumps(wanted, indent=2))
            print("tinsmith", json.dumps(answer, indent=2))
            sys.exit(f"a signature differs (seed {options.seed})")
    with_token = sum(case["token"] is not None for case in cases)
    forms = {form: sum(case["form"] == form for case in cases) for form in ("query", "post")}
    print(
        f"{len(cases)} signatures are botocore's, {with_token} of them with session tokens, "
        f"{forms['query']} in the query and {forms['post']} of forms (seed {options.seed})"
    )
    if problem := presigned.compare(options.target.resolve(), options.tinsmith):
        sys.exit(problem)


if __name__ == "__main__":
    main()
