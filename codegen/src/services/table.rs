//! The services that are special. Each row has its reason.

use super::special::{Attributes, ORDINARY, Special};

const PRESIGNED_SNAPSHOT: &str = "Clients don't make the presigned URL that a copy of an \
     encrypted snapshot from another region needs. Presign this operation with a client of the \
     source region, with the member for the destination's region set and without the member for the \
     URL (`client.presigned`), and set the member for the URL to the result.";

const DYNAMO_DB: Attributes = Attributes {
    union: "AttributeValue",
    text: "S",
    number: "N",
    bytes: "B",
    boolean: "BOOL",
    null: "NULL",
    list: "L",
    map: "M",
    texts: "SS",
    numbers: "NS",
    blobs: "BS",
};

pub(super) const ALL: &[Special] = &[
    // An attribute is text or a number, and numbers are text, so that the types alone don't say which
    // one a text is. Items are what programs store, and so what serde's types are converted to.
    Special {
        sdk_id: "DynamoDB",
        attributes: Some(&DYNAMO_DB),
        ..ORDINARY
    },
    Special {
        sdk_id: "DynamoDB Streams",
        attributes: Some(&DYNAMO_DB),
        ..ORDINARY
    },
    // The account of the credentials is meant where none is named; the header is demanded by the
    // API reference, "Common Request Headers"; an upload without its tree hash is refused.
    Special {
        sdk_id: "Glacier",
        version_header: Some("x-amz-glacier-version"),
        label_defaults: &[("accountId", "-")],
        tree_hashes: &["UploadArchive", "UploadMultipartPart"],
        ..ORDINARY
    },
    // "If you have reached the end of the stream, it returns the same token you passed in": API reference,
    // `nextForwardToken`. More events may come, so that there is always a token.
    Special {
        sdk_id: "CloudWatch Logs",
        last_repeats_token: &["GetLogEvents"],
        ..ORDINARY
    },
    // Without it, the service answers in HAL instead of what the model says.
    Special {
        sdk_id: "API Gateway",
        headers: &[("accept", "application/json")],
        ..ORDINARY
    },
    // A model that is mounted has an endpoint of its own, which the service tells, and callers
    // pass on.
    Special {
        sdk_id: "Machine Learning",
        endpoint_member: Some(("Predict", "PredictEndpoint")),
        ..ORDINARY
    },
    // The service gives ids such as `/hostedzone/Z1`, and takes `Z1`.
    Special {
        sdk_id: "Route 53",
        last_segments: &["ResourceId", "DelegationSetId", "ChangeId"],
        ..ORDINARY
    },
    // S3 begins its answer before a long copy has succeeded, and has no other way to say that the
    // copy failed in the end (CopyObject, UploadPartCopy and CompleteMultipartUpload in the S3 API
    // reference). botocore looks for errors in all answers that are XML.
    //
    // Both the endpoint rules and the paths of the model have the bucket. S3 demands the hash of
    // each body (S3 API reference, "Authenticating Requests"). `Expires` is what a program stored,
    // whether it is a date or not. Objects
    // of more than 5 GiB can only be uploaded in parts. `x-id` names the operation for logs: boto3 and other
    // clients leave it out. Answers to HEAD have no body for a code.
    Special {
        sdk_id: "S3",
        errors_in_success: true,
        content_hash: true,
        takes_forms: true,
        moves_large_objects: true,
        operation_in_query: Some("x-id"),
        label_in_endpoint: Some("Bucket"),
        lenient_headers: &["expires"],
        codes_of_status: &[(404, "NotFound")],
        ..ORDINARY
    },
    // Both the endpoint rules and the model put the account before the host.
    Special {
        sdk_id: "S3 Control",
        content_hash: true,
        prefix_in_endpoint: Some("RequiresAccountId"),
        ..ORDINARY
    },
    // S3's signer, by the name of the service in signatures.
    Special {
        sdk_id: "S3Outposts",
        content_hash: true,
        ..ORDINARY
    },
    Special {
        sdk_id: "EC2",
        notes: &[("CopySnapshot", PRESIGNED_SNAPSHOT)],
        ..ORDINARY
    },
    Special {
        sdk_id: "RDS",
        notes: &[
            ("CopyDBClusterSnapshot", PRESIGNED),
            ("CopyDBSnapshot", PRESIGNED),
            ("CreateDBCluster", PRESIGNED),
            ("CreateDBInstanceReadReplica", PRESIGNED),
            ("StartDBInstanceAutomatedBackupsReplication", PRESIGNED),
        ],
        ..ORDINARY
    },
    Special {
        sdk_id: "Neptune",
        notes: &[
            ("CopyDBClusterSnapshot", PRESIGNED),
            ("CreateDBCluster", PRESIGNED),
        ],
        ..ORDINARY
    },
    Special {
        sdk_id: "DocDB",
        notes: &[
            ("CopyDBClusterSnapshot", PRESIGNED),
            ("CreateDBCluster", PRESIGNED),
        ],
        ..ORDINARY
    },
];

const PRESIGNED: &str = "Clients don't make the presigned URL that an encrypted source in another \
     region needs. Make this operation's request for the source region without the member for the \
     URL (`to_request`), add `&DestinationRegion=` and the copy's region to its form, presign it \
     (`Presigning` of the runtime), and set the member for the URL to the result.";
