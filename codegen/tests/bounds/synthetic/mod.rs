//! Models of any size, made up: the same size gives the same text.

use std::fmt::Write;

/// A model of about `shapes` shapes of every kind, about 350 bytes each, and its JSON. Each ten
/// are an operation with what it takes and gives, so that all of them are generated.
pub(crate) fn model(shapes: usize) -> String {
    let groups = shapes.div_ceil(10).max(1);
    let mut out = String::from(
        "{\n\"smithy\": \"2.0\",\n\"shapes\": {\n\"made.up#Service\": {\"type\": \"service\", \"version\": \"1\",\n\"traits\": {\"aws.protocols#awsJson1_1\": {}, \"smithy.api#title\": \"Made up\"},\n\"operations\": [",
    );
    for group in 0..groups {
        let comma = if group == 0 { "" } else { "," };
        push(
            &mut out,
            format_args!("{comma}\n{{\"target\": \"made.up#Do{group}\"}}"),
        );
    }
    out.push_str("]}");
    for group in 0..groups {
        push_group(&mut out, group);
    }
    out.push_str("\n}\n}\n");
    out
}

fn push_group(out: &mut String, n: usize) {
    // Every group refers to the one before, every twentieth to none, so that chains end.
    let before = if n.is_multiple_of(20) { n } else { n - 1 };
    let docs = |about: &str| {
        format!(
            "\"smithy.api#documentation\": \"<p>{about} number {n}, as <code>Thing{before}</code> is. See <a href=\\\"https://example.com/{n}\\\">there</a>.</p>\""
        )
    };
    push(
        out,
        format_args!(
            r#",
"made.up#Do{n}": {{"type": "operation", "input": {{"target": "made.up#Do{n}Request"}}, "output": {{"target": "made.up#Do{n}Response"}}, "errors": [{{"target": "made.up#Failure{n}"}}], "traits": {{{}}}}},
"made.up#Do{n}Request": {{"type": "structure", "members": {{
  "name": {{"target": "made.up#Name{n}", "traits": {{"smithy.api#required": {{}}, {}}}}},
  "thing": {{"target": "made.up#Thing{n}", "traits": {{{}}}}},
  "count": {{"target": "smithy.api#Integer", "traits": {{"smithy.api#range": {{"min": 1, "max": 9{n}}}}}}}}}, "traits": {{"smithy.api#input": {{}}}}}},
"made.up#Do{n}Response": {{"type": "structure", "members": {{
  "things": {{"target": "made.up#Things{n}"}}, "next": {{"target": "smithy.api#String", "traits": {{{}}}}}}}}},
"made.up#Failure{n}": {{"type": "structure", "members": {{"message": {{"target": "smithy.api#String"}}}}, "traits": {{"smithy.api#error": "client"}}}},
"made.up#Thing{n}": {{"type": "structure", "members": {{
  "id": {{"target": "smithy.api#String", "traits": {{"smithy.api#required": {{}}, {}}}}},
  "kind": {{"target": "made.up#Kind{n}"}}, "choice": {{"target": "made.up#Choice{n}"}},
  "tags": {{"target": "made.up#Tags{n}"}}, "at": {{"target": "smithy.api#Timestamp"}}}}, "traits": {{{}}}}},
"made.up#Things{n}": {{"type": "list", "member": {{"target": "made.up#Thing{before}"}}}},
"made.up#Tags{n}": {{"type": "map", "key": {{"target": "made.up#Name{n}"}}, "value": {{"target": "smithy.api#String"}}}},
"made.up#Name{n}": {{"type": "string", "traits": {{"smithy.api#length": {{"min": 1, "max": 64}}, "smithy.api#pattern": "^[a-z]+{n}$"}}}},
"made.up#Kind{n}": {{"type": "enum", "members": {{"ONE": {{"target": "smithy.api#Unit", "traits": {{"smithy.api#enumValue": "one"}}}}, "TWO": {{"target": "smithy.api#Unit", "traits": {{"smithy.api#enumValue": "two"}}}}}}}},
"made.up#Choice{n}": {{"type": "union", "members": {{"thing": {{"target": "made.up#Things{n}"}}, "text": {{"target": "smithy.api#String"}}}}}}"#,
            docs("Does"),
            docs("The name"),
            docs("The thing"),
            docs("Where to go on"),
            docs("The id"),
            docs("A thing"),
        ),
    );
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    // A String takes all that is written to it.
    let _ = out.write_fmt(text);
}
