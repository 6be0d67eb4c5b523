//! A pair of models for each rule.

use serde_json::{Value, json};

use super::base::{
    aws_json, base, drop_member, drop_shape, drop_trait, member, put_member, put_shape, put_trait,
    rename, shape,
};

/// A rule's pair of models.
pub(crate) struct Case {
    /// The rules that the change has to come under, and no other.
    pub(crate) rules: &'static [&'static str],
    /// The rules that the way back has to come under.
    pub(crate) back: &'static [&'static str],
    pub(crate) old: Value,
    pub(crate) new: Value,
}

fn case(
    rules: &'static [&'static str],
    back: &'static [&'static str],
    patch: impl FnOnce(&mut Value),
) -> Case {
    of(base(), rules, back, patch)
}

fn of(
    old: Value,
    rules: &'static [&'static str],
    back: &'static [&'static str],
    patch: impl FnOnce(&mut Value),
) -> Case {
    let mut new = old.clone();
    patch(&mut new);
    Case {
        rules,
        back,
        old,
        new,
    }
}

const TEXT: &str = "smithy.api#String";

/// A second service, which is in the same files.
fn second() -> Value {
    let mut model = base();
    put_shape(
        &mut model,
        "Depot",
        json!({
            "type": "service",
            "version": "1",
            "operations": [{ "target": "example#GetItem" }],
            "traits": { "aws.protocols#restJson1": {}, "aws.api#service": { "sdkId": "Depot" } }
        }),
    );
    model
}

fn rules(model: &mut Value) -> &mut Value {
    &mut shape(model, "Shop")["traits"]["smithy.rules#endpointRuleSet"]
}

pub(crate) fn services() -> Vec<Case> {
    vec![
        of(second(), &["service-removed"], &["service-added"], |m| {
            drop_shape(m, "Depot");
        }),
        case(
            &["module-renamed", "sdk-id-changed"],
            &["module-renamed", "sdk-id-changed"],
            |m| {
                shape(m, "Shop")["traits"]["aws.api#service"]["sdkId"] = json!("Store");
            },
        ),
        case(&["protocol-changed"], &["protocol-changed"], |m| {
            *m = aws_json();
        }),
        case(&["signing-name-changed"], &["signing-name-changed"], |m| {
            put_trait(
                shape(m, "Shop"),
                "aws.auth#sigv4",
                json!({ "name": "store" }),
            );
        }),
        case(&["auth-schemes-changed"], &["auth-schemes-changed"], |m| {
            put_trait(shape(m, "Shop"), "smithy.api#httpBearerAuth", json!({}));
        }),
        case(
            &["endpoint-prefix-changed"],
            &["endpoint-prefix-changed"],
            |m| {
                shape(m, "Shop")["traits"]["aws.api#service"]["endpointPrefix"] = json!("store");
            },
        ),
        case(
            &["service-version-changed"],
            &["service-version-changed"],
            |m| {
                shape(m, "Shop")["version"] = json!("2027-01-01");
            },
        ),
        of(
            aws_json(),
            &["query-compatibility-added"],
            &["query-compatibility-removed"],
            |m| {
                put_trait(
                    shape(m, "Shop"),
                    "aws.protocols#awsQueryCompatible",
                    json!({}),
                );
            },
        ),
    ]
}

