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
        "x<Name/>",
        "<![CDATA[x]]><Name/>",
        "<Name/><![CDATA[]]>",
        "<!DOCTYPE x><Name/>",
        "<Name/><!DOCTYPE x>",
        "<!-- -->",
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

/// Of several elements the first counts that says something.
#[test]
fn an_error_says_what_its_first_elements_say() {
    for body in [
        "<R><Errors><Other><Code>x</Code></Other><Error><Code>C</Code><Name>a</Name></Error>\
         <Error><Code>x</Code><Name>x</Name></Error></Errors><RequestId>R</RequestId></R>",
        "<R><Error><Code>C</Code><Name>a</Name></Error><Error><Code>x</Code><Name>x</Name></Error>\
         <Errors><Error><Code>x</Code></Error></Errors><RequestId>R</RequestId></R>",
        "<R><RequestId> \n</RequestId><requestId> R </requestId><RequestID>x</RequestID>\
         <Code>C</Code><Name>a</Name></R>",
        "<R><Error><Code>C</Code><Name>a</Name><RequestId>R</RequestId></Error>\
         <RequestId>x</RequestId></R>",
    ] {
        let response = response(400, body);
        let meta = xml::error_meta("Op", &response, &["Code"]);
        assert_eq!(
            (meta.code(), meta.request_id()),
            (Some("C"), Some("R")),
            "{body}"
        );
        assert_eq!(xml::read_error(&response, read), named("a"), "{body}");
    }
    // What XML can't hold counts for nothing, and neither does what is behind it.
    for odd in [b"\xff", b"\x01"] {
        let start = b"<R><Code>C</Code><Message>M</Message><RequestId>R</RequestId>";
        let body = [&start[..], odd, b"<Code>x</Code></R>"].concat();
        let response = Response::new(Bytes::from(body));
        let meta = xml::error_meta("Op", &response, &["Code"]);
        assert_eq!((meta.code(), meta.message()), (Some("C"), Some("M")));
        assert_eq!(meta.request_id(), Some("R"));
    }
    // An empty element says nothing, and neither does one of another error.
    let text = "<Error><RequestId/><Code/><Message></Message></Error>";
    let meta = xml::error_meta("Op", &response(400, text), &["Code"]);
    assert_eq!(meta, xml::error_meta("Op", &response(400, ""), &["Code"]));
}

