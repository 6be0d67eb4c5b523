//! Whole bodies in XML, and errors in them.

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::generated::xml::{self, ReadResult, Reader, name};
use tinsmith_runtime::http::{Response, StatusCode};

#[derive(Debug, Default, PartialEq)]
struct Output {
    name: Option<String>,
}

fn read(r: &mut Reader<'_>, value: &mut Output) -> ReadResult {
    r.object(|r, key| match key {
        "Name" => r.set(&mut value.name, Reader::string),
        _ => r.skip(),
    })
}

fn response(status: u16, body: &'static str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(body.as_bytes()));
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    response
}

fn named(name: &str) -> Output {
    Output {
        name: Some(name.to_owned()),
    }
}

#[test]
fn a_body_is_its_root_element() {
    let body = response(200, "<?xml version='1.0'?>\n<Any><Name>a</Name></Any>\n");
    assert_eq!(xml::read_body("Op", &body, read), Ok(named("a")));
    for empty in ["", " \n"] {
        assert_eq!(
            xml::read_body("Op", &response(200, empty), read),
            Ok(Output::default())
        );
    }
    let error = xml::read_body("Op", &response(200, "<Any><Name><x/></Name></Any>"), read);
    assert_eq!(
        error.unwrap_err().to_string(),
        "Op: invalid response: expected a string, found an object \
         (path $.Name, offset 11, status 200)",
    );
    assert!(xml::read_body("Op", &response(200, "<Any/><Any/>"), read).is_err());
}

#[test]
fn a_result_is_a_child_of_the_root() {
    let body = response(
        200,
        "<OpResponse><ResponseMetadata><Name>no</Name></ResponseMetadata>\
         <OpResult><Name>a</Name></OpResult></OpResponse>",
    );
    assert_eq!(
        xml::read_result("Op", &body, "OpResult", read),
        Ok(named("a"))
    );
    let body = response(200, "<OpResponse><ResponseMetadata/></OpResponse>");
    assert_eq!(
        xml::read_result("Op", &body, "OpResult", read),
        Ok(Output::default())
    );
}

#[test]
fn an_unwrapped_body_is_a_member() {
    let body = response(
        200,
        "<?xml version='1.0'?><!-- c --><Name xmlns='u'>a</Name>\n",
    );
    assert_eq!(xml::read_unwrapped("Op", &body, read), Ok(named("a")));
    assert_eq!(
        xml::read_unwrapped("Op", &response(200, ""), read),
        Ok(Output::default())
    );
    for broken in [
        "<Name>a</Name><Name>b</Name>",
        "<Name>a",
        "a",
        "<Name/>a",
        "<Name/></Name>",
    ] {
        assert!(
            xml::read_unwrapped("Op", &response(200, broken), read).is_err(),
            "{broken}"
        );
    }
}

#[test]
fn an_error_is_found_wherever_it_is() {
    for body in [
        "<Error><Code>C</Code><Message>M</Message><RequestId>R</RequestId><Name>a</Name></Error>",
        "<ErrorResponse xmlns='u'>\n<Error><Type>Sender</Type><Code> C </Code><Message>M</Message>\
         <Name>a</Name></Error><RequestId>R</RequestId></ErrorResponse>",
        "<Response><Errors><Error><Code>C</Code><Message>M</Message><Name>a</Name></Error></Errors>\
         <RequestID>R</RequestID></Response>",
        "<Other><ResponseMetadata><RequestId>R</RequestId></ResponseMetadata><Code>C</Code>\
         <Message>M</Message><Name>a</Name></Other>",
        // A fault behind the error counts for nothing.
        "<ErrorResponse><RequestId>R</RequestId><Error><Code>C</Code><Message>M</Message><Name>a</Name>\
         </Error><x",
    ] {
        let response = response(400, body);
        let meta = xml::error_meta("Op", &response, &["Code"]);
        assert_eq!(meta.code(), Some("C"), "{body}");
        assert_eq!(meta.message(), Some("M"), "{body}");
        assert_eq!(meta.request_id(), Some("R"), "{body}");
        assert_eq!(xml::read_error(&response, read), named("a"), "{body}");
    }
    for body in [
        "",
        "<html><p>no",
        "{\"Code\": 1}",
        "<Error><Code><x/></Code></Error>",
    ] {
        let meta = xml::error_meta("Op", &response(502, body), &["Code"]);
        assert_eq!((meta.code(), meta.message()), (None, None), "{body}");
        assert_eq!(
            xml::read_error(&response(502, body), read),
            Output::default(),
            "{body}"
        );
    }
}

#[test]
fn success_may_be_an_error() {
    for (status, body, expected) in [
        (200, "<Error/>", true),
        (
            200,
            "\u{feff}<?xml version='1.0'?>\n\n <!-- x --> <s:Error a='b'><Code/>",
            true,
        ),
        (200, "\n<?xml version='1.0'?> <Error>", true),
        (200, "<Errors/>", false),
        (200, "<Result><Error/></Result>", false),
        (200, "<Error", false),
        (200, "", false),
        (400, "<Error/>", false),
    ] {
        assert_eq!(xml::is_error(&response(status, body)), expected, "{body}");
    }
}

#[test]
fn a_body_is_written_with_its_root() {
    let body = xml::write_body(name!("Root", xmlns = "http://example.com"), |w| {
        w.begin_object();
        w.name(name!("Name"));
        w.string("a");
        w.end_object();
    });
    assert_eq!(
        body,
        "<Root xmlns=\"http://example.com\"><Name>a</Name></Root>"
    );
}
