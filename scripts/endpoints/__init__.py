"""Endpoints by random parameters: those of our generated rules, and those of botocore's rule engine."""
