//! Runs every case of `smithy.rules#endpointTests` of every model, and counts them. Cases that fail
//! are listed.

use std::error::Error;
use std::fs;
use std::process::ExitCode;

use endpoints_generated::json::{document, outcome};
use endpoints_generated::{MISSING, MODELS, Model};
use serde_json::{Value, json};
use suite_run::Tally;
use tinsmith_runtime::Document;
use tinsmith_runtime::endpoint::Builtins;

fn main() -> ExitCode {
    let mut total = Tally::default();
    let mut lines = Vec::new();
    for model in MODELS {
        let mut tally = Tally::default();
        if let Err(error) = run(model, &mut tally) {
            tally.count(&name(model), Err(error.to_string()), None);
        }
        lines.push(format!(
            "{}: {tally}, {} lines, {} bytes",
            name(model),
            model.lines,
            model.bytes
        ));
        total += tally;
    }
    compare(&mut lines, &mut total);
    if let Some(folder) = MISSING {
        lines.push(format!(
            "SKIPPED: {folder} isn't there, so the published models' cases were NOT run; \
             set TINSMITH_SHARED to the folder that holds `models`"
        ));
    }
    suite_run::summary(&lines, total);
    if total.failed > 0 || total.passed == 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// The repository's own rules and the published ones of the same service come to the same:
/// the same URL, or an error both, for every region, switch and endpoint. So do the two forms
/// in which a model has its rules.
fn compare(lines: &mut Vec<String>, total: &mut Tally) {
    let is_own = |model: &&Model| model.path.contains("/model/");
    for ours in MODELS.iter().filter(|model| is_own(model) || model.is_bdd) {
        let mut others = MODELS.iter().filter(|model| {
            let same_file = model.path == ours.path;
            !is_own(model) && !model.is_bdd && same_file == ours.is_bdd
        });
        let theirs = others.find(|model| model.service == ours.service);
        let (Ok(own), Some(theirs)) = (ours.run, theirs) else {
            continue;
        };
        let Ok(published) = theirs.run else { continue };
        let mut all = combinations();
        all.extend(published_params(theirs));
        let mut tally = Tally::default();
        for params in &all {
            let url = |run: endpoints_generated::Run| match run(params) {
                Ok(Ok(endpoint)) => Ok(Some(endpoint)),
                Ok(Err(_)) => Ok(None),
                Err(error) => Err(error),
            };
            let (own, published) = (url(own), url(published));
            let outcome = match own == published {
                true => Ok(()),
                false => Err(format!("{params:?}: ours {own:?}, theirs {published:?}")),
            };
            tally.count(ours.service, outcome, None);
        }
        lines.push(format!(
            "{} beside {}: {tally} of {} combinations",
            name(ours),
            name(theirs),
            all.len()
        ));
        *total += tally;
    }
}

/// The parameters of a model's own cases.
fn published_params(model: &Model) -> Vec<Vec<(String, Document)>> {
    let text = fs::read_to_string(model.path).unwrap_or_default();
    let file: Value = serde_json::from_str(&text).unwrap_or_default();
    let traits = &file["shapes"][model.service]["traits"];
    let cases = traits["smithy.rules#endpointTests"]["testCases"].as_array();
    let params = cases.into_iter().flatten().map(|case| {
        let params = case["params"].as_object().into_iter().flatten();
        params
            .map(|(name, value)| (name.clone(), document(value)))
            .collect()
    });
    params.collect()
}

fn combinations() -> Vec<Vec<(String, Document)>> {
    const REGIONS: [&str; 20] = [
        "us-east-1",
        "eu-south-2",
        "us-north-9",
        "cn-north-1",
        "cn-east-7",
        "us-gov-east-1",
        "us-gov-west-1",
        "us-gov-south-2",
        "us-iso-east-1",
        "us-isob-east-1",
        "eu-isoe-west-1",
        "us-isof-south-1",
        "eusc-de-east-1",
        "aws-global",
        "aws-cn-global",
        "aws-us-gov-global",
        "atlantis",
        "not a region",
        "",
        "none",
    ];
    let mut all = Vec::new();
    for region in REGIONS {
        for bits in 0..8 {
            let mut params = Vec::new();
            if region != "none" {
                params.push(("Region".to_owned(), Document::from(region)));
            }
            for (bit, name) in [(1, "UseFIPS"), (2, "UseDualStack")] {
                params.push((name.to_owned(), Document::from(bits & bit > 0)));
            }
            if bits & 4 > 0 {
                let endpoint = Document::from("https://example.com/x");
                params.push(("Endpoint".to_owned(), endpoint));
            }
            all.push(params);
        }
    }
    all
}

fn name(model: &Model) -> String {
    let mut parts = model.path.rsplit('/');
    let file = parts.next().unwrap_or_default();
    let form = if model.is_bdd { " (diagram)" } else { "" };
    format!("{}/{file}{form}", parts.next().unwrap_or_default())
}

/// Runs the cases of a model.
fn run(model: &Model, tally: &mut Tally) -> Result<(), Box<dyn Error>> {
    let run = model.run?;
    let file: Value = serde_json::from_str(&fs::read_to_string(model.path)?)?;
    let traits = &file["shapes"][model.service]["traits"];
    let cases = traits["smithy.rules#endpointTests"]["testCases"].as_array();
    for case in cases.into_iter().flatten() {
        let reason = is_outdated(case).then_some("the partition has dual stack since");
        let id = format!("{}: {}", name(model), case["documentation"]);
        let params = case["params"].as_object();
        let params: Vec<_> = params
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.clone(), document(value)))
            .collect();
        let mut check = |how: &str, found: Value| {
            let expected = expected(&case["expect"]);
            let outcome = match found == expected {
                true => Ok(()),
                false => Err(format!(
                    "{params:?}\n      expected {expected}\n      found    {found}"
                )),
            };
            tally.count(&format!("{id}{how}"), outcome, reason);
        };
        check("", outcome(run(&params)?));
        let inputs = case["operationInputs"].as_array();
        for input in inputs.into_iter().flatten() {
            if let Some(operate) = model.operate {
                let operation = input["operationName"].as_str().unwrap_or_default();
                let params = match &input["operationParams"] {
                    Value::Null => json!({}),
                    params => params.clone(),
                };
                let builtins = builtins(&input["builtInParams"])?;
                let found = operate(&builtins, operation, params)?;
                check(&format!(" (by {operation})"), outcome(found));
            }
        }
    }
    Ok(())
}

