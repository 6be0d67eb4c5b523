//! Messages of HTTP: hosts, URIs, bindings, methods, and names in documents.

use super::check;
use crate::events;

#[test]
fn prefixes_of_hosts_are_hosts() {
    let model = |prefix: &str, input: &str| {
        events(&format!(
            "@endpoint(hostPrefix: \"{prefix}\") operation Get {{ input: GetInput }} structure GetInput {{ {input} }}"
        ))
    };
    let label = "@required @hostLabel a: String";
    let fine: [&str; 0] = [];
    let wrong = ["ERROR HostLabelTrait Get"];
    for (prefix, input, expected) in [
        ("{a}.", label, &fine[..]),
        ("data-{a}.", label, &fine),
        ("data.", label, &["ERROR HostLabelTrait GetInput$a"]),
        ("{b}.", "", &wrong),
        ("a b.", "", &wrong),
        ("{a", "", &wrong),
        ("a..b", "", &wrong),
    ] {
        assert_eq!(model(prefix, input), expected, "{prefix} {input}");
    }
}

#[test]
fn uris_are_uris_and_different() {
    let model = |uri: &str, input: &str| {
        events(&format!(
            "@readonly @http(method: \"GET\", uri: \"{uri}\") operation Get {{ input: GetInput }} structure GetInput {{ {input} }}"
        ))
    };
    let label = "@required @httpLabel a: String";
    let fine: [&str; 0] = [];
    let format = ["ERROR HttpUriFormat Get"];
    for (uri, input, expected) in [
        ("/{a}", label, &fine[..]),
        ("/{a+}", label, &fine),
        // A slash at the end is no segment; AWS's models have it.
        ("/b/{a}/", label, &fine),
        ("/b/{a}/?c=d", label, &fine),
        ("//{a}", label, &format),
        ("/b//{a}", label, &format),
        (
            "/{a}",
            "@required a: String",
            &["DANGER HttpMethodSemantics Get", "ERROR HttpLabelTrait Get"],
        ),
        (
            "/{b}",
            label,
            &[
                "ERROR HttpLabelTrait Get",
                "ERROR HttpLabelTrait GetInput$a",
            ],
        ),
        ("/", label, &["ERROR HttpLabelTrait GetInput$a"]),
        (
            "/{a+}",
            "@required @httpLabel a: Integer",
            &["ERROR HttpLabelTrait GetInput$a"],
        ),
        (
            "/{a+}/{b}",
            "@required @httpLabel a: String, @required @httpLabel b: String",
            &["ERROR HttpUriGreedyLabel Get"],
        ),
        ("/{a+}/b", label, &["DANGER HttpUriGreedyLabel Get"]),
        ("a", "", &format),
        ("/a//b", "", &format),
        ("/{a", "", &format),
        ("/?a={a}", "", &format),
        (
            "/?a",
            "@httpQuery(\"a\") a: String",
            &["ERROR HttpQueryTrait Get"],
        ),
        (
            "/",
            "@httpQuery(\"a\") a: String, @httpQuery(\"a\") b: String",
            &["ERROR HttpQueryTrait GetInput$b"],
        ),
    ] {
        let mut found = model(uri, input);
        found.sort();
        assert_eq!(found, expected, "{uri} {input}");
    }
    let two = |first: &str, second: &str, traits: &str| {
        let operation = |name: &str, uri: &str| {
            let label = match uri.contains("{a}") {
                true => format!("@required @httpLabel {traits} a: String"),
                false => String::new(),
            };
            format!(
                "@readonly @http(method: \"GET\", uri: \"{uri}\") operation {name} {{ input := {{ {label} }} }}\n"
            )
        };
        let service = "service S { operations: [One, Two] }\n";
        events(&format!(
            "{service}{}{}",
            operation("One", first),
            operation("Two", second)
        ))
    };
    assert_eq!(two("/a", "/a", ""), ["ERROR HttpUriConflict Two"]);
    assert_eq!(two("/a", "/b", ""), fine);
    assert_eq!(two("/x/{a}", "/x/b", ""), ["ERROR HttpUriConflict Two"]);
    assert_eq!(
        two("/x/{a}", "/x/b", "@pattern(\"^[0-9]+$\")"),
        ["DANGER HttpUriConflict Two"]
    );
    assert_eq!(two("/x/{a}", "/x/b/c", ""), fine);
    assert_eq!(two("/x?y", "/x?z", ""), fine);
}

