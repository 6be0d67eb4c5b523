//! Each rule, with a model that breaks it and one that is near to breaking it.

use tinsmith::Severity;

use super::{events, validated};

/// A rule's cases: what is said, and the model.
type Cases = [(&'static [&'static str], &'static str)];

#[track_caller]
fn check(cases: &Cases) {
    for (expected, body) in cases {
        let mut found = events(body);
        found.sort();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(
            found,
            expected,
            "{body}\n{}",
            validated(body).to_json(Severity::Note)
        );
    }
}

#[test]
fn references_lead_to_shapes_that_fit() {
    check(&[
        (&[], "structure A { a: B } structure B {}"),
        (&["ERROR Target A$a"], "structure A { a: Missing }"),
        (
            &["ERROR Target A$a"],
            "structure A { a: Get } operation Get {}",
        ),
        (
            &["ERROR Target A$a"],
            "structure A { a: tag } @trait structure tag {}",
        ),
        (
            &["ERROR Target A$a"],
            "structure A { a: M } @mixin structure M {}",
        ),
        (
            &["ERROR Target A"],
            "structure A with [M] {} structure M {}",
        ),
        (
            &["ERROR Target Get"],
            "operation Get { input: Text } string Text",
        ),
        (
            &["ERROR Target Get"],
            "operation Get { output: E } @error(\"client\") structure E {}",
        ),
        (
            &["ERROR Target Get"],
            "operation Get { errors: [E] } structure E {}",
        ),
        (
            &["ERROR Target S"],
            "service S { operations: [E] } structure E {}",
        ),
        (
            &["ERROR Target S"],
            "service S { resources: [Get] } operation Get {}",
        ),
        (
            &["ERROR Target R"],
            "resource R { identifiers: { id: Integer } }",
        ),
        (
            &["ERROR Target M$key"],
            "map M { key: Integer, value: String }",
        ),
        (&[], "map M { key: Kind, value: String } enum Kind { A }"),
    ]);
}

#[test]
fn names_are_unique_also_by_case() {
    check(&[
        (
            &["ERROR ShapeIdConflict foo"],
            "structure Foo {} structure foo {}",
        ),
        (&["DANGER ShapeIdConflict foo"], "string Foo string foo"),
        (
            &["ERROR ShapeIdConflict A$B"],
            "structure A { b: String, B: String }",
        ),
        (
            &["ERROR Service S"],
            "service S { rename: { \"example#Missing\": \"Other\" } } structure Missing {}",
        ),
        (
            &[],
            "@mixin service Base { rename: { \"example#Word\": \"Term\" } } \
             service S with [Base] { operations: [Get] } \
             operation Get { output := { word: Word } } structure Word {}",
        ),
    ]);
    let two = |first: &str, second: &str| {
        let text = |namespace: &str, body: &str| {
            (
                format!("{namespace}.smithy"),
                format!(
                    "$version: \"2.0\"\nnamespace {namespace}\n{}",
                    super::spread(body)
                )
                .into_bytes(),
            )
        };
        let files = vec![text("example", first), text("other", second)];
        super::lines(&tinsmith::pipeline::validate(files), Severity::Note)
    };
    let service = "use other#Thing\nservice S { operations: [Get] }\noperation Get { input: In, output: Out }\n";
    let first = format!(
        "{service} structure In {{ thing: thing }} structure thing {{}} structure Out {{ thing: Thing }}"
    );
    assert_eq!(
        two(&first, "structure Thing {}"),
        ["ERROR Service other#Thing"]
    );
    let first = format!(
        "{service} structure In {{ thing: thing }} string thing structure Out {{ thing: Thing }}"
    );
    assert_eq!(two(&first, "string Thing"), ["NOTE Service other#Thing"]);
}

#[test]
fn values_have_an_end() {
    check(&[
        (&["ERROR ShapeRecursion L"], "list L { member: L }"),
        (
            &["ERROR ShapeRecursion L", "ERROR ShapeRecursion M"],
            "list L { member: M } map M { key: String, value: L }",
        ),
        (&[], "list L { member: A } structure A { all: L }"),
        (
            &["ERROR ShapeRecursion A"],
            "structure A { @required a: A }",
        ),
        (&[], "structure A { a: A }"),
        (&["ERROR ShapeRecursion U"], "union U { a: U }"),
        (&[], "union U { a: U, b: String }"),
        (&[], "union U { a: L } list L { member: U }"),
    ]);
}

#[test]
fn mixins_are_mixed_into_what_fits() {
    check(&[
        (
            &[],
            "@mixin structure M { a: String } structure A with [M] {}",
        ),
        (
            &["ERROR Model A"],
            "@mixin union M { a: String } structure A with [M] {}",
        ),
        (
            &["ERROR Model M"],
            "@mixin operation M { input: In } structure In {} operation Get with [M] {}",
        ),
        (
            &["ERROR Model A$a"],
            "@mixin structure M { a: String } structure A with [M] { a: Integer }",
        ),
    ]);
}

#[test]
fn traits_are_known_and_where_they_may_be() {
    check(&[
        (
            &["DANGER Model.UnresolvedTrait A"],
            "@smithy.api#requird structure A {}",
        ),
        (
            &["WARNING Model.UnresolvedTrait A"],
            "@other#thing structure A {}",
        ),
        (
            &["ERROR Model.UnresolvedTrait A"],
            "@Required structure A {}",
        ),
        (&["ERROR TraitTarget A"], "@pattern(\"a\") structure A {}"),
        (
            &[
                "ERROR TraitTarget A$a",
                "WARNING HttpBindingTraitIgnored A$a",
            ],
            "structure A { @httpHeader(\"a\") a: A }",
        ),
        (
            &[],
            "structure A { @httpHeader(\"a\") a: L } list L { member: String }",
        ),
        (
            &["ERROR TraitTarget L"],
            "@uniqueItems list L { member: A } structure A { a: Float }",
        ),
        (
            &["ERROR TraitConflict A$a"],
            "structure A { @required @recommended a: String }",
        ),
        (
            &["ERROR TraitConflict Get"],
            "@readonly @idempotent operation Get {}",
        ),
        (
            &["ERROR ExclusiveStructureMemberTrait A$b"],
            "structure A { @idempotencyToken a: String, @idempotencyToken b: String }",
        ),
        (
            &["ERROR ExclusiveStructureMemberTrait A$b"],
            "structure A { @required a: B, @required b: B } @streaming blob B",
        ),
        (
            &["ERROR TraitTarget A"],
            "@trait(selector: \"string\") structure tag {} @tag structure A {}",
        ),
        (
            &["ERROR Model tag"],
            "@trait(selector: \"strang\") structure tag {}",
        ),
        (
            &["ERROR TraitDefinitionShape A"],
            "@tag structure A {} structure tag {}",
        ),
        (
            &["ERROR TraitDefinitionShape tag"],
            "@trait structure tag { @tag a: String }",
        ),
    ]);
}

#[test]
fn values_of_traits_are_of_their_shape() {
    let tag = |value: &str, shape: &str| events(&format!("@tag{value} string A\n@trait {shape}"));
    let wrong = ["ERROR TraitValue A"];
    let fine: [&str; 0] = [];
    for (value, shape, expected) in [
        ("(a: 1)", "structure tag { a: Integer }", &fine[..]),
        ("(a: \"1\")", "structure tag { a: Integer }", &wrong),
        ("(a: 1.5)", "structure tag { a: Integer }", &wrong),
        ("(a: 128)", "structure tag { a: Byte }", &wrong),
        ("(a: -128)", "structure tag { a: Byte }", &fine),
        (
            "(a: 99999999999999999999999)",
            "structure tag { a: BigInteger }",
            &fine,
        ),
        ("(a: \"NaN\")", "structure tag { a: Double }", &fine),
        ("(a: \"x\")", "structure tag { a: Double }", &wrong),
        ("(a: [1])", "structure tag { a: Document }", &fine),
        ("(a: true)", "structure tag { a: String }", &wrong),
        (
            "(a: \"1985-04-12T23:20:50Z\")",
            "structure tag { @timestampFormat(\"date-time\") a: Timestamp }",
            &fine,
        ),
        (
            "(a: 5)",
            "structure tag { @timestampFormat(\"date-time\") a: Timestamp }",
            &wrong,
        ),
        (
            "(a: \"x\")",
            "structure tag { @timestampFormat(\"epoch-seconds\") a: Timestamp }",
            &wrong,
        ),
        ("()", "structure tag { @required a: String }", &wrong),
        (
            "(b: 1)",
            "structure tag { a: String }",
            &["WARNING TraitValue.example#tag.b A"],
        ),
        ("(\"abc\")", "@length(max: 2) string tag", &wrong),
        ("(\"éé\")", "@length(max: 2) string tag", &fine),
        (
            "([1, 2])",
            "@length(min: 3) list tag { member: Integer }",
            &wrong,
        ),
        (
            "(a: \"1\")",
            "@length(max: 0) map tag { key: String, value: String }",
            &wrong,
        ),
        ("(5)", "@range(max: 4.5) double tag", &wrong),
        ("(4)", "@range(min: 4, max: 4) integer tag", &fine),
        ("(\"b\")", "@pattern(\"^a$\") string tag", &wrong),
        (
            "(\"b\")",
            "@enum([{ value: \"a\" }]) string tag",
            &["ERROR TraitValue A", "WARNING DeprecatedTrait tag"],
        ),
        ("(\"B\")", "enum tag { A, B = \"b\" }", &wrong),
        ("(\"b\")", "enum tag { A, B = \"b\" }", &fine),
        ("(2)", "intEnum tag { A = 1 }", &wrong),
        (
            "([\"a\", \"a\"])",
            "@uniqueItems list tag { member: String }",
            &wrong,
        ),
        ("([\"a\", null])", "list tag { member: String }", &wrong),
        (
            "([\"a\", null])",
            "@sparse list tag { member: String }",
            &fine,
        ),
        (
            "(k: null)",
            "@sparse map tag { key: String, value: String }",
            &fine,
        ),
        (
            "(k: \"v\")",
            "map tag { key: K, value: String } @length(min: 2) string K",
            &wrong,
        ),
        (
            "(a: \"1\", b: \"2\")",
            "union tag { a: String, b: String }",
            &wrong,
        ),
        ("(c: \"1\")", "union tag { a: String, b: String }", &wrong),
        (
            "(\"example#A\")",
            "@idRef(failWhenMissing: true) string tag",
            &fine,
        ),
        (
            "(\"example#B\")",
            "@idRef(failWhenMissing: true) string tag",
            &wrong,
        ),
        (
            "(\"other#B\")",
            "@idRef(failWhenMissing: true) string tag",
            &["WARNING TraitValue A"],
        ),
        ("(\"example#B\")", "@idRef string tag", &fine),
        (
            "(\"example#A\")",
            "@idRef(selector: \"structure\") string tag",
            &wrong,
        ),
    ] {
        let mut found = tag(value, shape);
        found.sort();
        assert_eq!(found, expected, "{value} {shape}");
    }
}

#[test]
fn what_is_private_stays_private() {
    let two = |first: &str, second: &str| {
        let files = [("example", first), ("other", second)].map(|(namespace, body)| {
            (
                format!("{namespace}.smithy"),
                format!(
                    "$version: \"2.0\"\nnamespace {namespace}\n{}",
                    super::spread(body)
                )
                .into_bytes(),
            )
        });
        super::lines(
            &tinsmith::pipeline::validate(files.to_vec()),
            Severity::Warning,
        )
    };
    assert_eq!(
        two("structure A { a: other#B }", "@private structure B {}"),
        ["ERROR PrivateAccess A$a"]
    );
    assert_eq!(
        two(
            "@other#tag structure A {}",
            "@private @trait structure tag {}"
        ),
        ["ERROR PrivateAccess A"]
    );
    assert_eq!(
        two(
            "structure A { a: other#B }",
            "structure B { c: C } @private structure C {}"
        ),
        [] as [&str; 0]
    );
}

#[test]
fn uses_of_what_goes_are_warned_of() {
    check(&[
        (
            &["WARNING DeprecatedShape A$a"],
            "structure A { a: B } @deprecated structure B {}",
        ),
        (
            &[],
            "structure A { @deprecated a: B } @deprecated structure B {}",
        ),
        (
            &["WARNING DeprecatedTrait A"],
            "@tag structure A {} @trait @deprecated structure tag {}",
        ),
        (
            &["WARNING UnstableTrait.example#tag A"],
            "@tag structure A {} @trait @unstable structure tag {}",
        ),
    ]);
}

#[test]
fn defaults_are_values_of_their_shapes() {
    check(&[
        (&[], "structure A { a: Integer = 1 }"),
        (
            &["ERROR DefaultTrait A$a"],
            "structure A { a: Integer = \"1\" }",
        ),
        (
            &["ERROR DefaultTrait A$a"],
            "structure A { a: L = [1] } list L { member: Integer }",
        ),
        (&[], "structure A { a: L = [] } list L { member: Integer }"),
        (
            &["ERROR DefaultTrait A$a"],
            "structure A { a: Kind = \"b\" } enum Kind { B }",
        ),
        (
            &["ERROR DefaultTrait A$a"],
            "structure A { a: N } @default(1) integer N",
        ),
        (
            &["ERROR DefaultTrait A$a"],
            "structure A { a: N = 2 } @default(1) integer N",
        ),
        (&[], "structure A { a: N = null } @default(1) integer N"),
        (
            &["WARNING DefaultTrait A$a"],
            "structure A { @range(min: 1) a: Integer = 0 }",
        ),
        (
            &["ERROR DefaultTrait A$a"],
            "structure A { @range(min: 1) a: Integer = -1 }",
        ),
    ]);
}

#[test]
fn enums_have_values() {
    check(&[
        (&[], "enum A { B, C = \"c\" } intEnum N { B = 1 }"),
        (&["ERROR EnumShape A$C"], "enum A { B = \"x\", C = \"x\" }"),
        (&["ERROR EnumShape A$B"], "enum A { B = \"\" }"),
        (&["ERROR EnumShape A$C"], "intEnum A { B = 1, C = 1 }"),
        (&["WARNING EnumShape A$b"], "enum A { b = \"x\" }"),
        (
            &["ERROR EnumTrait A", "WARNING DeprecatedTrait A"],
            "@enum([{ value: \"a\" }, { value: \"a\" }]) string A",
        ),
    ]);
}

#[test]
fn constraints_can_be_met() {
    check(&[
        (&["ERROR LengthTrait A"], "@length(min: 2, max: 1) string A"),
        (&["ERROR LengthTrait A"], "@length(min: -1) string A"),
        (&["ERROR LengthTrait A"], "@length string A"),
        (&["ERROR RangeTrait A"], "@range(min: 2, max: 1) integer A"),
        (&["ERROR RangeTrait A"], "@range(min: 1.5) integer A"),
        (&[], "@range(min: 1.5) double A"),
        (&["WARNING PatternTrait A"], "@pattern(\"(\") string A"),
    ]);
}

#[test]
fn examples_are_values_of_inputs_and_outputs() {
    let operation = |example: &str| {
        format!(
            "@examples([{{ title: \"x\", {example} }}])
             operation Get {{ input: In, output: Out, errors: [E] }}
             structure In {{ @required a: String }}
             structure Out {{ b: Integer }}
             @error(\"client\") structure E {{ c: String }}"
        )
    };
    let fine: [&str; 0] = [];
    let wrong = ["ERROR ExamplesTrait Get"];
    for (example, expected) in [
        ("input: { a: \"1\" }, output: { b: 1 }", &fine[..]),
        ("input: {}", &wrong),
        ("input: { a: \"1\" }, output: { b: \"1\" }", &wrong),
        (
            "input: { a: \"1\" }, error: { shapeId: \"example#E\", content: { c: \"1\" } }",
            &fine,
        ),
        (
            "input: { a: \"1\" }, error: { shapeId: \"example#E\", content: { c: 1 } }",
            &wrong,
        ),
        (
            "input: {}, allowConstraintErrors: true",
            &["WARNING ExamplesTrait Get"],
        ),
        (
            "input: { a: \"1\", z: 1 }",
            &["WARNING ExamplesTrait.example#In.z Get"],
        ),
    ] {
        assert_eq!(events(&operation(example)), expected, "{example}");
    }
}

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

#[test]
fn traits_bring_rules_along() {
    let definition = "@trait(selector: \"structure\")
        @traitValidators(\"tag.NoFloats\": { selector: \"~> float\", message: \"no floats\", severity: \"DANGER\" })
        structure tag {}";
    check(&[(&[], "structure A { a: Float }")]);
    assert_eq!(
        events(&format!(
            "@tag structure A {{ a: Part }} structure Part {{ b: Real }} float Real {definition}"
        )),
        ["DANGER tag.NoFloats Real"]
    );
}

#[test]
fn a_trait_that_is_not_defined_is_perhaps_another() {
    let help = |name: &str| {
        validated(&format!("@{name} structure A {{}}")).render(Severity::Warning, false)
    };
    for (name, said) in [
        ("requird", "did you mean required?"),
        ("restJson1", "add `use aws.protocols#restJson1` behind"),
        (
            "aws.protocols#restJson",
            "did you mean aws.protocols#restJson1?",
        ),
        (
            "aws.api#documentation",
            "did you mean smithy.api#documentation?",
        ),
        ("nothingOfTheKind", "define the trait, or add the file"),
    ] {
        let report = help(name);
        assert!(report.contains(said), "{name}: {report}");
    }
}
