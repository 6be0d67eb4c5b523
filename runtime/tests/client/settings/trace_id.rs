//! The trace of a function that Lambda runs, as its variables say it.

use crate::settings::places::load;
use crate::settings::toy::seen;

const FUNCTION: (&str, &str) = ("AWS_LAMBDA_FUNCTION_NAME", "some-function");
const TRACE: (&str, &str) = (
    "_X_AMZN_TRACE_ID",
    "Root=1-5759e988;Parent=53995c3f;Sampled=1",
);

#[tokio::test]
async fn only_in_a_function_and_only_with_a_trace() {
    for (variables, expected) in [
        (&[][..], None),
        (&[FUNCTION], None),
        (&[TRACE], None),
        (&[FUNCTION, ("_X_AMZN_TRACE_ID", "")], None),
        (&[FUNCTION, TRACE], Some(TRACE.1)),
        (
            &[FUNCTION, ("_X_AMZN_TRACE_ID", "one\ntwo\u{bc}\t")],
            Some("one%0Atwo%C2%BC%09"),
        ),
    ] {
        let seen = seen(load(variables, "").unwrap()).await;
        assert_eq!(seen.trace_id.as_deref(), expected, "{variables:?}");
        // It isn't signed, as it may be changed on the way.
        let authorization = seen.authorization.unwrap();
        assert!(
            !authorization.contains("x-amzn-trace-id"),
            "{authorization}"
        );
    }
}
