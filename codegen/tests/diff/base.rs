//! The model that the cases change, and how they do it.

use std::path::Path;

use serde_json::{Value, json};
use tinsmith::{Diff, DiffOptions};

/// A small service over restJson1, with something of everything that can change.
pub(crate) fn base() -> Value {
    let text = "smithy.api#String";
    json!({
        "smithy": "2.0",
        "shapes": {
            "example#Shop": {
                "type": "service",
                "version": "2026-01-01",
                "operations": [
                    { "target": "example#PutItem" },
                    { "target": "example#GetItem" },
                    { "target": "example#ListItems" }
                ],
                "traits": {
                    "aws.protocols#restJson1": {},
                    "aws.auth#sigv4": { "name": "shop" },
                    "aws.api#service": { "sdkId": "Shop", "endpointPrefix": "shop" },
                    "smithy.api#documentation": "Sells items.",
                    "smithy.rules#endpointRuleSet": {
                        "version": "1.0",
                        "parameters": {
                            "Region": {
                                "type": "string",
                                "builtIn": "AWS::Region",
                                "required": true,
                                "documentation": "Where."
                            },
                            "Edge": { "type": "boolean", "required": false }
                        },
                        "rules": [{
                            "type": "endpoint",
                            "conditions": [],
                            "endpoint": { "url": "https://shop.{Region}.example" }
                        }]
                    },
                    "smithy.rules#endpointTests": {
                        "version": "1.0",
                        "testCases": [{
                            "documentation": "A region.",
                            "params": { "Region": "eu" },
                            "expect": { "endpoint": { "url": "https://shop.eu.example" } }
                        }]
                    }
                }
            },
            "example#PutItem": {
                "type": "operation",
                "input": { "target": "example#PutItemInput" },
                "output": { "target": "example#PutItemOutput" },
                "errors": [{ "target": "example#Busy" }],
                "traits": {
                    "smithy.api#http": { "method": "PUT", "uri": "/items/{id}", "code": 200 },
                    "smithy.api#documentation": "Puts an item into the shop."
                }
            },
            "example#GetItem": {
                "type": "operation",
                "input": { "target": "example#GetItemInput" },
                "output": { "target": "example#GetItemOutput" },
                "errors": [{ "target": "example#Busy" }, { "target": "example#NotFound" }],
                "traits": {
                    "smithy.api#http": { "method": "GET", "uri": "/items/{id}" }
                }
            },
            "example#ListItems": {
                "type": "operation",
                "input": { "target": "example#ListItemsInput" },
                "output": { "target": "example#ListItemsOutput" },
                "traits": {
                    "smithy.api#http": { "method": "POST", "uri": "/list" },
                    "smithy.api#paginated": {
                        "inputToken": "next", "outputToken": "next", "items": "items",
                        "pageSize": "max"
                    },
                    "smithy.waiters#waitable": {
                        "ItemsListed": { "acceptors": [
                            { "state": "success", "matcher": { "success": true } }
                        ] }
                    }
                }
            },
            "example#PutItemInput": {
                "type": "structure",
                "members": {
                    "id": {
                        "target": text,
                        "traits": { "smithy.api#required": {}, "smithy.api#httpLabel": {} }
                    },
                    "kind": { "target": "example#Kind" },
                    "grade": { "target": "example#Grade" },
                    "note": {
                        "target": "example#Note",
                        "traits": { "smithy.api#documentation": "What to know about the item." }
                    },
                    "tags": { "target": "example#Tags" },
                    "added": { "target": "smithy.api#Timestamp" },
                    "count": { "target": "smithy.api#Integer" },
                    "request": { "target": text },
                    "detail": { "target": "example#Detail" },
                    "choice": { "target": "example#Choice" },
                    "trace": { "target": text, "traits": { "smithy.api#httpHeader": "x-trace" } }
                },
                "traits": { "smithy.api#input": {} }
            },
            "example#PutItemOutput": {
                "type": "structure",
                "members": { "receipt": { "target": "smithy.api#Blob",
                    "traits": { "smithy.api#httpPayload": {}, "smithy.api#mediaType": "image/png" } } }
            },
            "example#GetItemInput": {
                "type": "structure",
                "members": {
                    "id": {
                        "target": text,
                        "traits": { "smithy.api#required": {}, "smithy.api#httpLabel": {} }
                    }
                },
                "traits": { "smithy.api#input": {} }
            },
            "example#GetItemOutput": {
                "type": "structure",
                "members": {
                    "detail": { "target": "example#Detail" },
                    "choice": { "target": "example#Choice" },
                    "seen": { "target": "example#Moment" },
                    "password": { "target": "example#Password" },
                    "notes": { "target": "example#Notes" },
                    "tree": { "target": "example#Tree" }
                }
            },
            "example#ListItemsInput": {
                "type": "structure",
                "members": {
                    "next": { "target": text },
                    "max": { "target": "smithy.api#Integer" }
                },
                "traits": { "smithy.api#input": {} }
            },
            "example#ListItemsOutput": {
                "type": "structure",
                "members": {
                    "next": { "target": text },
                    "items": { "target": "example#Notes" }
                }
            },
            "example#Detail": {
                "type": "structure",
                "members": {
                    "price": { "target": "smithy.api#Integer" },
                    "currency": {
                        "target": text,
                        "traits": { "smithy.api#default": "EUR" }
                    },
                    "origin": { "target": text },
                    "seen": { "target": "example#Moment" }
                }
            },
            "example#Tree": {
                "type": "structure",
                "members": { "leaf": { "target": "example#Leaf" } }
            },
            "example#Leaf": {
                "type": "structure",
                "members": { "color": { "target": text } }
            },
            "example#Choice": {
                "type": "union",
                "members": {
                    "gift": { "target": "example#Leaf" },
                    "code": { "target": text }
                }
            },
            "example#Kind": {
                "type": "enum",
                "members": {
                    "SMALL": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": "small" } },
                    "BIG": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": "big" } }
                }
            },
            "example#Grade": {
                "type": "intEnum",
                "members": {
                    "LOW": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": 1 } },
                    "HIGH": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": 2 } }
                }
            },
            "example#Note": {
                "type": "string",
                "traits": {
                    "smithy.api#length": { "min": 1, "max": 100 },
                    "smithy.api#pattern": "^(a|b)+$"
                }
            },
            "example#Notes": { "type": "list", "member": { "target": text } },
            "example#Tags": {
                "type": "map",
                "key": { "target": text },
                "value": { "target": text }
            },
            "example#Moment": { "type": "timestamp" },
            "example#Password": { "type": "string", "traits": { "smithy.api#sensitive": {} } },
            "example#Busy": {
                "type": "structure",
                "members": { "message": { "target": text } },
                "traits": {
                    "smithy.api#error": "server",
                    "smithy.api#httpError": 503,
                    "smithy.api#retryable": {}
                }
            },
            "example#NotFound": {
                "type": "structure",
                "members": { "message": { "target": text } },
                "traits": { "smithy.api#error": "client", "smithy.api#httpError": 404 }
            }
        }
    })
}