pub(crate) fn endpoints() -> Vec<Case> {
    vec![
        case(
            &["endpoint-parameter-added"],
            &["endpoint-parameter-removed"],
            |m| {
                rules(m)["parameters"]["Near"] = json!({ "type": "string", "required": false });
            },
        ),
        case(
            &["endpoint-parameter-required"],
            &["endpoint-parameter-optional"],
            |m| {
                rules(m)["parameters"]["Edge"]["required"] = json!(true);
            },
        ),
        case(
            &["endpoint-parameter-type-changed"],
            &["endpoint-parameter-type-changed"],
            |m| {
                rules(m)["parameters"]["Edge"]["type"] = json!("string");
            },
        ),
        case(
            &["endpoint-parameter-changed"],
            &["endpoint-parameter-changed"],
            |m| {
                rules(m)["parameters"]["Edge"]["default"] = json!(true);
                rules(m)["parameters"]["Edge"]["required"] = json!(true);
            },
        ),
        case(
            &["endpoint-case-changed", "endpoint-rules-changed"],
            &["endpoint-case-changed", "endpoint-rules-changed"],
            |m| {
                let url = "https://store.{Region}.example";
                rules(m)["rules"][0]["endpoint"]["url"] = json!(url);
                let tests = &mut shape(m, "Shop")["traits"]["smithy.rules#endpointTests"];
                tests["testCases"][0]["expect"]["endpoint"]["url"] =
                    json!("https://store.eu.example");
            },
        ),
        case(
            &["endpoint-binding-changed"],
            &["endpoint-binding-changed"],
            |m| {
                put_trait(
                    shape(m, "GetItem"),
                    "smithy.rules#staticContextParams",
                    json!({ "Edge": { "value": true } }),
                );
            },
        ),
    ]
}

pub(crate) fn operations() -> Vec<Case> {
    vec![
        case(&["operation-removed"], &["operation-added"], |m| {
            shape(m, "Shop")["operations"]
                .as_array_mut()
                .map(|operations| operations.remove(2));
        }),
        case(&["operation-renamed"], &["operation-renamed"], |m| {
            rename(m, "GetItem", "ReadItem");
        }),
        of(
            aws_json(),
            &["operation-renamed"],
            &["operation-renamed"],
            |m| rename(m, "GetItem", "ReadItem"),
        ),
        case(&["method-changed"], &["method-changed"], |m| {
            shape(m, "ListItems")["traits"]["smithy.api#http"]["method"] = json!("PUT");
        }),
        case(&["path-changed"], &["path-changed"], |m| {
            shape(m, "GetItem")["traits"]["smithy.api#http"]["uri"] = json!("/v2/items/{id}");
        }),
        case(&["host-prefix-changed"], &["host-prefix-changed"], |m| {
            put_trait(
                shape(m, "GetItem"),
                "smithy.api#endpoint",
                json!({ "hostPrefix": "data." }),
            );
        }),
        case(&["content-type-changed"], &["content-type-changed"], |m| {
            put_trait(
                member(m, "PutItemOutput", "receipt"),
                "smithy.api#mediaType",
                json!("image/jpeg"),
            );
        }),
        case(&["status-changed"], &["status-changed"], |m| {
            shape(m, "PutItem")["traits"]["smithy.api#http"]["code"] = json!(201);
        }),
        case(&["signature-removed"], &["signature-added"], |m| {
            put_trait(shape(m, "GetItem"), "smithy.api#auth", json!([]));
        }),
        case(&["checksum-changed"], &["checksum-changed"], |m| {
            put_trait(
                shape(m, "PutItem"),
                "smithy.api#httpChecksumRequired",
                json!({}),
            );
        }),
        case(&["checksum-changed"], &["checksum-changed"], |m| {
            put_trait(
                shape(m, "PutItem"),
                "aws.protocols#httpChecksum",
                json!({ "requestChecksumRequired": true, "responseAlgorithms": ["CRC32"] }),
            );
        }),
        case(&["compression-changed"], &["compression-changed"], |m| {
            put_trait(
                shape(m, "PutItem"),
                "smithy.api#requestCompression",
                json!({ "encodings": ["gzip"] }),
            );
        }),
        {
            let mut old = base();
            put_shape(&mut old, "Receipt", json!({ "type": "blob" }));
            member(&mut old, "PutItemOutput", "receipt")["target"] = json!("example#Receipt");
            let rules = &["streaming-changed", "type-changed"];
            of(old, rules, rules, |m| {
                put_trait(shape(m, "Receipt"), "smithy.api#streaming", json!({}));
            })
        },
        {
            let mut old = base();
            put_shape(
                &mut old,
                "Steps",
                json!({ "type": "union", "members": { "step": { "target": "example#Detail" } } }),
            );
            member(&mut old, "PutItemOutput", "receipt")["target"] = json!("example#Steps");
            let rules = &["event-stream-changed", "member-removed"];
            let back = &["event-stream-changed", "member-added"];
            of(old, rules, back, |m| {
                put_trait(shape(m, "Steps"), "smithy.api#streaming", json!({}));
            })
        },
        case(&["pagination-removed"], &["pagination-added"], |m| {
            drop_trait(shape(m, "ListItems"), "smithy.api#paginated");
        }),
        case(&["pagination-changed"], &["pagination-changed"], |m| {
            shape(m, "ListItems")["traits"]["smithy.api#paginated"]["items"] = json!("next");
        }),
        case(&["page-size-changed"], &["page-size-changed"], |m| {
            let pages = &mut shape(m, "ListItems")["traits"]["smithy.api#paginated"];
            pages.as_object_mut().map(|pages| pages.remove("pageSize"));
        }),
        case(&["waiter-removed"], &["waiter-added"], |m| {
            drop_trait(shape(m, "ListItems"), "smithy.waiters#waitable");
        }),
        case(&["waiter-changed"], &["waiter-changed"], |m| {
            let waiters = &mut shape(m, "ListItems")["traits"]["smithy.waiters#waitable"];
            waiters["ItemsListed"]["acceptors"][0]["matcher"] = json!({ "errorType": "NotFound" });
        }),
    ]
}

