//! References, names, mixins, enums and constraints of shapes.

use tinsmith::Severity;

use super::check;

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
                    crate::spread(body)
                )
                .into_bytes(),
            )
        };
        let files = vec![text("example", first), text("other", second)];
        crate::lines(&tinsmith::pipeline::validate(files), Severity::Note)
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
fn what_is_private_stays_private() {
    let two = |first: &str, second: &str| {
        let files = [("example", first), ("other", second)].map(|(namespace, body)| {
            (
                format!("{namespace}.smithy"),
                format!(
                    "$version: \"2.0\"\nnamespace {namespace}\n{}",
                    crate::spread(body)
                )
                .into_bytes(),
            )
        });
        crate::lines(
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
fn types_have_their_articles() {
    let validation = crate::validated("operation Go { input: Stay } operation Stay {}");
    let mut events = validation.events().iter();
    let message = "example#Stay is an operation, and no structure";
    assert!(events.any(|event| event.diagnostic().message() == message));
}
