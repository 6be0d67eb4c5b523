//! Bodies, payloads and errors in a format. They are alike in every format, so that generated code
//! differs in its `use` lines only.

/// Gives the module of a format the functions that read whole bodies and don't depend on what is
/// around a value. The format's own `Reader`, `path_at`, `is_blank` (a body without a value) and
/// `scan` (what a broken body still says about an error) have to be in scope.
macro_rules! read_bodies {
    () => {
        /// Reads the body of a successful response. A body without a value gives the default: that
        /// is what a service may send for an output without members.
        ///
        /// # Errors
        ///
        /// A body that isn't what `read` reads, or that has more after it.
        pub fn read_body<T: Default>(
            operation: &'static str,
            response: &http::Response<bytes::Bytes>,
            read: impl FnOnce(&mut Reader<'_>, &mut T) -> ReadResult,
        ) -> Result<T, Box<crate::InvalidResponse>> {
            let body = response.body();
            if is_blank(body) {
                return Ok(T::default());
            }
            let mut value = T::default();
            match whole(body, |r| read(r, &mut value)) {
                Ok(()) => Ok(value),
                Err(error) => {
                    let meta = crate::response::meta_of_headers(operation, response);
                    Err(invalid(meta, &error, body))
                }
            }
        }

        /// Reads the body as the structure, union, list, map or document that is bound to it
        /// (Smithy 2.0, [`httpPayload` trait][trait]). An empty body means that the member is
        /// absent.
        ///
        /// [trait]: https://smithy.io/2.0/spec/http-bindings.html#httppayload-trait
        ///
        /// # Errors
        ///
        /// A body that isn't what `read` reads, or that has more after it.
        pub fn read_payload<T>(
            operation: &'static str,
            response: &http::Response<bytes::Bytes>,
            read: impl FnOnce(&mut Reader<'_>) -> ReadResult<T>,
        ) -> Result<Option<T>, Box<crate::InvalidResponse>> {
            let body = response.body();
            if body.is_empty() {
                return Ok(None);
            }
            whole(body, read).map(Some).map_err(|error| {
                let meta = crate::response::meta_of_headers(operation, response);
                invalid(meta, &error, body)
            })
        }

        /// Reads the payload of an event, or gives the default if there is none.
        ///
        /// # Errors
        ///
        /// A payload that isn't what `read` reads, or that has more after it.
        #[cfg(feature = "event-stream")]
        pub fn event_body<T: Default>(
            event: &crate::event_stream::event_reader::EventReader<'_>,
            read: impl FnOnce(&mut Reader<'_>, &mut T) -> ReadResult,
        ) -> Result<T, Box<crate::InvalidResponse>> {
            let value = event_payload(event, |r| r.new_structure(read))?;
            Ok(value.unwrap_or_default())
        }

        /// Reads the payload of an event as the member that is the whole payload.
        ///
        /// # Errors
        ///
        /// The errors of [`event_body`].
        #[cfg(feature = "event-stream")]
        pub fn event_payload<T>(
            event: &crate::event_stream::event_reader::EventReader<'_>,
            read: impl FnOnce(&mut Reader<'_>) -> ReadResult<T>,
        ) -> Result<Option<T>, Box<crate::InvalidResponse>> {
            let body = event.payload();
            if body.is_empty() {
                return Ok(None);
            }
            whole(body, read)
                .map(Some)
                .map_err(|error| invalid(event.meta().clone(), &error, body))
        }

        /// Reads the payload of an exception as a modelled error. A member that can't be read has
        /// its default, as in [`read_error`].
        #[cfg(feature = "event-stream")]
        pub fn event_error<T: Default>(
            event: &crate::event_stream::event_reader::EventReader<'_>,
            read: impl FnOnce(&mut Reader<'_>, &mut T) -> ReadResult,
        ) -> T {
            whole(event.payload(), |r| r.new_structure(read)).unwrap_or_default()
        }

        /// Reads what an exception says about an error. A modelled error has the given code,
        /// another error its own.
        #[cfg(feature = "event-stream")]
        pub fn event_meta(
            event: &crate::event_stream::event_reader::EventReader<'_>,
            code: Option<&str>,
        ) -> crate::ErrorMeta {
            event.error_meta(code, &crate::response::message(event.payload(), scan))
        }

        /// Reads a value that is all of a body.
        fn whole<T>(
            body: &[u8],
            read: impl FnOnce(&mut Reader<'_>) -> ReadResult<T>,
        ) -> ReadResult<T> {
            let mut reader = Reader::new(body)?;
            let value = read(&mut reader)?;
            reader.end()?;
            Ok(value)
        }

        /// Reads a value that is all of a body, as a server has to.
        #[cfg(feature = "server")]
        fn strictly<T>(
            body: &[u8],
            read: impl FnOnce(&mut Reader<'_>) -> ReadResult<T>,
        ) -> Result<T, crate::server::Rejection> {
            let read = || {
                let mut reader = Reader::new(body)?.strict();
                let value = read(&mut reader)?;
                reader.end()?;
                Ok(value)
            };
            read().map_err(|error: crate::read_error::ReadError| {
                crate::server::Rejection::unreadable(&error, &path_at(body, error.offset()))
            })
        }

        #[cold]
        fn invalid(
            meta: crate::ErrorMeta,
            error: &crate::read_error::ReadError,
            body: &[u8],
        ) -> Box<crate::InvalidResponse> {
            let path = path_at(body, error.offset());
            Box::new(crate::InvalidResponse::new(meta, error, path))
        }
    };
}

/// Gives the module of a format all functions that read and write whole bodies, where a body is the
/// value alone. The format's own `Writer`, and all that [`read_bodies`] needs, have to be in scope.
macro_rules! bodies {
    () => {
        crate::bodies::read_bodies!();

        /// Reads the body of an error's response, once [`error_meta`] has said which error it is.
        ///
        /// Reading never fails: a member that can't be read has its default. A proxy in front of
        /// the service may have put HTML there, the connection may have broken, a member may have
        /// another type. The kind of the error, and its [`ErrorMeta`](crate::ErrorMeta), matter
        /// more.
        pub fn read_error<T: Default>(
            response: &http::Response<bytes::Bytes>,
            read: impl FnOnce(&mut Reader<'_>, &mut T) -> ReadResult,
        ) -> T {
            whole(response.body(), |r| r.new_structure(read)).unwrap_or_default()
        }

        /// Reads what a response says about an error.
        ///
        /// The code comes from the header `x-amzn-errortype`, or else from the best of
        /// `code_members` that the body has: which they are, and which goes first, is for the
        /// protocol to say. It is freed from namespace and URI. The message is the body's
        /// `message`, `Message` or `errorMessage`, the request id that of `x-amzn-requestid`,
        /// `x-amz-request-id` or `x-amz-requestid`. A text that is empty counts as none.
        ///
        /// Reading never fails: from a body of another format, or that breaks off, it takes what
        /// could be read.
        pub fn error_meta(
            operation: &'static str,
            response: &http::Response<bytes::Bytes>,
            code_members: &[&str],
        ) -> crate::ErrorMeta {
            crate::response::error_meta(operation, response, code_members, scan)
        }

        /// Makes a body.
        pub fn write_body(write: impl FnOnce(&mut Writer)) -> bytes::Bytes {
            let mut body = Writer::new();
            write(&mut body);
            body.finish()
        }

        /// Reads the members of an input in a body. A body without a value has no members.
        ///
        /// # Errors
        /// A body that isn't what `read` reads.
        #[cfg(feature = "server")]
        pub fn read_input<T: Default>(
            incoming: &crate::server::Incoming,
            read: impl FnOnce(&mut Reader<'_>, &mut T) -> ReadResult,
        ) -> Result<T, crate::server::Rejection> {
            if is_blank(incoming.body()) {
                return Ok(T::default());
            }
            strictly(incoming.body(), |r| r.new_structure(read))
        }

        /// Reads the member of an input that is the body; `None` for an empty body.
        ///
        /// # Errors
        /// A body that isn't what `read` reads.
        #[cfg(feature = "server")]
        pub fn read_input_payload<T>(
            incoming: &crate::server::Incoming,
            read: impl FnOnce(&mut Reader<'_>) -> ReadResult<T>,
        ) -> Result<Option<T>, crate::server::Rejection> {
            if incoming.body().is_empty() {
                return Ok(None);
            }
            strictly(incoming.body(), read).map(Some)
        }

        /// Reads the members of an input in the first message of a body of events, if that is an
        /// initial message.
        ///
        /// # Errors
        /// A message that isn't what `read` reads, or no message at all.
        #[cfg(all(feature = "server", feature = "event-stream"))]
        pub fn read_initial_request<T: Default>(
            incoming: &crate::server::Incoming,
            read: impl FnOnce(&mut Reader<'_>, &mut T) -> ReadResult,
        ) -> Result<T, crate::server::Rejection> {
            match incoming.initial_request()? {
                Some(payload) => strictly(&payload, |r| r.new_structure(read)),
                None => Ok(T::default()),
            }
        }

        /// Makes the form of a server's errors in this format. `in_body` says whether the code is
        /// the member `__type` of the body; otherwise it is the header `x-amzn-errortype`.
        #[cfg(feature = "server")]
        pub const fn error_form(
            content_type: &'static str,
            in_body: bool,
        ) -> crate::server::ErrorForm {
            crate::server::ErrorForm::new(content_type, in_body, unmodeled)
        }

        /// Makes the response for a modelled error of this code. `write` writes the members,
        /// inside of the object.
        #[cfg(feature = "server")]
        pub fn error_response(
            form: crate::server::ErrorForm,
            status: u16,
            code: &str,
            write: impl FnOnce(&mut Writer),
        ) -> http::Response<bytes::Bytes> {
            let body = write_body(|w| {
                w.begin_object();
                if let Some(code) = form.code_in_body(code) {
                    w.key("__type");
                    w.string(code);
                }
                write(w);
                w.end_object();
            });
            form.respond(status, code, body)
        }

        /// Makes the body of an error that the model doesn't have.
        #[cfg(feature = "server")]
        fn unmodeled(error: &crate::server::form::Unmodeled<'_>) -> bytes::Bytes {
            write_body(|w| {
                w.begin_object();
                if let Some(code) = error.code {
                    w.key("__type");
                    w.string(code);
                }
                if let Some(message) = error.message {
                    w.key("message");
                    w.string(message);
                }
                if let Some(violations) = error.violations {
                    w.key("fieldList");
                    w.list(violations, |w, violation| {
                        w.begin_object();
                        w.key("path");
                        w.string(violation.path());
                        w.key("message");
                        w.string(violation.message());
                        w.end_object();
                    });
                }
                w.end_object();
            })
        }
    };
}

pub(crate) use {bodies, read_bodies};
