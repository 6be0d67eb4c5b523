//! A store of objects in memory.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tinsmith_runtime::bytes::{Bytes, BytesMut};
use tinsmith_runtime::http::{HeaderMap, HeaderValue, StatusCode};
use tinsmith_runtime::server::Context;
use tinsmith_runtime::{Body, ChecksumAlgorithm, ErrorMeta, Timestamp};

use crate::s3::{
    AbortMultipartUpload, AbortMultipartUploadOutput, ChecksumType, CompleteMultipartUpload,
    CompleteMultipartUploadOutput, CompletedPart, CreateBucket, CreateBucketOutput,
    CreateMultipartUpload, CreateMultipartUploadOutput, DeleteObject, DeleteObjectOutput, Error,
    GetObject, GetObjectOutput, HeadObject, HeadObjectOutput, ListObjectsV2, ListObjectsV2Output,
    ListParts, ListPartsOutput, NoSuchBucket, NoSuchKey, NoSuchUpload, NotFound, Object as Listed,
    Part, PutObject, PutObjectOutput, UploadPart, UploadPartOutput,
};

/// The largest object or part that the store takes.
const MOST: usize = 1 << 30;

/// The numbers of keys and of parts in a page.
const PAGE: usize = 1_000;

/// A store of objects in memory, with the answers that S3 gives: entity tags, ranges, conditions,
/// uploads in parts. It keeps nothing when it is dropped.
#[derive(Default)]
pub struct Store(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    buckets: BTreeMap<String, BTreeMap<String, Object>>,
    uploads: BTreeMap<String, Unfinished>,
    /// Makes entity tags and ids different.
    last: u64,
}

#[derive(Clone)]
struct Object {
    bytes: Bytes,
    e_tag: String,
    content_type: Option<String>,
    metadata: Option<BTreeMap<String, String>>,
    modified: Timestamp,
    checksums: Checksums,
}

/// Checksums that came with bytes and are theirs, in base64.
#[derive(Clone, Default)]
struct Checksums {
    crc32: Option<String>,
    crc32c: Option<String>,
    crc64nvme: Option<String>,
    sha1: Option<String>,
    sha256: Option<String>,
}

/// The checksums of an input.
macro_rules! checksums_of {
    ($input:expr) => {
        Checksums {
            crc32: $input.checksum_crc32.clone(),
            crc32c: $input.checksum_crc32c.clone(),
            crc64nvme: $input.checksum_crc64nvme.clone(),
            sha1: $input.checksum_sha1.clone(),
            sha256: $input.checksum_sha256.clone(),
        }
    };
}

/// Gives an output its checksums.
macro_rules! with_checksums {
    ($output:expr, $checksums:expr) => {
        $output.checksum_crc32.clone_from(&$checksums.crc32);
        $output.checksum_crc32c.clone_from(&$checksums.crc32c);
        $output.checksum_crc64nvme.clone_from(&$checksums.crc64nvme);
        $output.checksum_sha1.clone_from(&$checksums.sha1);
        $output.checksum_sha256.clone_from(&$checksums.sha256);
    };
}

impl Checksums {
    fn rows(&self) -> [(ChecksumAlgorithm, &Option<String>); 5] {
        [
            (ChecksumAlgorithm::Crc32, &self.crc32),
            (ChecksumAlgorithm::Crc32C, &self.crc32c),
            (ChecksumAlgorithm::Crc64Nvme, &self.crc64nvme),
            (ChecksumAlgorithm::Sha1, &self.sha1),
            (ChecksumAlgorithm::Sha256, &self.sha256),
        ]
    }

    /// The type, if there is any: those of objects in this store are of the whole.
    fn kind(&self) -> Option<ChecksumType> {
        let mut rows = self.rows().into_iter();
        rows.any(|(_, value)| value.is_some())
            .then_some(ChecksumType::FullObject)
    }

