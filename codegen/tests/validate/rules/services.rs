//! Services, resources and operations, with pages, waiters and streams.

use super::check;
use crate::events;

#[test]
fn operations_are_bound_once() {
    check(&[
        (
            &["ERROR SingleOperationBinding Get"],
            "service S { operations: [Get], resources: [R] } resource R { operations: [Get] } operation Get {}",
        ),
        (
            &["ERROR SingleResourceBinding R"],
            "service S { resources: [R, Q] } resource Q { resources: [R] } resource R {}",
        ),
        (
            &["ERROR ResourceCycle Q", "ERROR ResourceCycle R"],
            "resource R { resources: [Q] } resource Q { resources: [R] }",
        ),
        (
            &["WARNING InputOutputStructureReuse Get"],
            "operation Get { input: A, output: A } structure A {}",
        ),
        (
            &[
                "ERROR OperationInputOutput GetInput",
                "WARNING OperationInputOutput Put",
            ],
            "operation Get { input: GetInput } operation Put { input: GetInput } @input structure GetInput {}",
        ),
        (
            &["ERROR OperationInputOutput A$a"],
            "operation Get { input: GetInput } @input structure GetInput {} structure A { a: GetInput }",
        ),
    ]);
}

#[test]
fn resources_have_identifiers() {
    let resource = |binding: &str, input: &str, traits: &str| {
        events(&format!(
            "resource R {{ identifiers: {{ id: String }}, {binding} }}
             {traits} operation Get {{ input: GetInput }}
             structure GetInput {{ {input} }}"
        ))
    };
    let fine: [&str; 0] = [];
    for (binding, input, traits, expected) in [
        ("read: Get", "@required id: String", "@readonly", &fine[..]),
        (
            "read: Get",
            "id: String",
            "@readonly",
            &["ERROR ResourceIdentifierBinding Get"],
        ),
        (
            "read: Get",
            "@required id: Integer",
            "@readonly",
            &["ERROR ResourceIdentifierBinding Get"],
        ),
        (
            "read: Get",
            "@required @resourceIdentifier(\"id\") other: String",
            "@readonly",
            &fine,
        ),
        (
            "read: Get",
            "@required id: String",
            "",
            &["ERROR ResourceLifecycle R"],
        ),
        ("list: Get", "", "@readonly", &fine),
        (
            "list: Get",
            "@required id: String",
            "@readonly",
            &["ERROR ResourceIdentifierBinding Get"],
        ),
        (
            "delete: Get",
            "@required id: String",
            "",
            &["ERROR ResourceLifecycle R"],
        ),
        ("delete: Get", "@required id: String", "@idempotent", &fine),
        ("create: Get", "", "", &fine),
        (
            "create: Get",
            "@required id: String",
            "",
            &["ERROR ResourceLifecycle R"],
        ),
        (
            "collectionOperations: [Get]",
            "@required id: String",
            "",
            &["ERROR ResourceIdentifierBinding Get"],
        ),
    ] {
        assert_eq!(
            resource(binding, input, traits),
            expected,
            "{binding} {input}"
        );
    }
    check(&[
        (
            &["ERROR ResourceIdentifier Q"],
            "resource R { identifiers: { id: String }, resources: [Q] } resource Q { identifiers: { other: String } }",
        ),
        (
            &["ERROR ResourceIdentifierBinding A$b"],
            "structure A { @required @resourceIdentifier(\"id\") a: String, @required @resourceIdentifier(\"id\") b: String }",
        ),
        (
            &[
                "ERROR ResourceOperationInputOutput GetInput$c",
                "ERROR ResourceOperationInputOutput R",
            ],
            "resource R { properties: { a: String, b: String }, create: Get } operation Get { input: GetInput } structure GetInput { a: String, c: String }",
        ),
        (
            &[],
            "resource R { properties: { a: String }, create: Get } operation Get { input := { a: String, @notProperty c: String } }",
        ),
        (
            &["ERROR ReferencesTrait A"],
            "@references([{ resource: R }]) structure A { other: String } resource R { identifiers: { id: String } }",
        ),
        (
            &[],
            "@references([{ resource: R, ids: { id: \"other\" } }]) structure A { other: String } resource R { identifiers: { id: String } }",
        ),
    ]);
}

#[test]
fn schemes_of_operations_are_those_of_the_service() {
    check(&[
        (
            &["DANGER AuthTrait Get"],
            "@httpBearerAuth service S { operations: [Get] } @auth([httpBasicAuth]) operation Get {}",
        ),
        (
            &[],
            "@httpBearerAuth service S { operations: [Get] } @auth([httpBearerAuth]) operation Get {}",
        ),
    ]);
}

