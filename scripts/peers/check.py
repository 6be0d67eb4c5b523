"""Checks: a line each, and how many there were."""

from botocore.exceptions import ClientError


class Checks:
    """Counts what passed and what failed, and says so."""

    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.group = ""

    def begin(self, group):
        """What the next checks are about."""
        self.group = group

    def that(self, name, holds, otherwise=""):
        """One check that holds or doesn't."""
        if holds:
            self.passed += 1
            print(f"ok      {self.group}: {name}")
        else:
            self.failed += 1
            print(f"FAILED  {self.group}: {name}: {otherwise}")

    def equal(self, name, got, expected):
        """One check that two values are the same."""
        self.that(name, got == expected, f"got {got!r}, not {expected!r}")

    def contains(self, name, text, part):
        """One check that a text has a part."""
        self.that(name, part in text, f"{part!r} isn't in {text!r}")

    def refused(self, name, call, code, status, message="", exception=None):
        """A call that has to fail with this code and status; gives the error's response.

        `exception` is the class that boto3 has for an error of the model. Errors that no
        model has are `ClientError` itself.
        """
        try:
            answer = call()
        except ClientError as error:
            self.that(
                f"{name} is of its class", type(error) is (exception or ClientError), repr(error)
            )
            response = error.response
            got = (response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"])
            self.equal(name, got, (code, status))
            self.contains(f"{name} says why", response["Error"]["Message"], message)
            return response
        self.that(name, False, f"succeeded with {answer!r}")
        return None
