"""Wire vectors: what botocore puts on the wire and takes from it, as test cases.

`text`        strings worth testing, and JSON text in every legal spelling
`oracle`      botocore, driven without a network
`deviations`  every place where emr-sessions differs from botocore on purpose
`requests`    what is to be encoded
`responses`   successful responses to be decoded
`errors`      error responses to be decoded
`cases`       drafts and botocore's answers, put together as cases
`compare`     cases against the `wire` example
"""
