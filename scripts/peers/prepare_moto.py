"""Sets up a moto server for `tests/moto`, and prints the variables that the tests read.

    python prepare_moto.py http://127.0.0.1:5000 [--unchecked]

moto then has a user, checks the signature of each request, and answers for functions without
running them. With `--unchecked`, it checks no signatures any more, and that is all: where a
request has no body, it takes headers or the query for it, and refuses boto3's as well.
"""

import json
import sys
import urllib.request

import boto3

EVERYTHING = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
}
FOR_LAMBDA = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}


def main(url):
    # Functions would run in containers otherwise.
    post(url + "/moto-api/config", json.dumps({"lambda": {"use_docker": False}}))
    iam = boto3.client(
        "iam",
        region_name="eu-west-1",
        endpoint_url=url,
        aws_access_key_id="anything",
        aws_secret_access_key="anything",
    )
    iam.create_user(UserName="tinsmith")
    iam.put_user_policy(
        UserName="tinsmith", PolicyName="everything", PolicyDocument=json.dumps(EVERYTHING)
    )
    key = iam.create_access_key(UserName="tinsmith")["AccessKey"]
    role = iam.create_role(RoleName="function", AssumeRolePolicyDocument=json.dumps(FOR_LAMBDA))
    # From the next request on, moto makes every signature again.
    post(url + "/moto-api/reset-auth", "0")
    print(f"MOTO_URL={url}")
    print(f"MOTO_ACCESS_KEY_ID={key['AccessKeyId']}")
    print(f"MOTO_SECRET_ACCESS_KEY={key['SecretAccessKey']}")
    print(f"MOTO_ROLE={role['Role']['Arn']}")


def post(url, body):
    request = urllib.request.Request(
        url, body.encode(), {"Content-Type": "application/octet-stream"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        response.read()


if __name__ == "__main__":
    if sys.argv[2:] == ["--unchecked"]:
        post(sys.argv[1] + "/moto-api/reset-auth", "inf")
    else:
        main(sys.argv[1])
