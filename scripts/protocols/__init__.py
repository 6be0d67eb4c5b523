"""Generated crates of XML and query services against botocore.

- `table` names the services and operations;
- `program` generates them and builds `program.rs`, which runs jobs;
- `values` makes random values that the models allow;
- `oracle` is botocore;
- `errors` makes error responses;
- `deviations` has what differs on purpose;
- `compare` puts all of them together.
"""
