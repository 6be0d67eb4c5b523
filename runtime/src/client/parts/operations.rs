//! The operations of transfers, as generated code describes them.

use super::Described;
use crate::client::{SendOperation, ServiceError};
use crate::{Body, Operation};

/// An operation that uploads an object, and those that upload it in parts. Generated code implements
/// the trait. Members with the same name and type go from the upload to the other operations, and
/// from their outputs to its output.
pub trait UploadInParts:
    Operation<Error: ServiceError + Send + Sync + 'static> + Send + Sized + 'static
{
    /// The operation that begins an upload.
    #[doc(hidden)]
    type Create: Operation<Error = Self::Error> + Send;
    /// The operation that sends a part.
    #[doc(hidden)]
    type Part: Operation<Error = Self::Error> + Send + 'static;
    /// The operation that makes an object of the parts.
    #[doc(hidden)]
    type Complete: Operation<Error = Self::Error> + Send;
    /// The operation that gives an upload up.
    #[doc(hidden)]
    type Abort: Operation<Error = Self::Error> + Send;
    /// The description of a part that was sent.
    #[doc(hidden)]
    type Sent: Send + 'static;

    /// Takes the body out of the upload.
    #[doc(hidden)]
    fn take_body(&mut self) -> Body;

    /// Sets the body of an upload in one piece.
    #[doc(hidden)]
    fn set_body(&mut self, body: Body);

    /// The checksums of the whole that complete an upload.
    #[doc(hidden)]
    const FULL_OBJECT: &'static [FullObjectChecksum<Self>] = &[];

    /// Returns the algorithm that the program chose for checksums.
    #[doc(hidden)]
    fn checksum_algorithm(&self) -> Option<&str> {
        None
    }

    /// Chooses the algorithm of checksums.
    #[doc(hidden)]
    fn choose_checksum_algorithm(&mut self, _name: &'static str) {}

    /// Has the service keep a checksum of the whole.
    #[doc(hidden)]
    fn create_full_object(_create: &mut Self::Create) {}

    /// Says at the end that the service keeps a checksum of the whole.
    #[doc(hidden)]
    fn complete_full_object(_complete: &mut Self::Complete) {}

    /// Returns the name of a member that is set and says something of the whole body, such as its
    /// MD5. Such a member can't be sent with parts.
    #[doc(hidden)]
    fn member_of_whole(&self) -> Option<&'static str>;

    /// Makes the operation that begins the upload.
    #[doc(hidden)]
    fn create(&self) -> Self::Create;

    /// Returns the id of the upload that was begun.
    #[doc(hidden)]
    fn upload_id(created: <Self::Create as Operation>::Output) -> Option<String>;

    /// Makes the operation that sends a part. Numbers begin at 1.
    #[doc(hidden)]
    fn part(&self, upload_id: &str, number: i32, body: Body) -> Self::Part;

    /// Makes the description of a part that was sent.
    #[doc(hidden)]
    fn sent(number: i32, output: <Self::Part as Operation>::Output) -> Self::Sent;

    /// Makes the operation that makes an object of the parts, which have `length` bytes.
    #[doc(hidden)]
    fn complete(&self, upload_id: &str, parts: Vec<Self::Sent>, length: i64) -> Self::Complete;

    /// Makes the output of the upload.
    #[doc(hidden)]
    fn output(completed: <Self::Complete as Operation>::Output) -> Self::Output;

    /// Makes the operation that gives the upload up.
    #[doc(hidden)]
    fn abort(&self, upload_id: &str) -> Self::Abort;
}

/// An upload that can be taken up again, since the service lists the parts that it has.
pub trait ResumeUpload: UploadInParts {
    /// The operation that lists parts.
    #[doc(hidden)]
    type List: Operation<Error = Self::Error> + Send;

    /// Makes the operation that lists the parts after a marker.
    #[doc(hidden)]
    fn list(&self, upload_id: &str, marker: Option<String>) -> Self::List;

    /// Returns the parts of a page, and the marker of the next page if there is one.
    #[doc(hidden)]
    fn listed(
        output: <Self::List as Operation>::Output,
    ) -> (Vec<SentPart<Self::Sent>>, Option<String>);
}

/// A part that the service has.
#[derive(Debug)]
pub struct SentPart<S> {
    pub(super) number: Option<i32>,
    pub(super) length: Option<i64>,
    pub(super) sent: S,
}

impl<S> SentPart<S> {
    /// Describes a part by its number, its length in bytes, and what completes the upload.
    pub fn new(number: Option<i32>, length: Option<i64>, sent: S) -> Self {
        Self {
            number,
            length,
            sent,
        }
    }
}

/// A checksum that the operations of an upload can carry: the name of its algorithm, and its members.
pub struct FullObjectChecksum<P: UploadInParts> {
    pub(super) name: &'static str,
    /// The one that the program set.
    pub(super) of_put: fn(&P) -> Option<&String>,
    /// The one that the service told of a part.
    pub(super) of_part: fn(&P::Sent) -> Option<&String>,
    /// The one that completes the upload.
    pub(super) of_complete: fn(&mut P::Complete) -> &mut Option<String>,
}

impl<P: UploadInParts> FullObjectChecksum<P> {
    /// Describes a checksum.
    pub const fn new(
        name: &'static str,
        of_put: fn(&P) -> Option<&String>,
        of_part: fn(&P::Sent) -> Option<&String>,
        of_complete: fn(&mut P::Complete) -> &mut Option<String>,
    ) -> Self {
        Self {
            name,
            of_put,
            of_part,
            of_complete,
        }
    }
}

/// An operation that downloads an object or a range of it. Generated code implements the trait.
pub trait DownloadByRanges:
    Operation<Error: ServiceError + Send + Sync + 'static> + Clone + Send + 'static
{
    /// Returns the range that the program asked for.
    #[doc(hidden)]
    fn range(&self) -> Option<&str>;

    /// Returns whether the program asked for one part of those in which the object was uploaded.
    #[doc(hidden)]
    fn is_of_part(&self) -> bool;

    /// Asks for a range.
    #[doc(hidden)]
    fn set_range(&mut self, range: Option<String>);

    /// Asks for the version of the object that has this entity tag.
    #[doc(hidden)]
    fn set_version(&mut self, e_tag: &str);

    /// Returns the place of the output's bytes in the object.
    #[doc(hidden)]
    fn content_range(output: &Self::Output) -> Option<&str>;

    /// Returns the entity tag of the object.
    #[doc(hidden)]
    fn e_tag(output: &Self::Output) -> Option<&str>;

    /// The operation that describes the object; the download itself, if there is none.
    #[doc(hidden)]
    type Head: Operation<Error = Self::Error> + Send;

    /// Makes the operation that describes the object, if there is one that tells checksums.
    #[doc(hidden)]
    fn head(&self) -> Option<Self::Head>;

    /// Returns what that operation says of the object.
    #[doc(hidden)]
    fn described_by_head(output: <Self::Head as Operation>::Output) -> Described;

    /// Returns what the output says of the object.
    #[doc(hidden)]
    fn described(output: &Self::Output) -> Described;

    /// Takes the body out of the output.
    #[doc(hidden)]
    fn take_body(output: &mut Self::Output) -> Body;

    /// Sets the number of bytes in the output's body, and their place in the object.
    #[doc(hidden)]
    fn set_place(output: &mut Self::Output, length: Option<i64>, content_range: Option<String>);
}

/// A client that sends the operations of an upload.
pub trait SendParts<P: UploadInParts>:
    SendOperation<P>
    + SendOperation<P::Create>
    + SendOperation<P::Part>
    + SendOperation<P::Complete>
    + SendOperation<P::Abort>
    + Clone
    + Send
    + Sync
    + 'static
{
}

impl<P: UploadInParts, C> SendParts<P> for C where
    C: SendOperation<P>
        + SendOperation<P::Create>
        + SendOperation<P::Part>
        + SendOperation<P::Complete>
        + SendOperation<P::Abort>
        + Clone
        + Send
        + Sync
        + 'static
{
}