pub(crate) fn members() -> Vec<Case> {
    vec![
        case(&["member-removed"], &["member-added"], |m| {
            drop_member(m, "PutItemInput", "request");
        }),
        case(&["member-removed"], &["member-added"], |m| {
            drop_member(m, "GetItemOutput", "notes");
        }),
        case(&["required-member-added"], &["member-removed"], |m| {
            let required = json!({ "target": TEXT, "traits": { "smithy.api#required": {} } });
            put_member(m, "PutItemInput", "owner", required.clone());
            put_member(m, "Detail", "owner", required);
        }),
        case(&["member-added"], &["member-removed"], |m| {
            let required = json!({ "target": TEXT, "traits": { "smithy.api#required": {} } });
            put_member(m, "GetItemOutput", "owner", required);
        }),
        case(&["member-renamed"], &["member-renamed"], |m| {
            let mut origin = drop_member(m, "Detail", "origin");
            put_trait(&mut origin, "smithy.api#jsonName", json!("origin"));
            put_member(m, "Detail", "country", origin);
        }),
        case(&["wire-name-changed"], &["wire-name-changed"], |m| {
            put_trait(
                member(m, "Detail", "origin"),
                "smithy.api#jsonName",
                json!("from"),
            );
        }),
        case(&["type-changed"], &["type-changed"], |m| {
            member(m, "Detail", "origin")["target"] = json!("example#Leaf");
            member(m, "Choice", "code")["target"] = json!("smithy.api#Unit");
        }),
        case(&["number-type-changed"], &["number-type-changed"], |m| {
            member(m, "Detail", "price")["target"] = json!("smithy.api#Long");
        }),
        case(&["string-became-enum"], &["enum-became-string"], |m| {
            member(m, "Detail", "origin")["target"] = json!("example#Kind");
        }),
        case(
            &["timestamp-format-changed"],
            &["timestamp-format-changed"],
            |m| {
                put_trait(
                    shape(m, "Moment"),
                    "smithy.api#timestampFormat",
                    json!("date-time"),
                );
                put_trait(
                    member(m, "PutItemInput", "added"),
                    "smithy.api#timestampFormat",
                    json!("http-date"),
                );
            },
        ),
        case(&["became-sparse"], &["no-longer-sparse"], |m| {
            put_trait(shape(m, "Notes"), "smithy.api#sparse", json!({}));
        }),
        case(
            &["boxing-changed", "member-added"],
            &["boxing-changed", "member-removed"],
            |m| {
                put_member(m, "Leaf", "tree", json!({ "target": "example#Tree" }));
            },
        ),
        case(
            &["idempotency-token-added"],
            &["idempotency-token-removed"],
            |m| {
                put_trait(
                    member(m, "PutItemInput", "request"),
                    "smithy.api#idempotencyToken",
                    json!({}),
                );
            },
        ),
        case(&["option-removed"], &["option-added"], |m| {
            let seen = member(m, "GetItemOutput", "seen");
            put_trait(seen, "smithy.api#required", json!({}));
        }),
        case(&["required-added"], &["required-removed"], |m| {
            // Whoever sets it is the same code, at whatever depth it is.
            for (name, member_name) in [("PutItemInput", "count"), ("Detail", "origin")] {
                put_trait(
                    member(m, name, member_name),
                    "smithy.api#required",
                    json!({}),
                );
            }
        }),
        case(&["required-in-output"], &["required-in-output"], |m| {
            let seen = member(m, "GetItemOutput", "seen");
            put_trait(seen, "smithy.api#required", json!({}));
            put_trait(seen, "smithy.api#clientOptional", json!({}));
        }),
        case(&["default-changed"], &["default-changed"], |m| {
            put_trait(
                member(m, "Detail", "currency"),
                "smithy.api#default",
                json!("USD"),
            );
        }),
        case(&["default-added"], &["default-removed"], |m| {
            put_trait(
                member(m, "PutItemInput", "count"),
                "smithy.api#default",
                json!(7),
            );
        }),
        case(&["binding-changed"], &["binding-changed"], |m| {
            put_trait(
                member(m, "PutItemInput", "count"),
                "smithy.api#httpQuery",
                json!("n"),
            );
        }),
        case(&["media-type-changed"], &["media-type-changed"], |m| {
            put_trait(
                member(m, "PutItemInput", "trace"),
                "smithy.api#mediaType",
                json!("application/json"),
            );
        }),
        case(&["constraint-tightened"], &["constraint-loosened"], |m| {
            put_trait(
                shape(m, "Note"),
                "smithy.api#length",
                json!({ "min": 1, "max": 50 }),
            );
            put_trait(
                member(m, "PutItemInput", "count"),
                "smithy.api#range",
                json!({ "min": 1 }),
            );
            let key = &mut shape(m, "Tags")["key"];
            put_trait(key, "smithy.api#length", json!({ "max": 9 }));
            // The same characters without one.
            put_trait(shape(m, "Note"), "smithy.api#pattern", json!("^[a]+$"));
            // Nobody sends these.
            put_trait(shape(m, "Notes"), "smithy.api#length", json!({ "max": 9 }));
        }),
        case(&["pattern-changed"], &["pattern-changed"], |m| {
            put_trait(shape(m, "Note"), "smithy.api#pattern", json!("^(a|c)+$"));
        }),
        case(&["sensitive-removed"], &["sensitive-added"], |m| {
            drop_trait(shape(m, "Password"), "smithy.api#sensitive");
        }),
    ]
}