#[test]
fn pages_have_tokens() {
    let model = |paginated: &str, input: &str, output: &str| {
        events(&format!(
            "service S {{ operations: [List] }}
             @paginated({paginated}) operation List {{ input: ListInput, output: ListOutput }}
             structure ListInput {{ {input} }} structure ListOutput {{ {output} }} list Names {{ member: String }}"
        ))
    };
    let tokens = "inputToken: \"token\", outputToken: \"next\"";
    let fine: [&str; 0] = [];
    let wrong = ["ERROR PaginatedTrait List"];
    for (paginated, input, output, expected) in [
        (tokens, "token: String", "next: String", &fine[..]),
        (tokens, "tokn: String", "next: String", &wrong),
        (tokens, "@required token: String", "next: String", &wrong),
        (tokens, "token: String", "@required next: String", &wrong),
        (
            tokens,
            "token: Integer",
            "next: String",
            &["DANGER PaginatedTrait List"],
        ),
        (
            "inputToken: \"token\"",
            "token: String",
            "next: String",
            &wrong,
        ),
        (
            "inputToken: \"token\", outputToken: \"page.next\"",
            "token: String",
            "page: Page } structure Page { next: String",
            &fine,
        ),
        (
            "inputToken: \"token\", outputToken: \"next\", items: \"items\"",
            "token: String",
            "next: String, items: Names",
            &fine,
        ),
        (
            "inputToken: \"token\", outputToken: \"next\", items: \"items\"",
            "token: String",
            "next: String, items: String",
            &wrong,
        ),
    ] {
        assert_eq!(
            model(paginated, input, output),
            expected,
            "{paginated} {input} {output}"
        );
    }
}

#[test]
fn waiters_can_end() {
    let waiter = |waiter: &str| {
        events(&format!(
            "use smithy.waiters#waitable
             @waitable(Done: {{ {waiter} }}) operation Get {{ output: Out }} structure Out {{ a: Boolean }}"
        ))
    };
    let success = "{ state: \"success\", matcher: { success: true } }";
    let fine: [&str; 0] = [];
    let wrong = ["ERROR WaitableTrait Get"];
    for (text, expected) in [
        (format!("acceptors: [{success}]"), &fine[..]),
        (format!("acceptors: [{success}], minDelay: 9, maxDelay: 3"), &wrong),
        (format!("acceptors: [{success}], minDelay: 200"), &wrong),
        (
            "acceptors: [{ state: \"failure\", matcher: { success: false } }]".to_owned(),
            &["WARNING WaitableTrait Get"],
        ),
        (
            format!("acceptors: [{success}, {{ state: \"retry\", matcher: {{ errorType: \"Gone\" }} }}]"),
            &["WARNING WaitableTraitInvalidErrorType Get"],
        ),
        (
            "acceptors: [{ state: \"success\", matcher: { output: { path: \"a\", comparator: \"booleanEquals\", expected: \"yes\" } } }]".to_owned(),
            &wrong,
        ),
        (
            "acceptors: [{ state: \"success\", matcher: { inputOutput: { path: \"output.a\", comparator: \"booleanEquals\", expected: \"true\" } } }]".to_owned(),
            &wrong,
        ),
        (
            "acceptors: [{ state: \"success\", matcher: { output: { path: \"a[\", comparator: \"booleanEquals\", expected: \"true\" } } }]".to_owned(),
            &wrong,
        ),
        ("acceptors: []".to_owned(), &["ERROR TraitValue Get", "WARNING WaitableTrait Get"]),
    ] {
        let mut found = waiter(&text);
        found.sort();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn streams_are_where_they_can_be() {
    check(&[
        (
            &[],
            "@streaming blob B operation Get { input := { @required b: B } }",
        ),
        (
            &["ERROR StreamingTrait GetInput$b"],
            "@streaming blob B operation Get { input := { b: B } }",
        ),
        (
            &["ERROR StreamingTrait A$a"],
            "@streaming blob B operation Get { input: GetInput } structure GetInput { @required b: B } structure A { a: GetInput }",
        ),
        (
            &["ERROR StreamingTrait GetOutput"],
            "@streaming @requiresLength blob B operation Get { output: GetOutput } structure GetOutput { @required b: B }",
        ),
        (
            &["ERROR StreamingTrait Events$a"],
            "@streaming union Events { a: String } operation Get { output := { events: Events } }",
        ),
        (
            &["ERROR StreamingTrait Get"],
            "@streaming blob B operation Get { errors: [E] } @error(\"server\") structure E { @required b: B }",
        ),
    ]);
    check(&[
        (
            &["ERROR EventPayloadTrait Event$b"],
            "structure Event { @eventPayload a: Blob, b: String }",
        ),
        (&[], "structure Event { @eventPayload a: Blob, @eventHeader b: String }"),
        (
            &["ERROR StreamingTrait GetOutput$b"],
            "use aws.protocols#restJson1
             @restJson1 service S { operations: [Get] } @http(method: \"GET\", uri: \"/\") @readonly operation Get { output: GetOutput }
             structure GetOutput { @required b: B } @streaming blob B",
        ),
    ]);
}