#[test]
fn members_are_in_one_part_of_a_message() {
    let get = "@readonly @http(method: \"GET\", uri: \"/\") operation Get";
    let input = |input: &str| {
        events(&format!(
            "{get} {{ input: GetInput }} structure GetInput {{ {input} }}"
        ))
    };
    let output = |output: &str| {
        events(&format!(
            "{get} {{ output: GetOutput }} structure GetOutput {{ {output} }}"
        ))
    };
    let fine: [&str; 0] = [];
    assert_eq!(
        input("@httpHeader(\"a\") a: String, @httpHeader(\"A\") b: String"),
        ["ERROR HttpHeaderTrait GetInput$b"]
    );
    assert_eq!(
        input("@httpHeader(\"Host\") a: String"),
        ["DANGER HttpHeaderTrait GetInput$a"]
    );
    assert_eq!(
        input("@httpHeader(\"a b\") a: String"),
        ["ERROR HttpHeaderTrait GetInput$a"]
    );
    let map = "} map M { key: String, value: String";
    assert_eq!(
        input(&format!(
            "@httpPrefixHeaders(\"x-\") a: M, @httpHeader(\"X-b\") b: String {map}"
        )),
        ["ERROR HttpPrefixHeadersTrait GetInput$b"]
    );
    assert_eq!(
        input(&format!(
            "@httpQueryParams a: M, @httpQuery(\"b\") b: String {map}"
        )),
        ["WARNING HttpQueryParamsTrait GetInput$a"]
    );
    assert_eq!(
        output("@httpPayload a: String, b: String"),
        ["ERROR HttpPayload GetOutput$b"]
    );
    assert_eq!(
        output("@httpPayload a: String, @httpHeader(\"b\") b: String"),
        fine
    );
    assert_eq!(
        output("@httpQuery(\"a\") a: String"),
        ["WARNING HttpBindingTraitIgnored GetOutput$a"]
    );
    assert_eq!(
        output("a: A } structure A { @httpHeader(\"a\") a: String"),
        ["WARNING HttpBindingTraitIgnored A$a"]
    );
    check(&[
        (
            &["ERROR HttpBindingsMissing Get"],
            "use aws.protocols#restJson1\n@restJson1 service S { operations: [Get] } operation Get {}",
        ),
        (
            &["WARNING HttpBindingsMissing Get"],
            "service S { operations: [Get, Put] } operation Get {} @readonly @http(method: \"GET\", uri: \"/\") operation Put {}",
        ),
        (&[], "service S { operations: [Get] } operation Get {}"),
    ]);
}

#[test]
fn methods_and_codes_mean_what_they_mean() {
    let model =
        |traits: &str, http: &str| events(&format!("{traits} @http({http}) operation Get {{}}"));
    let fine: [&str; 0] = [];
    let method = ["WARNING HttpMethodSemantics Get"];
    let code = ["DANGER HttpResponseCodeSemantics Get"];
    for (traits, http, expected) in [
        ("@readonly", "method: \"GET\", uri: \"/\"", &fine[..]),
        ("", "method: \"GET\", uri: \"/\"", &method),
        ("@idempotent", "method: \"PUT\", uri: \"/\"", &fine),
        ("", "method: \"PUT\", uri: \"/\"", &method),
        ("", "method: \"POST\", uri: \"/\"", &fine),
        ("@idempotent", "method: \"POST\", uri: \"/\"", &fine),
        ("@readonly", "method: \"POST\", uri: \"/\"", &method),
        ("", "method: \"SEND\", uri: \"/\"", &method),
        ("", "method: \"POST\", uri: \"/\", code: 300", &code),
        ("", "method: \"POST\", uri: \"/\", code: 201", &fine),
        (
            "",
            "method: \"POST\", uri: \"/\", code: 99",
            &[
                "DANGER HttpResponseCodeSemantics Get",
                "ERROR TraitValue Get",
            ],
        ),
    ] {
        let mut found = model(traits, http);
        found.sort();
        assert_eq!(found, expected, "{traits} {http}");
    }
    check(&[
        (
            &["DANGER HttpResponseCodeSemantics E"],
            "@error(\"client\") @httpError(500) structure E {}",
        ),
        (
            &["DANGER HttpResponseCodeSemantics E"],
            "@error(\"server\") @httpError(404) structure E {}",
        ),
        (&[], "@error(\"server\") @httpError(503) structure E {}"),
    ]);
}

#[test]
fn names_in_documents_are_unique() {
    check(&[
        (
            &["ERROR JsonName A$b"],
            "structure A { a: String, @jsonName(\"a\") b: String }",
        ),
        (
            &["WARNING XmlName A$b"],
            "structure A { a: String, @xmlName(\"a\") b: String }",
        ),
        (
            &[],
            "structure A { a: String, @xmlAttribute @xmlName(\"a\") b: String }",
        ),
        (
            &["ERROR XmlNamespaceTrait A"],
            "@xmlNamespace(uri: \"a b\") structure A {}",
        ),
        (
            &["WARNING XmlFlattenedTrait A$a"],
            "structure A { @xmlFlattened a: L } list L { @xmlName(\"item\") member: String }",
        ),
        (&["ERROR MediaType A"], "@mediaType(\"json\") string A"),
        (
            &[],
            "@mediaType(\"application/json; charset=utf-8\") string A",
        ),
        (
            &["WARNING IdempotencyTokenIgnored B$t"],
            "structure A { b: B } structure B { @idempotencyToken t: String }",
        ),
        (&["ERROR UnitType A$a"], "structure A { a: Unit }"),
        (&[], "union A { a: Unit }"),
        (&["ERROR Union A"], "union A {}"),
    ]);
}
