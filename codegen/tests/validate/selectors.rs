//! Selectors, by validators of a model: the examples of the specification's kinds.

use super::{lines, validated};

const MODEL: &str = r#"
@title("Shop") @httpBearerAuth
service Shop { version: "2026-01-01", operations: [Find], resources: [Book] }
@readonly @paginated(inputToken: "token", outputToken: "token")
operation Find { input: FindInput, output: FindOutput, errors: [Gone] }
structure FindInput { token: String, @required @length(min: 1, max: 5) title: Title }
structure FindOutput { token: String, books: Books }
list Books { member: BookData }
structure BookData { title: Title, @deprecated kind: Kind, parts: Parts }
map Parts { key: String, value: Count }
@range(min: 5, max: 1) integer Count
@pattern("^a$") @tags(["text", "short"]) string Title
enum Kind { NOVEL = "novel", POEM = "poem" }
intEnum Level { LOW = 1 }
@error("client") structure Gone { message: String }
resource Book { identifiers: { id: Title }, read: GetBook, list: ListBooks, operations: [BurnBook], resources: [Page] }
resource Page { identifiers: { id: Title }, operations: [Turn] }
@readonly operation GetBook { input: BookId, output: BookData }
@readonly operation ListBooks {}
operation BurnBook { input: BookId }
operation Turn { input: BookId }
structure BookId { @required id: Title }
structure Chain { next: Chain }
@mixin structure Mixed { a: String }
structure Mixing with [Mixed] {}
"#;

fn selected(selector: &str) -> Vec<String> {
    let metadata = format!(
        "metadata validators = [{{ name: \"EmitEachSelector\", id: \"X\", configuration: {{ selector: \"\"\"\n  {selector}\"\"\" }} }}]"
    );
    let validation = validated(&format!("{metadata}\n---\n{MODEL}"));
    let mut shapes: Vec<String> = lines(&validation, tinsmith::Severity::Note)
        .into_iter()
        .filter_map(|line| Some(line.strip_prefix("DANGER X ")?.to_owned()))
        .collect();
    assert!(
        !validation
            .events()
            .iter()
            .any(|event| event.id() == "Model"),
        "{}",
        validation.to_json(tinsmith::Severity::Note)
    );
    shapes.sort();
    shapes
}

#[test]
fn shapes_are_chosen() {
    let cases: &[(&str, &[&str])] = &[
        ("service", &["Shop"]),
        ("intEnum", &["Level"]),
        ("integer", &["Count", "Level"]),
        ("number", &["Count", "Level"]),
        ("string", &["Kind", "Title"]),
        ("simpleType", &["Count", "Kind", "Level", "Title"]),
        ("collection", &["Books"]),
        // Attributes.
        ("[trait|error]", &["Gone"]),
        ("[trait|smithy.api#tags]", &["Title"]),
        ("[trait|tags|(values)='short']", &["Title"]),
        ("[trait|tags|(length)=2]", &["Title"]),
        ("[trait|tags|(first)=text]", &["Title"]),
        ("[trait|range|max<=1]", &["Count"]),
        ("[trait|range|min>=6]", &[]),
        ("[trait|title^='Sho']", &["Shop"]),
        ("[trait|title$=OP i]", &["Shop"]),
        ("[trait|title*='o', 'x']", &["Shop"]),
        ("service[trait|title!=Shop]", &[]),
        ("service[trait|title?=true]", &["Shop"]),
        ("operation[trait|readonly?=false]", &["BurnBook", "Turn"]),
        ("[service|version='2026-01-01']", &["Shop"]),
        (
            "[id|namespace=example][id|name^=Par]:not(member)",
            &["Parts"],
        ),
        ("[id|member=kind]", &["BookData$kind"]),
        ("[id='example#Title']", &["Title"]),
        ("[@trait|range: @{min} > @{max}]", &["Count"]),
        ("[@trait|range: @{min}=5 && @{max}=2, 1]", &["Count"]),
        ("[@trait|range: @{min} < @{max}]", &[]),
        (
            "[@: @{trait|tags|(values)} {=} @{trait|tags|(values)}]",
            &["Title"],
        ),
        (
            "[@: @{trait|paginated|inputToken} = @{trait|paginated|outputToken}]",
            &["Find"],
        ),
        // Neighbours.
        ("list > member", &["Books$member"]),
        ("list > member > structure", &["BookData"]),
        ("operation -[input]-> structure", &["BookId", "FindInput"]),
        (
            "operation -[input, output]-> structure",
            &["BookData", "BookId", "FindInput", "FindOutput"],
        ),
        ("operation -[error]-> *", &["Gone"]),
        ("resource -[identifier]-> string", &["Title"]),
        ("resource -[read]-> operation", &["GetBook"]),
        (
            "resource -[instanceOperation]-> operation",
            &["BurnBook", "GetBook", "Turn"],
        ),
        (
            "resource -[collectionOperation]-> operation",
            &["ListBooks"],
        ),
        ("resource <-[resource]- service", &["Shop"]),
        ("operation[id|name=Turn] -[bound]-> resource", &["Page"]),
        ("structure[trait|error] < operation", &["Find"]),
        ("map ~> integer", &["Count"]),
        ("service ~> resource", &["Book", "Page"]),
        ("structure -[mixin]-> *", &["Mixed"]),
        ("structure <-[mixin]- *", &["Mixing"]),
        ("structure -[trait]-> [id|name=error]", &[]),
        ("[id|name=error] <-[trait]- structure", &["Gone"]),
        // Functions.
        (":is(list, map)", &["Books", "Parts"]),
        (
            "structure:test(> member > enum, > member > map)",
            &["BookData"],
        ),
        ("structure:not(< *)", &["Mixing"]),
        ("map:not(> member > string)", &[]),
        ("structure:test(~> structure[id|name=Chain])", &["Chain"]),
        ("string:in(:root(service ~> string))", &["Kind", "Title"]),
        ("intEnum:not(:in(:root(service ~> *)))", &["Level"]),
        (
            "operation:topdown([trait|title])",
            &["BurnBook", "Find", "GetBook", "ListBooks", "Turn"],
        ),
        (
            "operation:topdown([trait|title], [id|name=Book])",
            &["Find"],
        ),
        (
            "structure[id|name=Find] :recursive(> member > structure)",
            &[],
        ),
        (
            "structure[id|name=FindOutput] :recursive(> member > :is(structure, list))",
            &["BookData", "Books"],
        ),
        // Variables.
        (
            "service $operations(~> operation) ${operations}[trait|paginated]",
            &["Find"],
        ),
        (
            "service $all(~> operation) ~> operation:in(${all})[id|name=Turn]",
            &["Turn"],
        ),
        (
            "structure $me(*) > member > structure [@: @{var|me|id} = @{id}]",
            &["Chain"],
        ),
    ];
    for (selector, expected) in cases {
        assert_eq!(selected(selector), *expected, "{selector}");
    }
}
