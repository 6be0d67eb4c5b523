"""Signs random requests with botocore and with the `sign` example, and compares."""

import argparse
import datetime
import json
import random
import subprocess
import sys
from unittest import mock
from urllib.parse import quote

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

# What may be in a path or a query: some of it needs encoding, some of it twice.
CHARACTERS = "abzAZ059-._~ !*'()&=+$,:;@%#[]?/\\\"<>^`{|}\tÄéß漢字🙂"
SERVICES = ["elasticmapreduce", "emr-containers", "execute-api", "sts"]
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

    def case(self):
        scheme = self.random.choice(["https", "https", "http"])
        port = self.random.choice(["", "", "", ":443", ":80", ":8080"])
        query = self.query()
        url = f"{scheme}://{self.random.choice(HOSTS)}{port}{self.path()}"
        if query:
            url += "?" + query
        time = self.random.randint(0, 4_000_000_000)
        return {
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


def signed(case):
    """The headers of interest after botocore has signed the request."""
    request = AWSRequest(method=case["method"], url=case["url"], data=case["body"].encode())
    for name, value in case["headers"]:
        request.headers.add_header(name, value)
    now = datetime.datetime.strptime(case["time"], "%Y-%m-%dT%H:%M:%SZ")
    credentials = Credentials(case["access_key"], case["secret_key"], case["token"])
    auth = botocore.auth.SigV4Auth(credentials, case["service"], case["region"])
    with fixed_time(now):
        auth.add_auth(request)
    return {
        "authorization": request.headers["Authorization"],
        "host": botocore.auth._host_from_url(case["url"]),
        "x-amz-date": request.headers["X-Amz-Date"],
        "x-amz-security-token": request.headers["X-Amz-Security-Token"],
    }


def fixed_time(now):
    """botocore asks for the time in ways that changed between its versions."""
    if hasattr(botocore.auth, "get_current_datetime"):
        return mock.patch.object(
            botocore.auth, "get_current_datetime", lambda remove_tzinfo=True: now
        )
    clock = mock.Mock(wraps=datetime.datetime)
    clock.utcnow.return_value = now
    return mock.patch.object(botocore.auth.datetime, "datetime", clock)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--cases", type=int, default=5_000)
    parser.add_argument("--sign", required=True)
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
        expected = signed(case)
        if expected != answer:
            print(json.dumps(case, ensure_ascii=False, indent=2))
            print("botocore", json.dumps(expected, indent=2))
            print("tinsmith", json.dumps(answer, indent=2))
            sys.exit(f"a signature differs (seed {options.seed})")
    with_token = sum(case["token"] is not None for case in cases)
    print(
        f"{len(cases)} signatures are botocore's, {with_token} of them with session tokens "
        f"(seed {options.seed})"
    )


if __name__ == "__main__":
    main()
