"""Presigned operations of real services: generated clients against botocore."""
