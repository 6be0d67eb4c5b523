"""Calls by boto3: `calls.py CALLS AT_ONCE`. Prints how many succeeded."""

import itertools
import sys
import threading

import boto3
from botocore.config import Config


def main():
    calls, at_once = map(int, sys.argv[1:])
    # A pool that is smaller than the number of threads opens a connection for each further call.
    emr = boto3.client("emr", config=Config(max_pool_connections=at_once))
    begun = itertools.count()
    done = []

    def repeat():
        while next(begun) < calls:
            answer = emr.get_studio_session_mapping(StudioId="es-1", IdentityType="USER")
            if "SessionMapping" in answer:
                done.append(True)

    if at_once == 1:
        repeat()
    else:
        threads = [threading.Thread(target=repeat) for _ in range(at_once)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    print(len(done))


if __name__ == "__main__":
    main()
