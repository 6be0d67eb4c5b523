//! Requests on their way into an operation's input.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::request::Parts;
use http::{Method, Request};

use super::body::collect;
#[cfg(feature = "http-checksum")]
use super::checked::{Refusal, checked};
#[cfg(feature = "compression")]
use super::gzip;
use super::media_type::Media;
use super::route::Route;
use super::{Rejection, Violations};
use crate::Body;
use crate::form;
use crate::header_values::{self, Unreadable};
use crate::percent;

/// A request on its way into an operation's input.
///
/// Everything is read strictly: what isn't of the modelled type is
/// [refused](Rejection::Serialization), and the message says where and what was expected, but
/// repeats nothing of the value.
pub struct Incoming {
    parts: Arc<Parts>,
    /// The body, once it is in memory.
    body: Bytes,
    /// The body before.
    stream: Option<Body>,
    /// The number of bytes that are collected at most.
    limit: usize,
    labels: Vec<String>,
    query: Vec<(String, String)>,
    /// The body is a form that came in the query.
    has_form_in_query: bool,
    /// The reason why the body is refused, once it is read.
    #[cfg(feature = "http-checksum")]
    refusal: Option<Refusal>,
}

impl Incoming {
    /// Takes a request with its whole body.
    pub fn new(request: Request<Bytes>) -> Self {
        let (head, body) = request.into_parts();
        Self::with_body(head, Body::from(body), usize::MAX)
    }