/// Makes the service over AWS JSON 1.1, which has its operations in a header.
pub(crate) fn aws_json() -> Value {
    let mut model = base();
    drop_trait(shape(&mut model, "Shop"), "aws.protocols#restJson1");
    put_trait(
        shape(&mut model, "Shop"),
        "aws.protocols#awsJson1_1",
        json!({}),
    );
    model
}

/// A shape of the model.
pub(crate) fn shape<'m>(model: &'m mut Value, name: &str) -> &'m mut Value {
    model
        .pointer_mut(&format!("/shapes/example#{name}"))
        .unwrap_or_else(|| panic!("no shape {name}"))
}

/// A member of a shape.
pub(crate) fn member<'m>(model: &'m mut Value, name: &str, member: &str) -> &'m mut Value {
    shape(model, name)
        .pointer_mut(&format!("/members/{member}"))
        .unwrap_or_else(|| panic!("no member {member} of {name}"))
}

/// Adds a member, or puts another in its place.
pub(crate) fn put_member(model: &mut Value, name: &str, member: &str, value: Value) {
    shape(model, name)["members"][member] = value;
}

pub(crate) fn drop_member(model: &mut Value, name: &str, member: &str) -> Value {
    shape(model, name)["members"]
        .as_object_mut()
        .and_then(|members| members.remove(member))
        .unwrap_or_else(|| panic!("no member {member} of {name}"))
}

pub(crate) fn put_shape(model: &mut Value, name: &str, value: Value) {
    model["shapes"][format!("example#{name}")] = value;
}

pub(crate) fn drop_shape(model: &mut Value, name: &str) -> Value {
    model["shapes"]
        .as_object_mut()
        .and_then(|shapes| shapes.remove(&format!("example#{name}")))
        .unwrap_or_else(|| panic!("no shape {name}"))
}

pub(crate) fn put_trait(of: &mut Value, id: &str, value: Value) {
    of["traits"][id] = value;
}

pub(crate) fn drop_trait(of: &mut Value, id: &str) {
    of["traits"]
        .as_object_mut()
        .and_then(|traits| traits.remove(id))
        .unwrap_or_else(|| panic!("no trait {id}"));
}

/// Gives a shape another name, wherever it is named.
pub(crate) fn rename(model: &mut Value, old: &str, new: &str) {
    let quoted = |name: &str| format!("\"example#{name}\"");
    let text = model.to_string().replace(&quoted(old), &quoted(new));
    *model = serde_json::from_str(&text).expect("JSON still");
}

/// Compares two models.
pub(crate) fn diff(old: &Value, new: &Value) -> Diff {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, model: &Value| {
        let path = folder.path().join(name);
        std::fs::write(&path, model.to_string()).expect("written");
        path
    };
    let (old, new) = (write("old.json", old), write("new.json", new));
    between(&old, &new, &DiffOptions::default())
}

pub(crate) fn between(old: &Path, new: &Path, options: &DiffOptions) -> Diff {
    Diff::between(old, new, options).unwrap_or_else(|error| panic!("{error}"))
}

/// The changes as JSON.
pub(crate) fn changes(diff: &Diff) -> Vec<Value> {
    let document: Value = serde_json::from_str(&diff.to_json()).expect("JSON");
    let changes = document["changes"].as_array().expect("a list");
    changes.clone()
}

/// The changes, a line each.
pub(crate) fn lines(diff: &Diff) -> String {
    let mut out = String::new();
    for change in changes(diff) {
        let text = |name: &str| change[name].as_str().unwrap_or_default().to_owned();
        let list = |name: &str| {
            let items = change[name].as_array().expect("a list").iter();
            let items: Vec<&str> = items.filter_map(Value::as_str).collect();
            items.join(", ")
        };
        out.push_str(&format!(
            "{} {}: {} ({}) [{}]\n",
            text("class"),
            text("rule"),
            list("places"),
            text("shape"),
            list("operations")
        ));
        for side in ["rust", "wire", "server"] {
            if let Some(text) = change[side].as_str() {
                out.push_str(&format!("    {side}: {text}\n"));
            }
        }
    }
    out
}
