//! The parts that the service has of an upload.

use std::collections::BTreeMap;

use super::{ResumeUpload, TransferError, TransferErrorKind};
use crate::client::SendOperation;

/// Parts by their numbers: their lengths, and what completes the upload.
pub(super) type Parts<S> = BTreeMap<i32, (u64, S)>;

/// The number of pages in which 10,000 parts may come, one by one.
const PAGES: usize = 10_000;

/// Lists the parts of an upload. A part without number or length counts as missing.
pub(super) async fn parts_of<C, P>(
    client: &C,
    put: &P,
    upload_id: &str,
) -> Result<Parts<P::Sent>, TransferError<P::Error>>
where
    C: SendOperation<P::List>,
    P: ResumeUpload,
{
    let mut parts = Parts::new();
    let mut marker = None;
    for _ in 0..PAGES {
        let list = put.list(upload_id, marker.clone());
        let page = client.send_operation(&list).await;
        let (listed, next) = P::listed(page.map_err(TransferErrorKind::Call)?);
        for part in listed {
            let length = part.length.and_then(|length| u64::try_from(length).ok());
            if let (Some(number), Some(length)) = (part.number, length) {
                parts.insert(number, (length, part.sent));
            }
        }
        if next.is_none() {
            return Ok(parts);
        }
        if next == marker {
            break;
        }
        marker = next;
    }
    Err(TransferError::invalid(
        "the service lists the parts of the upload without an end",
    ))
}