    /// Compares bytes with each checksum.
    async fn compare(&self, bytes: &Bytes) -> Result<(), Error> {
        for (algorithm, value) in self.rows() {
            let value = value.as_deref().map(HeaderValue::from_str);
            let Some(Ok(value)) = value else {
                continue;
            };
            let mut headers = HeaderMap::new();
            headers.insert(algorithm.header_name(), value);
            let body = Body::from(bytes.clone()).compared(&headers, &[algorithm]);
            if body.collect(MOST).await.is_err() {
                let text = "the bytes have another checksum";
                return Err(unmodeled(StatusCode::BAD_REQUEST, "BadDigest", text));
            }
        }
        Ok(())
    }
}

struct Unfinished {
    bucket: String,
    key: String,
    content_type: Option<String>,
    metadata: Option<BTreeMap<String, String>>,
    full_object: bool,
    parts: BTreeMap<i32, UploadedPart>,
}

struct UploadedPart {
    bytes: Bytes,
    e_tag: String,
    checksums: Checksums,
}

impl Store {
    /// Makes a store without buckets.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the bytes of an object.
    pub fn object(&self, bucket: &str, key: &str) -> Option<Bytes> {
        let inner = self.inner();
        Some(inner.buckets.get(bucket)?.get(key)?.bytes.clone())
    }

    /// Returns the ids of the uploads that were begun and neither completed nor given up.
    pub fn unfinished_uploads(&self) -> Vec<String> {
        self.inner().uploads.keys().cloned().collect()
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn objects(&mut self, bucket: Option<&str>) -> Result<&mut BTreeMap<String, Object>, Error> {
        let bucket = self.buckets.get_mut(bucket.unwrap_or_default());
        bucket.ok_or_else(|| NoSuchBucket::new().into())
    }

    fn upload(
        &mut self,
        id: Option<&str>,
        bucket: Option<&str>,
        key: Option<&str>,
    ) -> Result<&mut Unfinished, Error> {
        let upload = self.uploads.get_mut(id.unwrap_or_default());
        let is_same =
            |upload: &&mut Unfinished| Some(&*upload.bucket) == bucket && Some(&*upload.key) == key;
        upload
            .filter(is_same)
            .ok_or_else(|| NoSuchUpload::new().into())
    }

    fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// Stores an object, and returns its entity tag.
    fn keep(
        &mut self,
        bucket: Option<&str>,
        key: Option<&str>,
        if_match: Option<&str>,
        if_none_match: Option<&str>,
        mut object: Object,
    ) -> Result<String, Error> {
        let tag = format!("\"{:016x}\"", self.next());
        let objects = self.objects(bucket)?;
        let key = key.unwrap_or_default();
        let had = objects.get(key).map(|object| &*object.e_tag);
        let is_wrong = if_match.is_some_and(|tag| had != Some(tag));
        if is_wrong || if_none_match == Some("*") && had.is_some() {
            return Err(precondition_failed());
        }
        object.e_tag = tag.clone();
        objects.insert(key.to_owned(), object);
        Ok(tag)
    }
}

impl Unfinished {
    /// Puts the parts together that the end of the upload names.
    fn bytes(&self, named: Vec<CompletedPart>) -> Result<Bytes, Error> {
        let mut bytes = BytesMut::new();
        let mut before = 0;
        for part in named {
            let number = part.part_number.unwrap_or_default();
            let have = self.parts.get(&number);
            let have = have.filter(|have| Some(&have.e_tag) == part.e_tag.as_ref());
            let Some(have) = have.filter(|_| number > before) else {
                let text = "a part isn't there, has another entity tag, or isn't in its place";
                return Err(unmodeled(StatusCode::BAD_REQUEST, "InvalidPart", text));
            };
            before = number;
            bytes.extend_from_slice(&have.bytes);
        }
        Ok(bytes.freeze())
    }
}

fn unmodeled(status: StatusCode, code: &str, message: &str) -> Error {
    let meta = ErrorMeta::default().with_status(status);
    Error::Unmodeled(Box::new(meta.with_code(code).with_message(message)))
}

fn precondition_failed() -> Error {
    let text = "the object doesn't have the entity tag";
    unmodeled(StatusCode::PRECONDITION_FAILED, "PreconditionFailed", text)
}

/// Reads a body that may be cut off: nothing is kept of such a body.
async fn whole(body: Body, length: Option<i64>) -> Result<Bytes, Error> {
    let bytes = body.collect(MOST).await.map_err(|error| {
        unmodeled(
            StatusCode::BAD_REQUEST,
            "IncompleteBody",
            &error.to_string(),
        )
    })?;
    if length.is_some_and(|length| u64::try_from(length) != Ok(bytes.len() as u64)) {
        let text = "the body doesn't have the length in the header";
        return Err(unmodeled(StatusCode::BAD_REQUEST, "IncompleteBody", text));
    }
    Ok(bytes)
}

/// The place of a range in an object. A range that isn't understood is the whole.
fn place(range: Option<&str>, length: usize) -> Result<Option<Range<usize>>, Error> {
    let Some((first, last)) = range
        .and_then(|range| range.strip_prefix("bytes="))
        .and_then(|range| range.split_once('-'))
    else {
        return Ok(None);
    };
    let (start, end) = match (first.parse::<usize>(), last.parse::<usize>()) {
        (Ok(first), Ok(last)) => (first, last.saturating_add(1).min(length)),
        (Ok(first), Err(_)) if last.is_empty() => (first, length),
        (Err(_), Ok(last)) if first.is_empty() => (length.saturating_sub(last), length),
        _ => return Ok(None),
    };
    if start >= end {
        let text = "the object doesn't have the range";
        let status = StatusCode::RANGE_NOT_SATISFIABLE;
        return Err(unmodeled(status, "InvalidRange", text));
    }
    Ok(Some(start..end))
}

impl crate::s3::server::Handler for Store {
    async fn create_bucket(
        &self,
        input: CreateBucket,
        _: &Context,
    ) -> Result<CreateBucketOutput, Error> {
        let bucket = input.bucket.unwrap_or_default();
        let location = format!("/{bucket}");
        self.inner().buckets.entry(bucket).or_default();
        Ok(CreateBucketOutput::new().location(location))
    }