pub(crate) fn types() -> Vec<Case> {
    vec![
        case(
            &["member-removed", "type-removed"],
            &["member-added", "type-added"],
            |m| {
                drop_member(m, "GetItemOutput", "tree");
            },
        ),
        case(&["type-renamed"], &["type-renamed"], |m| {
            rename(m, "Leaf", "Blade");
        }),
        case(&["kind-changed"], &["kind-changed"], |m| {
            shape(m, "Tree")["type"] = json!("union");
        }),
        case(&["union-member-added"], &["union-member-removed"], |m| {
            put_member(m, "Choice", "voucher", json!({ "target": TEXT }));
            put_member(
                m,
                "Choice",
                "nothing",
                json!({ "target": "smithy.api#Unit" }),
            );
        }),
        case(&["enum-value-added"], &["enum-value-removed"], |m| {
            let value = |value: Value| json!({ "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": value } });
            put_member(m, "Kind", "HUGE", value(json!("huge")));
            put_member(m, "Grade", "TOP", value(json!(3)));
        }),
        case(&["enum-value-changed"], &["enum-value-changed"], |m| {
            let big = member(m, "Kind", "BIG");
            put_trait(big, "smithy.api#enumValue", json!("large"));
        }),
        case(&["enum-variant-renamed"], &["enum-variant-renamed"], |m| {
            let big = drop_member(m, "Kind", "BIG");
            put_member(m, "Kind", "LARGE", big);
        }),
    ]
}