/// S3 says where a bucket is to whom asks elsewhere.
#[test]
fn the_region_of_a_bucket_is_in_one_error() {
    let region = |body: &'static str, header: Option<&'static str>| {
        let mut response = response(400, body);
        if let Some(header) = header {
            let value = header.parse().unwrap();
            response.headers_mut().insert("x-amz-bucket-region", value);
        }
        let meta = xml::error_meta("Op", &response, &["Code"]);
        meta.bucket_region().map(str::to_owned)
    };
    let body = "<Error><Code>AuthorizationHeaderMalformed</Code><Other>x</Other>\
                <Region> eu-west-1\n</Region><RequestId>R</RequestId></Error>";
    assert_eq!(region(body, None).as_deref(), Some("eu-west-1"));
    assert_eq!(
        region(body, Some("us-east-2")).as_deref(),
        Some("us-east-2")
    );
    let body = "<Error><Code>AuthorizationHeaderMalformed</Code><Region> </Region></Error>";
    assert_eq!(region(body, None), None);
    let body = "<Error><Code>Other</Code><Region>eu-west-1</Region></Error>";
    assert_eq!(region(body, None), None);
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
        (200, "<?x <Other> ?><!----><!-- <Other> --><Error\n>", true),
        (200, "<!-- <Error>", false),
        (200, "<!---><Error>--><Other>", false),
        (200, "<?x?><?<Error>?><Other/>", false),
        (200, "x<Error>", false),
        (204, "<p:Error>", true),
        (200, "<Error:Other/>", false),
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

#[cfg(feature = "server")]
mod servers {
    use super::*;
    use tinsmith_runtime::ErrorMeta;
    use tinsmith_runtime::generated::server::{Incoming, Rejection};
    use tinsmith_runtime::generated::xml::{Wrapping, Writer};
    use tinsmith_runtime::http::Request;

    fn incoming(body: &'static str) -> Incoming {
        Incoming::new(Request::new(Bytes::from_static(body.as_bytes())))
    }

    fn text(r: &mut Reader<'_>) -> ReadResult<String> {
        r.string()
    }

    fn unreadable<T>(text: &str) -> Result<T, Rejection> {
        Err(Rejection::Serialization(text.to_owned()))
    }

    #[test]
    fn an_input_has_its_root() {
        let input = |body| xml::read_input(&incoming(body), "In", read);
        assert_eq!(input("<In><Name>a</Name></In>"), Ok(named("a")));
        assert_eq!(input("<p:In/>"), Ok(Output::default()));
        for empty in ["", " \n"] {
            assert_eq!(input(empty), Ok(Output::default()), "{empty}");
        }
        assert_eq!(
            input("<Out><Name>a</Name></Out>"),
            unreadable("expected the element `In`, found another element at $, byte 1")
        );
        assert_eq!(
            input("<In><Name><x/></Name></In>"),
            unreadable("expected a string, found an object at $.Name, byte 10")
        );
        assert!(input("<In/><In/>").is_err());
        assert!(input("<In>text</In>").is_err());

        let payload = |body| xml::read_input_payload(&incoming(body), "In", text);
        assert_eq!(payload("<In>a</In>"), Ok(Some("a".to_owned())));
        assert_eq!(payload("<In/>"), Ok(Some(String::new())));
        assert_eq!(payload(""), Ok(None));
        assert_eq!(
            payload("<Out>a</Out>"),
            unreadable("expected the element `In`, found another element at $, byte 1")
        );
        assert!(payload(" ").is_err());
        assert!(payload("<In>a").is_err());
    }

    #[test]
    fn outputs_have_elements_around_them() {
        let name = |w: &mut Writer| {
            w.begin_object();
            w.name(name!("Name"));
            w.string("a");
            w.end_object();
        };
        assert_eq!(
            xml::write_result(name!("OpResponse", xmlns = "u"), name!("OpResult"), name),
            "<OpResponse xmlns=\"u\"><OpResult><Name>a</Name></OpResult></OpResponse>"
        );
        let unwrapped = xml::write_unwrapped(|w| {
            w.name(name!("Name"));
            w.string("a");
        });
        assert_eq!(unwrapped, "<Name>a</Name>");
    }

    /// Each protocol has other elements around an error.
    #[test]
    fn errors_have_elements_around_them() {
        for (wrapping, status, start, end) in [
            (
                Wrapping::None,
                400,
                "<ErrorResponse><Error><Type>Sender</Type>",
                "</Error></ErrorResponse>",
            ),
            (
                Wrapping::ErrorResponse,
                499,
                "<ErrorResponse><Error><Type>Sender</Type>",
                "</Error></ErrorResponse>",
            ),
            (
                Wrapping::Query,
                500,
                "<ErrorResponse><Error><Type>Receiver</Type>",
                "</Error></ErrorResponse>",
            ),
            (
                Wrapping::Bare,
                503,
                "<Error><Type>Receiver</Type>",
                "</Error>",
            ),
            (
                Wrapping::Errors,
                400,
                "<Response><Errors><Error>",
                "</Error></Errors></Response>",
            ),
        ] {
            let form = xml::error_form("text/xml", wrapping);
            let text = |response: Response<Bytes>, status: u16| {
                assert_eq!(response.status().as_u16(), status, "{wrapping:?}");
                assert_eq!(response.headers()["content-type"], "text/xml");
                String::from_utf8(response.into_body().to_vec()).unwrap()
            };
            let detail = |w: &mut Writer| {
                w.name(name!("Detail"));
                w.integer(1);
            };
            assert_eq!(
                text(xml::error_response(form, status, "C", detail), status),
                format!("{start}<Code>C</Code><Detail>1</Detail>{end}")
            );
            let attributes = |w: &mut Writer| {
                w.attribute(name!("kind"));
                w.string("x");
            };
            let response =
                xml::error_response_with_attributes(form, status, "C", attributes, detail);
            let start_with = start.replace("<Error>", "<Error kind=\"x\">");
            assert_eq!(
                text(response, status),
                format!("{start_with}<Code>C</Code><Detail>1</Detail>{end}")
            );
            let code = StatusCode::from_u16(status).unwrap();
            let meta = ErrorMeta::default().with_status(code);
            let message = meta.clone().with_code("Odd").with_message("<m>");
            assert_eq!(
                text(form.unmodeled(&message), status),
                format!("{start}<Code>Odd</Code><Message>&lt;m&gt;</Message>{end}")
            );
            assert_eq!(
                text(form.unmodeled(&meta), status),
                format!("{start}<Code>InternalFailure</Code>{end}")
            );
        }
        // What the other side gets is what a client reads.
        let form = xml::error_form("text/xml", Wrapping::Errors);
        let meta = xml::error_meta(
            "Op",
            &form.rejection(&Rejection::TooLarge { limit: 7 }),
            &["Code"],
        );
        assert_eq!(meta.code(), Some("RequestEntityTooLargeException"));
        assert!(meta.message().is_some_and(|message| message.contains('7')));
    }

    /// A request that violates constraints is told which.
    #[test]
    fn violations_are_a_list() {
        let form = xml::error_form("text/xml", Wrapping::Bare);
        let violated = incoming("").validate(|violations| {
            violations.required("name", &None::<String>, |_, _| {});
        });
        let response = form.rejection(&violated.unwrap_err());
        let text = String::from_utf8(response.into_body().to_vec()).unwrap();
        let list = "<fieldList><member><path>/name</path><message>";
        assert!(text.contains(list), "{text}");
    }
}
