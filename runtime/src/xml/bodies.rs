//! Whole bodies in XML: a value, and the elements around it.

use bytes::Bytes;
use http::Response;

use super::error_element::{error_element, request_id, scan, text_in_error};
use super::prolog::root_name;
use super::scan::is_white_space;
use super::{Name, Reader, Writer, path_at};
use crate::read_error::ReadResult;
use crate::response::meta_of_headers;
use crate::{ErrorMeta, InvalidResponse};

crate::bodies::read_bodies!();

#[cfg(feature = "server")]
pub use crate::server::form::Wrapping;
#[cfg(feature = "server")]
pub use for_servers::*;

/// Returns whether a body has white space only.
fn is_blank(body: &[u8]) -> bool {
    body.iter().all(is_white_space)
}

/// Reads the body of a successful response of a query protocol: the value is the child of the root
/// that has the name `result`. A response without that child gives the default, as a service may
/// leave out a result without members.
///
/// # Errors
///
/// The errors of [`read_body`].
pub fn read_result<T: Default>(
    operation: &'static str,
    response: &Response<Bytes>,
    result: &'static str,
    mut read: impl FnMut(&mut Reader<'_>, &mut T) -> ReadResult,
) -> Result<T, Box<InvalidResponse>> {
    read_body(operation, response, |r, value| {
        r.object(|r, name| {
            if name == result {
                read(r, value)
            } else {
                r.skip()
            }
        })
    })
}

/// Reads the body of a successful response whose root element is a member of the output instead of
/// the output itself (the trait `aws.customizations#s3UnwrappedXmlOutput`).
///
/// # Errors
///
/// The errors of [`read_body`].
pub fn read_unwrapped<T: Default>(
    operation: &'static str,
    response: &Response<Bytes>,
    read: impl FnOnce(&mut Reader<'_>, &mut T) -> ReadResult,
) -> Result<T, Box<InvalidResponse>> {
    let body = response.body();
    if is_blank(body) {
        return Ok(T::default());
    }
    let read = || {
        let mut reader = Reader::document(body)?;
        reader.prolog()?;
        let value = reader.new_structure(read)?;
        reader.end()?;
        Ok(value)
    };
    read().map_err(|error| invalid(meta_of_headers(operation, response), &error, body))
}

/// Reads the body of an error's response, once [`error_meta`] has said which error it is. The error
/// is the root element if that is named `Error`, else the element `Error` of the root, else that of
/// the element `Errors` (EC2), else the root.
///
/// Reading never fails: a member that can't be read has its default. A proxy in front of the service
/// may have put HTML there, the connection may have broken, a member may have another type. The kind
/// of the error, and its [`ErrorMeta`], matter more.
pub fn read_error<T: Default>(
    response: &Response<Bytes>,
    read: impl FnOnce(&mut Reader<'_>, &mut T) -> ReadResult,
) -> T {
    error_element(response.body())
        .and_then(|mut reader| reader.new_structure(read).ok())
        .unwrap_or_default()
}

/// Reads what a response says about an error.
///
/// The code comes from the header `x-amzn-errortype`, or else from the best of `code_members` that
/// the element of the [error](read_error) has. The message is its `message`, `Message` or
/// `errorMessage`. The request id is that of `x-amzn-requestid`, `x-amz-request-id` or
/// `x-amz-requestid`, or else the element `RequestId` or `RequestID` of the root, of the error, or of
/// `ResponseMetadata`. The region of a bucket is the element `Region` of S3's error
/// `AuthorizationHeaderMalformed`, unless a header has it. A text that is empty counts as none.
///
/// Reading never fails: from a body of another format, or that breaks off, it takes what could be
/// read.
pub fn error_meta(
    operation: &'static str,
    response: &Response<Bytes>,
    code_members: &[&str],
) -> ErrorMeta {
    let mut meta = crate::response::error_meta(operation, response, code_members, scan);
    if meta.code() == Some("AuthorizationHeaderMalformed") && meta.bucket_region().is_none() {
        if let Some(region) = text_in_error(response.body(), "Region") {
            meta = meta.with_bucket_region(region);
        }
    }
    if meta.request_id().is_some() {
        return meta;
    }
    match request_id(response.body()) {
        Some(id) => meta.with_request_id(id),
        None => meta,
    }
}

/// Returns whether a response of success is an error all the same: S3 answers with status 200 before
/// it knows, and then with a body whose root is `Error` (CopyObject, CompleteMultipartUpload).
/// Nothing is read but what is before the name of the root.
pub fn is_error(response: &Response<Bytes>) -> bool {
    response.status().is_success() && root_name(response.body()) == Some("Error")
}

/// Makes a body whose root element has this name.
pub fn write_body(root: Name, write: impl FnOnce(&mut Writer)) -> Bytes {
    let mut body = Writer::new();
    body.name(root);
    write(&mut body);
    body.finish()
}

/// The server's side.
#[cfg(feature = "server")]
mod for_servers {
    use bytes::Bytes;
    use http::Response;

    use super::{is_blank, strictly, write_body};
    use crate::read_error::ReadResult;
    use crate::server::form::{ErrorForm, Unmodeled, Wrapping};
    use crate::server::{Incoming, Rejection};
    use crate::xml::{Name, Reader, Writer, name};

    /// Reads the members of an input in a body whose root element has the name `root`. A body
    /// without a value has no members.
    ///
    /// # Errors
    /// A body that isn't what `read` reads, or has another root.
    pub fn read_input<T: Default>(
        incoming: &Incoming,
        root: &'static str,
        read: impl FnOnce(&mut Reader<'_>, &mut T) -> ReadResult,
    ) -> Result<T, Rejection> {
        if is_blank(incoming.body()) {
            return Ok(T::default());
        }
        strictly(incoming.body(), |r| {
            check_root(r, root)?;
            r.new_structure(read)
        })
    }

    /// Reads the member of an input that is the body, whose root element has the name `root`; `None`
    /// for an empty body.
    ///
    /// # Errors
    /// A body that isn't what `read` reads, or has another root.
    pub fn read_input_payload<T>(
        incoming: &Incoming,
        root: &'static str,
        read: impl FnOnce(&mut Reader<'_>) -> ReadResult<T>,
    ) -> Result<Option<T>, Rejection> {
        if incoming.body().is_empty() {
            return Ok(None);
        }
        let read = |r: &mut Reader<'_>| {
            check_root(r, root)?;
            read(r)
        };
        strictly(incoming.body(), read).map(Some)
    }

    fn check_root(r: &Reader<'_>, root: &'static str) -> ReadResult {
        if r.element_name() == root {
            Ok(())
        } else {
            Err(r.expected_element(root))
        }
    }

    /// Makes the body of a query protocol's response: the element `result` in the root.
    pub fn write_result(root: Name, result: Name, write: impl FnOnce(&mut Writer)) -> Bytes {
        write_body(root, |w| {
            w.begin_object();
            w.name(result);
            write(w);
            w.end_object();
        })
    }

    /// Makes the body of a response whose root element is the only member of the output.
    pub fn write_unwrapped(write: impl FnOnce(&mut Writer)) -> Bytes {
        let mut body = Writer::new();
        write(&mut body);
        body.finish()
    }

    /// Makes the form of a server's errors in XML, with these elements around each error.
    pub const fn error_form(content_type: &'static str, wrapping: Wrapping) -> ErrorForm {
        ErrorForm::new(content_type, true, unmodeled).with_wrapping(wrapping)
    }

    /// Makes the response for a modelled error of this code. `write` writes the members, inside of
    /// the element of the error.
    pub fn error_response(
        form: ErrorForm,
        status: u16,
        code: &str,
        write: impl FnOnce(&mut Writer),
    ) -> Response<Bytes> {
        error_response_with_attributes(form, status, code, |_| {}, write)
    }

    /// Makes the response for a modelled error, as [`error_response`] does. `attributes` writes the
    /// members that are attributes of the element of the error, which come before all others.
    pub fn error_response_with_attributes(
        form: ErrorForm,
        status: u16,
        code: &str,
        attributes: impl FnOnce(&mut Writer),
        write: impl FnOnce(&mut Writer),
    ) -> Response<Bytes> {
        let body = write_error(form.wrapping(), status, Some(code), attributes, write);
        form.respond(status, code, body)
    }

    /// Makes the body of an error that the model doesn't have.
    fn unmodeled(error: &Unmodeled<'_>) -> Bytes {
        let attributes = |_: &mut Writer| {};
        write_error(error.wrapping, error.status, error.code, attributes, |w| {
            if let Some(message) = error.message {
                w.name(name!("Message"));
                w.string(message);
            }
            if let Some(violations) = error.violations {
                w.name(name!("fieldList"));
                w.list(name!("member"), violations, |w, violation| {
                    w.begin_object();
                    w.name(name!("path"));
                    w.string(violation.path());
                    w.name(name!("message"));
                    w.string(violation.message());
                    w.end_object();
                });
            }
        })
    }

    /// Returns a body that [`write_body`] or [`write_result`] made, with one more element at the end
    /// of the root.
    pub(crate) fn with_last_element(body: &Bytes, element: &str) -> Bytes {
        let Ok(text) = std::str::from_utf8(body) else {
            return body.clone();
        };
        if let Some(start) = text.strip_suffix("/>") {
            // The root has no element yet, and no text.
            let name = start.strip_prefix('<').unwrap_or(start);
            let name = name.split_whitespace().next().unwrap_or(name);
            return format!("{start}>{element}</{name}>").into();
        }
        match text.rfind("</").and_then(|at| text.split_at_checked(at)) {
            Some((start, end)) => format!("{start}{element}{end}").into(),
            None => body.clone(),
        }
    }

    fn write_error(
        wrapping: Wrapping,
        status: u16,
        code: Option<&str>,
        attributes: impl FnOnce(&mut Writer),
        write: impl FnOnce(&mut Writer),
    ) -> Bytes {
        let error = |w: &mut Writer| {
            w.begin_object();
            attributes(w);
            if wrapping != Wrapping::Errors {
                // Who is to blame, by the class of the status.
                w.name(name!("Type"));
                w.string(if status < 500 { "Sender" } else { "Receiver" });
            }
            if let Some(code) = code {
                w.name(name!("Code"));
                w.string(code);
            }
            write(w);
            w.end_object();
        };
        match wrapping {
            Wrapping::Bare => write_body(name!("Error"), error),
            Wrapping::None | Wrapping::ErrorResponse | Wrapping::Query => {
                write_body(name!("ErrorResponse"), |w| inside(w, name!("Error"), error))
            }
            Wrapping::Errors => write_body(name!("Response"), |w| {
                inside(w, name!("Errors"), |w| inside(w, name!("Error"), error));
            }),
        }
    }

    /// Writes an object whose only member has this name.
    fn inside(w: &mut Writer, name: Name, write: impl FnOnce(&mut Writer)) {
        w.begin_object();
        w.name(name);
        write(w);
        w.end_object();
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        /// An element with the request id goes behind what is in the root.
        #[test]
        fn an_element_is_added_at_the_end_of_the_root() {
            for (body, expected) in [
                ("<A><B/></A>", "<A><B/><id/></A>"),
                ("<A>x</A>", "<A>x<id/></A>"),
                ("<A></A>", "<A><id/></A>"),
                ("<A/>", "<A><id/></A>"),
                ("<A xmlns=\"u\"/>", "<A xmlns=\"u\"><id/></A>"),
                (
                    "<p:A xmlns:p=\"u\"><B></B></p:A>",
                    "<p:A xmlns:p=\"u\"><B></B><id/></p:A>",
                ),
                ("", ""),
                ("x", "x"),
            ] {
                let body = Bytes::from_static(body.as_bytes());
                assert_eq!(with_last_element(&body, "<id/>"), expected);
            }
            let other = Bytes::from_static(b"\xff</A>");
            assert_eq!(with_last_element(&other, "<id/>"), other);
        }
    }
}
