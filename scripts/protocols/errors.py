"""Error responses, as services of each protocol write them."""

from __future__ import annotations

from random import Random
from xml.sax.saxutils import escape

from wire.text import alphanumeric

from .table import Model

UNMODELED = ("Throttling", "AccessDenied", "InternalFailure", "SlowDown", "Brand.New-Error")
MESSAGES = ["It did not work.", "", "a <b> & 'c' \"d\"", " spaces ", "漢字 😀\nsecond line", "]]>"]


def code(model: Model, error: str) -> str:
    """The code of an error on the wire."""
    traits = model.shape(error).get("traits", {})
    of_query = traits.get("aws.protocols#awsQueryError", {}).get("code")
    name = error.split("#")[1]
    return str(of_query or name) if model.service.protocol == "query" else name


def response(model: Model, code: str, rng: Random) -> tuple[int, list[list[str]], str]:
    """A status, headers and a body."""
    headers = [["content-type", "text/xml"]]
    id = alphanumeric(rng, 20)
    message = escape(rng.choice(MESSAGES))
    if "]]>" not in message and rng.random() < 0.3:
        message = f"<![CDATA[{rng.choice(MESSAGES[:5])}]]>"
    error = f"<Code>{escape(code)}</Code><Message>{message}</Message>"
    gap = rng.choice(["", "\n  ", "<!-- gap -->"])
    more = rng.choice(["", "<Newer><Code>x</Code><Message>y</Message></Newer>"])
    match model.service.name, model.service.protocol:
        case "s3", _:
            # S3 says it twice. botocore looks here, and we look into the body first.
            headers.append(["x-amz-request-id", id])
            error = f"<Error>{gap}{error}{more}<RequestId>{id}</RequestId><HostId>h</HostId></Error>"
        case _, "ec2":
            error = f"<Response><Errors>{gap}<Error>{error}{more}</Error></Errors>"
            error += f"{gap}<RequestID>{id}</RequestID></Response>"
        case _:
            error = f'<ErrorResponse xmlns="https://example.com/">{gap}<Error><Type>Sender</Type>{error}{more}'
            error += f"</Error>{gap}<RequestId>{id}</RequestId></ErrorResponse>"
    status = rng.choice([400, 403, 404, 500, 503])
    return status, headers, '<?xml version="1.0" encoding="UTF-8"?>\n' + error
