"""Who signs a call: botocore's answer and ours, in random environments."""