    async fn put_object(&self, input: PutObject, _: &Context) -> Result<PutObjectOutput, Error> {
        let checksums = checksums_of!(input);
        let object = Object {
            bytes: whole(input.body, input.content_length).await?,
            e_tag: String::new(),
            content_type: input.content_type,
            metadata: input.metadata,
            modified: Timestamp::now(),
            checksums: checksums.clone(),
        };
        let tag = self.inner().keep(
            input.bucket.as_deref(),
            input.key.as_deref(),
            input.if_match.as_deref(),
            input.if_none_match.as_deref(),
            object,
        )?;
        let mut output = PutObjectOutput::new().e_tag(tag);
        with_checksums!(output, checksums);
        output.checksum_type = checksums.kind();
        Ok(output)
    }

    async fn get_object(&self, input: GetObject, _: &Context) -> Result<GetObjectOutput, Error> {
        let object = {
            let mut inner = self.inner();
            let objects = inner.objects(input.bucket.as_deref())?;
            let object = objects.get(input.key.as_deref().unwrap_or_default());
            object.cloned().ok_or_else(NoSuchKey::new)?
        };
        if input.if_match.is_some_and(|tag| tag != object.e_tag) {
            return Err(precondition_failed());
        }
        let total = object.bytes.len();
        let range = place(input.range.as_deref(), total)?;
        let bytes = match &range {
            Some(range) => object.bytes.slice(range.clone()),
            None => object.bytes,
        };
        let mut output = GetObjectOutput::new()
            .accept_ranges("bytes")
            .e_tag(object.e_tag)
            .last_modified(object.modified)
            .body(bytes);
        match range {
            Some(Range { start, end }) => {
                output.content_range = Some(format!("bytes {start}-{}/{total}", end - 1));
            }
            // As S3, which gives ranges without checksums.
            None if input.checksum_mode.is_some() => {
                with_checksums!(output, object.checksums);
                output.checksum_type = object.checksums.kind();
            }
            None => {}
        }
        output.content_type = object.content_type;
        output.metadata = object.metadata;
        Ok(output)
    }

