//! Services that need more than their protocol says.

use crate::model::Shape;

/// The ways in which a service is special.
#[derive(Debug)]
pub(crate) struct Special {
    /// The `sdkId` of the service.
    sdk_id: &'static str,
    /// Whether a response with a status of success may hold an error all the same.
    pub(crate) errors_in_success: bool,
    /// The label that endpoint rules put into the endpoint, so that no client has it in its path.
    pub(crate) label_in_endpoint: Option<&'static str>,
}

const ORDINARY: Special = Special {
    sdk_id: "",
    errors_in_success: false,
    label_in_endpoint: None,
};

/// The services that are special. Each row has its reason.
const ALL: [Special; 1] = [
    // S3 begins its answer before a long copy has succeeded, and has no other way to say that the
    // copy failed in the end (CopyObject, UploadPartCopy and CompleteMultipartUpload in the S3 API
    // reference). botocore looks for errors in all answers that are XML.
    Special {
        sdk_id: "S3",
        errors_in_success: true,
        // The rules of S3 make `https://bucket.s3.…` or `https://s3.…/bucket` of the bucket.
        label_in_endpoint: Some("Bucket"),
    },
];

/// Returns the ways in which a service is special.
pub(crate) fn special(service: &Shape) -> &'static Special {
    let id = service.traits.sdk_id.as_deref();
    let mut all = ALL.iter();
    all.find(|special| Some(special.sdk_id) == id)
        .unwrap_or(&ORDINARY)
}
