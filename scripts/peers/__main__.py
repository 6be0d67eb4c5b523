"""Runs every check against a `fake_emr` and a `fake_s3` that listen already.

    python -m peers --url http://127.0.0.1:4566 --objects-url http://127.0.0.1:4567 \\
        --access-key-id ID --secret-access-key SECRET
"""

import argparse
import os
import sys
import tempfile
import traceback
from pathlib import Path

import boto3
import botocore

from . import command_line, errors, objects, operations, signatures, validation
from .check import Checks
from .clients import Fake


def main():
    parser = argparse.ArgumentParser(prog="peers", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--url", required=True)
    parser.add_argument("--objects-url", required=True)
    parser.add_argument("--access-key-id", required=True)
    parser.add_argument("--secret-access-key", required=True)
    options = parser.parse_args()
    fake = Fake(options.url, options.access_key_id, options.secret_access_key)
    store = Fake(options.objects_url, options.access_key_id, options.secret_access_key)
    checks = Checks()
    with tempfile.TemporaryDirectory() as folder:
        isolate(Path(folder))
        for part in (operations, errors, validation, signatures):
            run(checks, lambda: part.check(checks, fake))
        run(checks, lambda: command_line.check(checks, fake, Path(folder)))
        run(checks, lambda: objects.check(checks, store, Path(folder)))
    print(f"boto3 {boto3.__version__}, botocore {botocore.__version__}")
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed else 0


def run(checks, part):
    """One part; if it ends early, that is a failure, and the others run all the same."""
    try:
        part()
    except Exception as error:
        traceback.print_exc(file=sys.stdout)
        checks.that("goes on to its end", False, repr(error))


def isolate(folder):
    """Keeps this machine's settings and credentials out of it."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    for variable, name in (
        ("AWS_CONFIG_FILE", "config"),
        ("AWS_SHARED_CREDENTIALS_FILE", "credentials"),
    ):
        (folder / name).touch()
        os.environ[variable] = str(folder / name)
    os.environ["AWS_EC2_METADATA_DISABLED"] = "true"


if __name__ == "__main__":
    sys.exit(main())