    /// Takes a request whose body may be yet to come. Of a body that is collected, `limit` bytes are
    /// taken.
    pub(super) fn with_body(parts: Parts, body: Body, limit: usize) -> Self {
        let (known, stream) = match body.bytes() {
            Some(_) => (body.into_bytes().unwrap_or_default(), None),
            None => (Bytes::new(), Some(body)),
        };
        let query = parts.uri.query().unwrap_or_default();
        let query = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                (percent::decode_form(name), percent::decode_form(value))
            })
            .collect();
        Self {
            parts: Arc::new(parts),
            body: known,
            stream,
            limit,
            labels: Vec::new(),
            query,
            has_form_in_query: false,
            #[cfg(feature = "http-checksum")]
            refusal: None,
        }
    }

    /// The parts as others share them.
    pub(super) fn head(&self) -> Arc<Parts> {
        self.parts.clone()
    }

    /// Method, URI, headers and extensions.
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// Finds the operation: the index of its route. The labels of the path are kept.
    ///
    /// # Errors
    /// [`Rejection::UnknownOperation`], or [`Rejection::MethodNotAllowed`] if the path is one
    /// of another method; [`Rejection::Serialization`] if labels or query aren't UTF-8.
    pub fn route(&mut self, routes: &[Route]) -> Result<usize, Rejection> {
        let mut knows_path = false;
        let is_form = matches!(routes.first(), Some(Route::Action { .. }));
        if is_form && self.parts.method == Method::GET {
            // AWS's query services take a form in the query of a GET, too: presigned requests are so.
            let query = self.parts.uri.query().unwrap_or_default();
            self.body = Bytes::copy_from_slice(query.as_bytes());
            self.has_form_in_query = true;
        }
        let action = is_form.then(|| (form::action(&self.body), form::version(&self.body)));
        // Those of another method only matter if there is none of this one.
        let of_method = |is_wanted| {
            let routes = routes.iter().enumerate();
            let method = &self.parts.method;
            routes.filter(move |(_, route)| route.may_have(method) == is_wanted)
        };
        for (index, route) in of_method(true).chain(of_method(false)) {
            if let Some(labels) =
                route.matches(&self.parts, &self.query, action.as_ref(), &mut knows_path)
            {
                let target = self.parts.uri.path_and_query();
                if target.is_some_and(|target| !percent::is_text(target.as_str())) {
                    return Err(Rejection::Serialization(
                        "the target isn't text in UTF-8".to_owned(),
                    ));
                }
                self.labels = labels;
                return Ok(index);
            }
        }
        Err(if knows_path {
            Rejection::MethodNotAllowed
        } else {
            Rejection::UnknownOperation
        })
    }

    /// Finds the operation as [`route`](Self::route) does, and collects the body unless the route is
    /// one of `streams`.
    ///
    /// # Errors
    /// The errors of [`route`](Self::route), and a body that is too large or ends too early.
    pub async fn route_streaming(
        &mut self,
        routes: &[Route],
        streams: &[usize],
    ) -> Result<usize, Rejection> {
        let index = self.route(routes)?;
        if !streams.contains(&index) {
            self.collect().await?;
        }
        Ok(index)
    }

    /// Finds the operation as [`route_streaming`](Self::route_streaming) does, and has the body
    /// compared with its checksum if the route is one of `checksums`: with whether there has to be
    /// one.
    ///
    /// # Errors
    /// The errors of [`route_streaming`](Self::route_streaming), and a checksum that isn't the
    /// body's, or isn't there.
    #[cfg(feature = "http-checksum")]
    pub async fn route_checked(
        &mut self,
        routes: &[Route],
        streams: &[usize],
        checksums: &[(usize, bool)],
    ) -> Result<usize, Rejection> {
        let index = self.route(routes)?;
        if let Some((_, is_required)) = checksums.iter().find(|(route, _)| *route == index) {
            let known = self.stream.is_none();
            let body = match self.stream.take() {
                Some(stream) => stream,
                None => Body::from(std::mem::take(&mut self.body)),
            };
            let headers = &mut Arc::make_mut(&mut self.parts).headers;
            let refusal = self.refusal.get_or_insert_default();
            let body = checked(headers, body, *is_required, refusal)?;
            if known && body.bytes().is_some() {
                self.body = body.into_bytes().unwrap_or_default();
            } else {
                self.stream = Some(body);
            }
        }
        if !streams.contains(&index) {
            self.collect().await?;
        }
        Ok(index)
    }

    /// Collects the body.
    ///
    /// # Errors
    /// A body that is too large, ends too early, or has another checksum.
    pub(super) async fn collect(&mut self) -> Result<(), Rejection> {
        if let Some(stream) = self.stream.take() {
            let collected = collect(stream, self.limit).await;
            self.body = collected.map_err(|error| self.refused().unwrap_or(error))?;
        }
        Ok(())
    }

    /// Decompresses the body of an operation that clients may compress. A body that streams is
    /// decompressed while it comes.
    ///
    /// # Errors
    /// A body that isn't of gzip although `content-encoding` says so, or becomes too large.
    #[cfg(feature = "compression")]
    pub fn unzip(&mut self) -> Result<(), Rejection> {
        if !gzip::take_encoding(&mut Arc::make_mut(&mut self.parts).headers) {
            return Ok(());
        }
        match self.stream.take() {
            Some(body) => self.stream = Some(Body::from_chunks(gzip::Unzipped::new(body), None)),
            None => self.body = gzip::whole(&self.body, self.limit)?,
        }
        Ok(())
    }

    /// Returns the reason why the body was refused while it was read, whatever the handler made of
    /// that.
    pub(super) fn refused(&self) -> Option<Rejection> {
        #[cfg(feature = "http-checksum")]
        return self.refusal.as_ref()?.get();
        #[cfg(not(feature = "http-checksum"))]
        None
    }

    /// Looks at `content-type` and `accept`: what the operation takes, and what it gives.
    ///
    /// # Errors
    /// [`Rejection::UnsupportedMediaType`] or [`Rejection::NotAcceptable`].
    pub fn negotiate(&self, takes: Media, gives: Media) -> Result<(), Rejection> {
        let is_empty = self.body.is_empty() && self.stream.as_ref().is_none_or(is_empty);
        takes.check_content_type(&self.parts.headers, is_empty || self.has_form_in_query)?;
        gives.check_accept(&self.parts.headers)
    }

    /// The label of this number in the path.
    ///
    /// # Errors
    /// A text that `read` can't read.
    pub fn label<T>(
        &self,
        index: usize,
        member: &'static str,
        read: impl FnOnce(&str) -> Result<T, &'static str>,
    ) -> Result<T, Rejection> {
        let text = self.labels.get(index).map_or("", String::as_str);
        read(text).map_err(|expected| unreadable("label", member, expected))
    }

    /// A parameter of the query, of which the first counts.
    ///
    /// # Errors
    /// A text that `read` can't read.
    pub fn query<T>(
        &self,
        name: &'static str,
        read: impl FnOnce(&str) -> Result<T, &'static str>,
    ) -> Result<Option<T>, Rejection> {
        let mut values = self.query.iter().filter(|(found, _)| found == name);
        let read = values.next().map(|(_, value)| read(value)).transpose();
        read.map_err(|expected| unreadable("query parameter", name, expected))
    }

    /// Returns all parameters of a name.
    ///
    /// # Errors
    /// A text that `read` can't read.
    pub fn query_list<T>(
        &self,
        name: &'static str,
        mut read: impl FnMut(&str) -> Result<T, &'static str>,
    ) -> Result<Option<Vec<T>>, Rejection> {
        let values = self.query.iter().filter(|(found, _)| found == name);
        let items: Result<Vec<T>, _> = values.map(|(_, value)| read(value)).collect();
        match items {
            Ok(items) => Ok((!items.is_empty()).then_some(items)),
            Err(expected) => Err(unreadable("query parameter", name, expected)),
        }
    }

    /// The whole query
    /// ([Smithy 2.0, `httpQueryParams` trait](https://smithy.io/2.0/spec/http-bindings.html#httpqueryparams-trait)).
    pub fn query_params<V: From<String>>(&self) -> Option<BTreeMap<String, V>> {
        let mut params = BTreeMap::new();
        for (name, value) in &self.query {
            let params = params.entry(name.clone());
            params.or_insert_with(|| value.clone().into());
        }
        (!params.is_empty()).then_some(params)
    }

    /// The whole query, with all values of a name.
    pub fn query_params_lists<V: From<String>>(&self) -> Option<BTreeMap<String, Vec<V>>> {
        let mut params = BTreeMap::<String, Vec<V>>::new();
        for (name, value) in &self.query {
            let values = params.entry(name.clone()).or_default();
            values.push(value.clone().into());
        }
        (!params.is_empty()).then_some(params)
    }

    /// A header.
    ///
    /// # Errors
    /// A text that `read` can't read.
    pub fn header<T>(
        &self,
        name: &'static str,
        read: impl FnOnce(&str) -> Result<T, &'static str>,
    ) -> Result<Option<T>, Rejection> {
        header_values::one(&self.parts.headers, name, read).map_err(in_header(name))
    }

    /// A header as a list.
    ///
    /// # Errors
    /// An item that `read` can't read, or a list that isn't one.
    pub fn header_list<T>(
        &self,
        name: &'static str,
        read: impl FnMut(&str) -> Result<T, &'static str>,
    ) -> Result<Option<Vec<T>>, Rejection> {
        header_values::list(&self.parts.headers, name, read).map_err(in_header(name))
    }

    /// A header as a list of HTTP dates.
    ///
    /// # Errors
    /// An item that `read` can't read.
    pub fn header_http_date_list<T>(
        &self,
        name: &'static str,
        read: impl FnMut(&str) -> Result<T, &'static str>,
    ) -> Result<Option<Vec<T>>, Rejection> {
        header_values::http_date_list(&self.parts.headers, name, read).map_err(in_header(name))
    }

    /// The headers of a prefix, by the rest of their names.
    pub fn prefixed_headers<V: From<String>>(
        &self,
        prefix: &'static str,
    ) -> Option<BTreeMap<String, V>> {
        header_values::prefixed(&self.parts.headers, prefix)
    }

    /// The member that is the body as text.
    ///
    /// # Errors
    /// A body that isn't UTF-8.
    pub fn text_payload(&self) -> Result<Option<String>, Rejection> {
        if self.body.is_empty() {
            return Ok(None);
        }
        match std::str::from_utf8(&self.body) {
            Ok(text) => Ok(Some(text.to_owned())),
            Err(_) => Err(Rejection::Serialization(
                "the body isn't text in UTF-8".to_owned(),
            )),
        }
    }

    /// The member that is the body as it is.
    pub fn blob_payload(&self) -> Option<Bytes> {
        (!self.body.is_empty()).then(|| self.body.clone())
    }

    /// The member that is the body and streams.
    pub fn stream(&self) -> Option<Body> {
        let known = || self.blob_payload().map(Body::from);
        self.stream.clone().or_else(known)
    }

    /// Checks the model's constraints: those that `check` finds violated.
    ///
    /// # Errors
    /// [`Rejection::Validation`] with all violations.
    pub fn validate(&self, check: impl FnOnce(&mut Violations)) -> Result<(), Rejection> {
        let mut violations = Violations::new();
        check(&mut violations);
        violations.finish()
    }

    /// Sets the whole body, which was collected elsewhere.
    pub(super) fn set_body(&mut self, body: Bytes) {
        self.body = body;
    }

    /// Returns the whole body; of one that streams, what was read of it.
    pub(crate) fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the number of bytes that may be in memory.
    #[cfg(feature = "event-stream")]
    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    /// Returns the part of the body that is yet to come.
    #[cfg(feature = "event-stream")]
    pub(super) fn rest_mut(&mut self) -> Option<&mut Body> {
        self.stream.as_mut()
    }

    /// Sets what was read of the body.
    #[cfg(feature = "event-stream")]
    pub(super) fn set_begun(&mut self, begun: Bytes) {
        self.body = begun;
    }

    /// Takes what was read of the body, and the part that is yet to come.
    #[cfg(feature = "event-stream")]
    pub(super) fn take_body(&mut self) -> (Bytes, Option<Body>) {
        (std::mem::take(&mut self.body), self.stream.take())
    }
}

/// Doesn't print what may be secret: the target, the headers and the body.
impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming")
            .field("method", &self.parts.method)
            .field("length", &self.body.len())
            .finish_non_exhaustive()
    }
}

fn is_empty(body: &Body) -> bool {
    body.length() == Some(0)
}

fn in_header(name: &'static str) -> impl FnOnce(Unreadable) -> Rejection {
    move |(expected, _)| unreadable("header", name, expected)
}

fn unreadable(what: &str, name: &'static str, expected: &str) -> Rejection {
    Rejection::Serialization(format!("{what} {name}: expected {expected}"))
}
