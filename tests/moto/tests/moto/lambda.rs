//! Lambda (restJson1): functions, which moto doesn't run but answers for.

use std::collections::BTreeMap;

use moto_peers::lambda::{
    Architecture, Client, CreateFunction, DeleteFunction, Environment, Error, FunctionCode,
    GetFunction, InvocationType, Invoke, ListFunctions, LogType, Runtime, State,
};
use tinsmith_runtime::bytes::Bytes;

use super::check::{Checks, status};
use super::{Done, Moto};

/// An archive that has nothing in it: the record that ends one.
const ZIP: [u8; 22] = [
    b'P', b'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
];
/// SHA-256 of it, in Base64.
const ZIP_SHA256: &str = "hznHbmgfkAkjuQDJ3w73XPQh05yrtUZQxLmtGbanbYU=";

/// Requests with a body, whose signatures moto checks.
pub(crate) async fn check(moto: &Moto, checks: &mut Checks) -> Done {
    let client = Client::new(&moto.config())?;
    checks.begin("lambda");
    for number in 1..=3 {
        create(&client, moto, number, checks).await?;
    }
    invoke(&client, checks).await?;
    conflicts(&client, moto, checks).await?;
    signatures(moto, checks).await
}

/// Requests without a body. moto takes headers or the query for the body, and refuses boto3's
/// requests as well, so that it has to be told not to check signatures.
pub(crate) async fn check_without_bodies(moto: &Moto, checks: &mut Checks) -> Done {
    let client = Client::new(&moto.config())?;
    checks.begin("lambda without bodies");
    get(&client, checks).await?;
    list(&client, checks).await?;
    invoke_without_payload(&client, checks).await?;
    delete(&client, checks).await
}

fn function(moto: &Moto, name: &str) -> CreateFunction {
    CreateFunction::new()
        .function_name(name)
        .runtime(Runtime::Python312)
        .role(&*moto.role)
        .handler("main.handler")
        .code(FunctionCode::new().zip_file(&ZIP[..]))
        .description("Größe \"✓\" 𝄞")
        .timeout(30)
        .memory_size(256)
        .architectures([Architecture::Arm64])
        .environment(
            Environment::new()
                .variables(BTreeMap::from([("KEY".to_owned(), "a value".to_owned())])),
        )
        .tags(BTreeMap::from([("team".to_owned(), "data".to_owned())]))
}

fn arn(name: &str) -> String {
    format!("arn:aws:lambda:eu-west-1:123456789012:function:{name}")
}

async fn create(client: &Client, moto: &Moto, number: u8, checks: &mut Checks) -> Done {
    let name = format!("function-{number}");
    let created = client.create_function(function(moto, &name)).await?;
    checks.equal(
        "CreateFunction: ARN",
        created.function_arn,
        Some(arn(&name)),
    );
    checks.equal("name", created.function_name, Some(name));
    checks.equal("size", created.code_size, 22);
    checks.equal("hash", created.code_sha256.as_deref(), Some(ZIP_SHA256));
    Ok(())
}

async fn get(client: &Client, checks: &mut Checks) -> Done {
    // An ARN in the path, whose colons have to be escaped.
    for name in ["function-2".to_owned(), arn("function-2")] {
        let got = client
            .get_function(GetFunction::new().function_name(name))
            .await?;
        let function = got.configuration.unwrap_or_default();
        checks.equal(
            "GetFunction",
            function.function_name.as_deref(),
            Some("function-2"),
        );
        checks.equal("runtime", function.runtime, Some(Runtime::Python312));
        checks.equal("handler", function.handler.as_deref(), Some("main.handler"));
        checks.equal(
            "text",
            function.description.as_deref(),
            Some("Größe \"✓\" 𝄞"),
        );
        checks.equal("timeout", function.timeout, Some(30));
        checks.equal("memory", function.memory_size, Some(256));
        checks.equal("state", function.state, Some(State::Active));
        checks.equal(
            "architectures",
            function.architectures,
            Some(vec![Architecture::Arm64]),
        );
        let environment = function.environment.unwrap_or_default();
        checks.equal(
            "environment",
            environment.variables,
            Some(BTreeMap::from([("KEY".to_owned(), "a value".to_owned())])),
        );
        checks.equal(
            "tags",
            got.tags,
            Some(BTreeMap::from([("team".to_owned(), "data".to_owned())])),
        );
    }
    let got = client
        .get_function(GetFunction::new().function_name("nobody"))
        .await;
    match got {
        Err(Error::ResourceNotFoundException(error)) => {
            // moto spells it in small letters, unlike the model: the member isn't there.
            let expected = format!("Function not found: {}", arn("nobody"));
            checks.equal(
                "ResourceNotFoundException",
                error.meta().message(),
                Some(&*expected),
            );
            checks.equal("its status", status(error.meta()), Some(404));
        }
        other => checks.that("ResourceNotFoundException", false, other),
    }
    Ok(())
}

