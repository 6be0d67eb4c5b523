"""Random models that are valid Smithy."""