    async fn head_object(&self, input: HeadObject, _: &Context) -> Result<HeadObjectOutput, Error> {
        let mut inner = self.inner();
        let objects = inner.objects(input.bucket.as_deref());
        let objects = objects.map_err(|_| NotFound::new())?;
        let object = objects.get(input.key.as_deref().unwrap_or_default());
        let object = object.ok_or_else(NotFound::new)?;
        let mut output = HeadObjectOutput::new()
            .e_tag(object.e_tag.clone())
            .last_modified(object.modified)
            .content_length(i64::try_from(object.bytes.len()).unwrap_or(i64::MAX));
        output.content_type.clone_from(&object.content_type);
        output.metadata.clone_from(&object.metadata);
        if input.checksum_mode.is_some() {
            with_checksums!(output, object.checksums);
            output.checksum_type = object.checksums.kind();
        }
        Ok(output)
    }

    async fn delete_object(
        &self,
        input: DeleteObject,
        _: &Context,
    ) -> Result<DeleteObjectOutput, Error> {
        let mut inner = self.inner();
        let objects = inner.objects(input.bucket.as_deref())?;
        objects.remove(input.key.as_deref().unwrap_or_default());
        Ok(DeleteObjectOutput::new())
    }

    async fn list_objects_v2(
        &self,
        input: ListObjectsV2,
        _: &Context,
    ) -> Result<ListObjectsV2Output, Error> {
        let mut inner = self.inner();
        let objects = inner.objects(input.bucket.as_deref())?;
        let prefix = input.prefix.unwrap_or_default();
        let most = input.max_keys.and_then(|most| usize::try_from(most).ok());
        let most = most.unwrap_or(PAGE).min(PAGE);
        let after = input.continuation_token;
        let mut left = objects
            .iter()
            .filter(|(key, _)| key.starts_with(&prefix))
            .filter(|(key, _)| after.as_ref().is_none_or(|after| *key > after));
        let page = left.by_ref().take(most).map(|(key, object)| {
            Listed::new()
                .key(key.as_str())
                .e_tag(object.e_tag.as_str())
                .last_modified(object.modified)
                .size(i64::try_from(object.bytes.len()).unwrap_or(i64::MAX))
        });
        let page: Vec<Listed> = page.collect();
        let mut output = ListObjectsV2Output::new()
            .prefix(prefix.as_str())
            .key_count(i32::try_from(page.len()).unwrap_or(i32::MAX))
            .max_keys(i32::try_from(most).unwrap_or(i32::MAX))
            .is_truncated(left.next().is_some());
        if output.is_truncated == Some(true) {
            output.next_continuation_token = page.last().and_then(|last| last.key.clone());
        }
        output.name = input.bucket;
        Ok(output.contents(page))
    }

    async fn create_multipart_upload(
        &self,
        input: CreateMultipartUpload,
        _: &Context,
    ) -> Result<CreateMultipartUploadOutput, Error> {
        let mut inner = self.inner();
        inner.objects(input.bucket.as_deref())?;
        let id = format!("upload-{}", inner.next());
        let (bucket, key) = (
            input.bucket.unwrap_or_default(),
            input.key.unwrap_or_default(),
        );
        let output = CreateMultipartUploadOutput::new()
            .bucket(bucket.as_str())
            .key(key.as_str())
            .upload_id(id.as_str());
        let upload = Unfinished {
            bucket,
            key,
            content_type: input.content_type,
            metadata: input.metadata,
            full_object: input.checksum_type == Some(ChecksumType::FullObject),
            parts: BTreeMap::new(),
        };
        inner.uploads.insert(id, upload);
        Ok(output)
    }

    async fn upload_part(&self, input: UploadPart, _: &Context) -> Result<UploadPartOutput, Error> {
        let checksums = checksums_of!(input);
        let bytes = whole(input.body, input.content_length).await?;
        let mut inner = self.inner();
        let tag = format!("\"{:016x}\"", inner.next());
        let upload = inner.upload(
            input.upload_id.as_deref(),
            input.bucket.as_deref(),
            input.key.as_deref(),
        )?;
        let number = input.part_number.unwrap_or_default();
        let mut output = UploadPartOutput::new().e_tag(tag.as_str());
        with_checksums!(output, checksums);
        let part = UploadedPart {
            bytes,
            e_tag: tag,
            checksums,
        };
        upload.parts.insert(number, part);
        Ok(output)
    }