pub(crate) fn errors() -> Vec<Case> {
    let not_found = json!([{ "target": "example#NotFound" }]);
    vec![
        case(&["error-removed"], &["error-added"], |m| {
            shape(m, "GetItem")["errors"] = json!([{ "target": "example#Busy" }]);
        }),
        case(
            &["operation-error-added"],
            &["operation-error-removed"],
            |m| {
                shape(m, "ListItems")["errors"] = not_found;
            },
        ),
        case(&["error-code-added"], &["error-code-removed"], |m| {
            put_trait(
                shape(m, "NotFound"),
                "aws.protocols#awsQueryError",
                json!({ "code": "Missing", "httpResponseCode": 404 }),
            );
        }),
        case(&["error-status-changed"], &["error-status-changed"], |m| {
            put_trait(shape(m, "NotFound"), "smithy.api#httpError", json!(410));
        }),
        case(&["retryable-changed"], &["retryable-changed"], |m| {
            put_trait(
                shape(m, "Busy"),
                "smithy.api#retryable",
                json!({ "throttling": true }),
            );
        }),
    ]
}

pub(crate) fn documentation() -> Vec<Case> {
    vec![
        case(&["deprecated"], &["no-longer-deprecated"], |m| {
            let note = json!({ "message": "Use PutItems.", "since": "2026" });
            put_trait(shape(m, "PutItem"), "smithy.api#deprecated", note.clone());
            put_trait(
                member(m, "Kind", "BIG"),
                "smithy.api#deprecated",
                note.clone(),
            );
            put_trait(
                member(m, "Choice", "code"),
                "smithy.api#deprecated",
                note.clone(),
            );
            put_trait(member(m, "Detail", "origin"), "smithy.api#deprecated", note);
        }),
        {
            let mut old = base();
            let note = json!({ "message": "Use PutItems." });
            put_trait(shape(&mut old, "PutItem"), "smithy.api#deprecated", note);
            let rules = &["deprecation-changed"];
            of(old, rules, rules, |m| {
                let note = json!({ "message": "Use PutMany." });
                put_trait(shape(m, "PutItem"), "smithy.api#deprecated", note);
            })
        },
        case(
            &["documentation-changed"],
            &["documentation-changed"],
            |m| {
                let documentation = |of: &mut Value, text: &str| {
                    put_trait(of, "smithy.api#documentation", json!(text));
                };
                documentation(shape(m, "Shop"), "Sells all kinds of items.");
                documentation(shape(m, "PutItem"), "Puts one item into the shop.");
                documentation(
                    member(m, "PutItemInput", "note"),
                    "<p>What to know about it.</p>",
                );
                documentation(member(m, "Detail", "price"), "In cents.");
                documentation(member(m, "Kind", "BIG"), "Large.");
                documentation(shape(m, "NotFound"), "There is no such item.");
                // It is in no generated documentation.
                documentation(shape(m, "Note"), "A note.");
            },
        ),
    ]
}