/// Models of 2025 expect errors of dual stack in isolated partitions, which have it by the
/// partitions of 2026.
fn is_outdated(case: &Value) -> bool {
    let params = &case["params"];
    let region = params["Region"].as_str().unwrap_or_default();
    let is_isolated = ["us-iso-", "us-isob-"]
        .iter()
        .any(|prefix| region.starts_with(prefix));
    is_isolated && params["UseDualStack"] == true && case["expect"]["error"].is_string()
}

fn builtins(values: &Value) -> Result<Builtins, String> {
    let mut builtins = Builtins::new();
    for (name, value) in values.as_object().into_iter().flatten() {
        let text = || value.as_str().unwrap_or_default().to_owned();
        let flag = || value.as_bool().unwrap_or_default();
        builtins = match name.as_str() {
            "AWS::Region" => builtins.region(text()),
            "AWS::UseFIPS" => builtins.use_fips(flag()),
            "AWS::UseDualStack" => builtins.use_dual_stack(flag()),
            "SDK::Endpoint" => builtins.endpoint(text()),
            "AWS::Auth::AccountId" => builtins.account_id(text()),
            "AWS::Auth::AccountIdEndpointMode" => builtins.account_id_endpoint_mode(text()),
            "AWS::STS::UseGlobalEndpoint" => builtins.sts_use_global_endpoint(flag()),
            "AWS::S3::Accelerate" => builtins.s3_accelerate(flag()),
            "AWS::S3::DisableMultiRegionAccessPoints" => {
                builtins.s3_disable_multi_region_access_points(flag())
            }
            "AWS::S3::ForcePathStyle" => builtins.s3_force_path_style(flag()),
            "AWS::S3::UseArnRegion" => builtins.s3_use_arn_region(flag()),
            "AWS::S3::UseGlobalEndpoint" => builtins.s3_use_global_endpoint(flag()),
            "AWS::S3Control::UseArnRegion" => builtins.s3_control_use_arn_region(flag()),
            _ => return Err(format!("no built-in {name}")),
        };
    }
    Ok(builtins)
}

/// The expectation of a case, with defaults filled in.
fn expected(expect: &Value) -> Value {
    let Some(endpoint) = expect.get("endpoint") else {
        return expect.clone();
    };
    let or_empty = |name: &str| endpoint.get(name).cloned().unwrap_or_else(|| json!({}));
    json!({ "endpoint": {
        "url": endpoint["url"],
        "headers": or_empty("headers"),
        "properties": or_empty("properties"),
    } })
}