async fn list(client: &Client, checks: &mut Checks) -> Done {
    let mut names = Vec::new();
    let mut list = ListFunctions::new().max_items(2);
    loop {
        let page = client.list_functions(list.clone()).await?;
        let functions = page.functions.unwrap_or_default();
        names.extend(functions.into_iter().filter_map(|one| one.function_name));
        let Some(marker) = page.next_marker else {
            break;
        };
        list = list.marker(marker);
    }
    names.sort();
    // In one page: moto takes no notice of `MaxItems`.
    checks.equal(
        "ListFunctions gives all",
        names,
        ["function-1", "function-2", "function-3"],
    );
    Ok(())
}

/// moto's simple backend answers with what it was sent.
async fn invoke(client: &Client, checks: &mut Checks) -> Done {
    let payload = Bytes::from_static("{\"text\": \"Größe\"}".as_bytes());
    let answer = client
        .invoke(
            Invoke::new()
                .function_name("function-1")
                .invocation_type(InvocationType::RequestResponse)
                .log_type(LogType::Tail)
                .payload(payload.clone()),
        )
        .await?;
    checks.equal("Invoke: status", answer.status_code, 200);
    checks.equal("payload", answer.payload, Some(payload));
    checks.equal("no error", answer.function_error, None::<String>);
    Ok(())
}

/// The kind of invocation is in a header, and the status is in the output.
async fn invoke_without_payload(client: &Client, checks: &mut Checks) -> Done {
    let invoke = Invoke::new().function_name("function-1");
    for (kind, status) in [(InvocationType::Event, 202), (InvocationType::DryRun, 204)] {
        let invoke = invoke.clone().invocation_type(kind.clone());
        let answer = client.invoke(invoke).await?;
        let name = format!("Invoke as {kind}: status");
        checks.equal(&name, answer.status_code, status);
    }
    Ok(())
}

async fn conflicts(client: &Client, moto: &Moto, checks: &mut Checks) -> Done {
    match client.create_function(function(moto, "function-1")).await {
        Err(Error::ResourceConflictException(error)) => {
            checks.equal("ResourceConflictException", status(error.meta()), Some(409));
        }
        other => checks.that("ResourceConflictException", false, other),
    }
    let another = function(moto, "function-4").role("arn:aws:iam::123456789012:role/nobody");
    match client.create_function(another).await {
        Err(Error::InvalidParameterValueException(error)) => {
            let message = error.message.clone().unwrap_or_default();
            checks.that(
                "InvalidParameterValueException",
                message.contains("cannot be assumed by Lambda"),
                message,
            );
        }
        other => checks.that("InvalidParameterValueException", false, other),
    }
    Ok(())
}

async fn signatures(moto: &Moto, checks: &mut Checks) -> Done {
    let client = Client::new(&moto.config_with(&moto.access_key_id, "no"))?;
    match client.create_function(function(moto, "function-5")).await {
        Err(Error::Unmodeled(error)) => {
            checks.equal("another secret is refused", status(&error), Some(403));
        }
        other => checks.that("another secret is refused", false, other),
    }
    Ok(())
}

async fn delete(client: &Client, checks: &mut Checks) -> Done {
    for number in 1..=3 {
        client
            .delete_function(DeleteFunction::new().function_name(format!("function-{number}")))
            .await?;
    }
    let left = client.list_functions(ListFunctions::new()).await?;
    checks.equal(
        "DeleteFunction",
        left.functions.unwrap_or_default().len(),
        0,
    );
    let again = client
        .delete_function(DeleteFunction::new().function_name("function-1"))
        .await;
    checks.that(
        "twice",
        matches!(again, Err(Error::ResourceNotFoundException(_))),
        again,
    );
    Ok(())
}