    async fn list_parts(&self, input: ListParts, _: &Context) -> Result<ListPartsOutput, Error> {
        let mut inner = self.inner();
        let id = input.upload_id.as_deref();
        let upload = inner.upload(id, input.bucket.as_deref(), input.key.as_deref())?;
        let after = input.part_number_marker.as_deref().unwrap_or("0");
        let after: i32 = after.parse().unwrap_or_default();
        let most = input.max_parts.and_then(|most| usize::try_from(most).ok());
        let mut left = upload.parts.iter().filter(|(number, _)| **number > after);
        let page = left.by_ref().take(most.unwrap_or(PAGE).min(PAGE));
        let page = page.map(|(number, part)| {
            let mut listed = Part::new()
                .part_number(*number)
                .e_tag(part.e_tag.as_str())
                .size(i64::try_from(part.bytes.len()).unwrap_or(i64::MAX));
            with_checksums!(listed, part.checksums);
            listed
        });
        let page: Vec<Part> = page.collect();
        let last = page.last().and_then(|part| part.part_number);
        let mut output = ListPartsOutput::new().is_truncated(left.next().is_some());
        output.next_part_number_marker = last.map(|last| last.to_string());
        output.upload_id = input.upload_id;
        Ok(output.parts(page))
    }

    async fn complete_multipart_upload(
        &self,
        input: CompleteMultipartUpload,
        _: &Context,
    ) -> Result<CompleteMultipartUploadOutput, Error> {
        let checksums = checksums_of!(input);
        let (bucket, key) = (input.bucket.as_deref(), input.key.as_deref());
        let id = input.upload_id.as_deref();
        let named = input.multipart_upload.and_then(|parts| parts.parts);
        let full_object = input.checksum_type == Some(ChecksumType::FullObject);
        let bytes = {
            let mut inner = self.inner();
            let upload = inner.upload(id, bucket, key)?;
            if upload.full_object != full_object {
                let text = "the upload was begun with another type of checksum";
                return Err(unmodeled(StatusCode::BAD_REQUEST, "InvalidRequest", text));
            }
            upload.bytes(named.unwrap_or_default())?
        };
        let length = input.mpu_object_size;
        if length.is_some_and(|length| u64::try_from(length) != Ok(bytes.len() as u64)) {
            let text = "the parts don't have the length in the header";
            return Err(unmodeled(StatusCode::BAD_REQUEST, "InvalidRequest", text));
        }
        checksums.compare(&bytes).await?;
        let mut inner = self.inner();
        let upload = inner.upload(id, bucket, key)?;
        let object = Object {
            bytes,
            e_tag: String::new(),
            content_type: upload.content_type.clone(),
            metadata: upload.metadata.clone(),
            modified: Timestamp::now(),
            checksums: checksums.clone(),
        };
        let if_match = input.if_match.as_deref();
        let tag = inner.keep(
            bucket,
            key,
            if_match,
            input.if_none_match.as_deref(),
            object,
        )?;
        inner.uploads.remove(id.unwrap_or_default());
        let mut output = CompleteMultipartUploadOutput::new().e_tag(tag);
        with_checksums!(output, checksums);
        output.checksum_type = checksums.kind();
        output.bucket = input.bucket;
        output.key = input.key;
        Ok(output)
    }

    async fn abort_multipart_upload(
        &self,
        input: AbortMultipartUpload,
        _: &Context,
    ) -> Result<AbortMultipartUploadOutput, Error> {
        let mut inner = self.inner();
        let id = input.upload_id.as_deref();
        inner.upload(id, input.bucket.as_deref(), input.key.as_deref())?;
        inner.uploads.remove(id.unwrap_or_default());
        Ok(AbortMultipartUploadOutput::new())
    }
}
