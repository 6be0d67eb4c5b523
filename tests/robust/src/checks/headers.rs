//! Values and lists in headers.

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::generated::response::Headers;
use tinsmith_runtime::generated::text;
use tinsmith_runtime::http::{HeaderValue, Response};

/// Lines of a header, separated by line feeds, read as every type; and as items of a list that is
/// written and read again.
pub fn headers(bytes: &[u8]) {
    let mut response = Response::new(Bytes::new());
    for (number, line) in bytes.split(|byte| *byte == b'\n').take(20).enumerate() {
        let Ok(value) = HeaderValue::from_bytes(line) else {
            continue;
        };
        response.headers_mut().append("x-list", value.clone());
        if let Ok(name) = format!("x-meta-{number}").parse::<tinsmith_runtime::http::HeaderName>() {
            response.headers_mut().append(name, value);
        }
    }
    let headers = Headers::new("Read", &response);
    let name = "x-list";
    // Lines are joined by a comma and a space, which may be within quotation marks.
    let lines = response.headers().get_all(name).iter();
    let length: usize = lines.map(|line| line.len() + 2).sum();
    if let Ok(Some(items)) = headers.list(name, text::read_string) {
        // An empty header is an empty list (Smithy since 1.52), and so is a header of commas.
        let mut lines = response.headers().get_all(name).iter();
        let is_blank = lines.all(|line| line.as_bytes().iter().all(|byte| b" \t,".contains(byte)));
        assert!(!items.is_empty() || is_blank);
        assert!(items.iter().map(String::len).sum::<usize>() <= length);
        list_comes_back(&items);
    }
    _ = headers.list(name, text::read_boolean);
    _ = headers.list(name, text::read_integer);
    _ = headers.list(name, text::read_double);
    _ = headers.list(name, text::read_base64);
    _ = headers.http_date_list(name, text::read_http_date);
    _ = headers.get(name, text::read_long);
    _ = headers.get(name, text::read_big_decimal);
    _ = headers.get(name, text::read_date_time);
    let map = headers
        .prefixed::<String>("x-meta-")
        .expect("a map, empty or not");
    assert!(map.len() <= length);

    let items: Vec<&str> = super::text(bytes).split('\n').collect();
    // A header can't hold control characters, whatever is around them.
    if !items.iter().any(|item| item.contains(char::is_control)) {
        list_comes_back(&items);
    }
}

fn list_comes_back<S: AsRef<str> + std::fmt::Debug>(items: &[S]) {
    let written = text::list(items);
    let mut response = Response::new(Bytes::new());
    let value = HeaderValue::from_str(&written)
        .or_else(|_| HeaderValue::from_bytes(written.as_bytes()))
        .expect("a header");
    response.headers_mut().insert("x-list", value);
    let back = Headers::new("Read", &response).list("x-list", text::read_string);
    let back = back.expect("our own list").expect("items");
    assert!(
        back.iter().eq(items.iter().map(AsRef::as_ref)),
        "{items:?} as {written}"
    );
}
