"""boto3 clients that know nothing of this machine's configuration."""

import boto3
from botocore.config import Config

REGION = "eu-west-1"


class Fake:
    """Where `fake_emr` listens, and the keys that it takes."""

    def __init__(self, url, access_key_id, secret_access_key):
        self.url = url
        self.access_key_id = access_key_id
        self.secret_access_key = secret_access_key

    def client(self, service, attempts=1, validate=True, signature_version=None, **keys):
        """A client of the service; `keys` stand in for the right ones."""
        credentials = {
            "aws_access_key_id": self.access_key_id,
            "aws_secret_access_key": self.secret_access_key,
        }
        return boto3.session.Session().client(
            service,
            region_name=REGION,
            endpoint_url=self.url,
            config=Config(
                parameter_validation=validate,
                signature_version=signature_version,
                retries={"total_max_attempts": attempts, "mode": "standard"},
            ),
            **(credentials | keys),
        )

    def emr(self, **options):
        return self.client("emr", **options)

    def containers(self, **options):
        return self.client("emr-containers", **options)
