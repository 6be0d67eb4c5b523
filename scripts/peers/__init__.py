"""boto3 and the AWS CLI as clients of `fake_emr`."""
