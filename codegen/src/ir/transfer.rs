//! Operations that move large objects in parts.

use super::Name;

/// The operations of a service that move large objects.
#[derive(Debug)]
pub(crate) struct Transfers {
    pub(crate) upload: Option<UploadInParts>,
    pub(crate) download: Option<DownloadByRanges>,
}

/// A field whose value goes from one structure to another.
#[derive(Clone, Debug)]
pub(crate) struct Copied {
    pub(crate) from: String,
    pub(crate) to: String,
    /// Whether the value is `Copy`.
    pub(crate) is_copy: bool,
}

/// The fields with a checksum in structures of an upload or of an object: the name of its algorithm,
/// such as `CRC32`, and the fields.
#[derive(Debug)]
pub(crate) struct ChecksumFields<const N: usize> {
    pub(crate) algorithm: String,
    pub(crate) fields: [String; N],
}

/// The fields of checksums of a whole object that is uploaded in parts.
#[derive(Debug)]
pub(crate) struct FullObject {
    /// In the upload, in a part that was sent, and in what completes the upload.
    pub(crate) checksums: Vec<ChecksumFields<3>>,
    /// The field of the upload with the algorithm.
    pub(crate) algorithm: String,
    /// The fields with the type of checksums: of what begins the upload, and of what completes it.
    pub(crate) created: String,
    pub(crate) completed: Option<String>,
}

/// An operation of an upload in parts.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) input: Name,
    pub(crate) output: Name,
    /// The fields of the upload's input that go to this one.
    pub(crate) copied: Vec<Copied>,
    /// The field of the input with the upload's id; none of the operation that begins the upload.
    pub(crate) upload_id: Option<String>,
}

/// An operation that uploads an object, and those that upload it in parts.
#[derive(Debug)]
pub(crate) struct UploadInParts {
    pub(crate) input: Name,
    pub(crate) output: Name,
    /// The field with the body.
    pub(crate) body: String,
    /// The members that say something of the whole body: their names and their fields.
    pub(crate) of_whole: Vec<(String, String)>,
    pub(crate) create: Step,
    /// The field of the output that begins an upload, with its id.
    pub(crate) created_id: String,
    pub(crate) part: Step,
    pub(crate) part_number: String,
    pub(crate) part_body: String,
    /// The structure that describes a part.
    pub(crate) sent: Name,
    pub(crate) sent_number: String,
    /// The fields of a part's output that describe it.
    pub(crate) sent_copied: Vec<Copied>,
    pub(crate) complete: Step,
    /// The field with the parts, the structure in it, and its setter for the parts.
    pub(crate) parts: String,
    pub(crate) parts_in: Name,
    pub(crate) parts_setter: String,
    /// The field with the number of bytes in all parts.
    pub(crate) length: Option<String>,
    /// The fields of the output that completes the upload that go to the upload's output.
    pub(crate) completed: Vec<Copied>,
    pub(crate) abort: Step,
    pub(crate) list: Option<ListParts>,
    pub(crate) full_object: Option<FullObject>,
}

/// An operation that lists the parts of an upload.
#[derive(Debug)]
pub(crate) struct ListParts {
    pub(crate) step: Step,
    /// The field of the input with the marker of a page.
    pub(crate) marker: String,
    /// The fields of the output.
    pub(crate) is_truncated: String,
    pub(crate) next_marker: String,
    pub(crate) parts: String,
    /// The fields of a part.
    pub(crate) number: String,
    pub(crate) length: String,
    /// The fields of a part that describe it when the upload is completed.
    pub(crate) copied: Vec<Copied>,
}

/// An operation that downloads an object, or a range of it.
#[derive(Debug)]
pub(crate) struct DownloadByRanges {
    pub(crate) input: Name,
    pub(crate) output: Name,
    /// The fields of the input.
    pub(crate) range: String,
    pub(crate) part_number: Option<String>,
    pub(crate) if_match: String,
    /// The fields of the output.
    pub(crate) content_range: String,
    pub(crate) content_length: String,
    pub(crate) e_tag: String,
    pub(crate) body: String,
    pub(crate) checksums: ObjectChecksums,
    pub(crate) head: Option<HeadObject>,
}

/// The fields of an output with the checksums of an object.
#[derive(Debug, Default)]
pub(crate) struct ObjectChecksums {
    pub(crate) fields: Vec<ChecksumFields<1>>,
    /// The field with the type of checksums.
    pub(crate) ty: Option<String>,
}

/// An operation that describes an object.
#[derive(Debug)]
pub(crate) struct HeadObject {
    pub(crate) step: Step,
    /// The field of the input that asks for checksums.
    pub(crate) checksum_mode: String,
    /// The fields of the output.
    pub(crate) e_tag: String,
    pub(crate) checksums: ObjectChecksums,
}
