//! A build file with comments, for people to edit.

use std::fmt::Write;

use crate::config::{Config, ProtocolTests, ServiceConfig};

use super::text::plain;

pub(super) fn text(config: &Config, output: &str) -> String {
    let sources = config.models.iter().map(|path| plain(path));
    let sources: Vec<String> = sources
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    let mut out = format!(
        "// `tinsmith` generates what this file says, and `tinsmith check` compares it in CI. It is
// Smithy's own format; docs/generating.md of tinsmith has all properties.
{{
    \"version\": \"1.0\",

    // Models: .smithy, .json and .jar files, or folders of them. Paths start at this file.
    \"sources\": {},

    \"plugins\": {{
        \"tinsmith\": {{
            // The folder for the code, which belongs to tinsmith: don't edit what is in it.
            \"output\": {},

",
        list(&sources),
        string(output)
    );
    package(&mut out, config);
    services(&mut out, config);
    features(&mut out, config);
    let _ = write!(
        out,
        "            // A test for each protocol test of the models.
            \"protocolTests\": {},

            // Leave out what needs what tinsmith doesn't support, instead of stopping.
            \"skipUnsupported\": {}
        }}
    }}
}}
",
        config.protocol_tests != ProtocolTests::None,
        config.skip_unsupported
    );
    out
}

fn package(out: &mut String, config: &Config) {
    let Some(package) = &config.package else {
        return;
    };
    let runtime = package.runtime_path.as_ref().map(|path| {
        let path = plain(path).to_string_lossy().into_owned();
        format!(", \"runtimePath\": {}", string(&path))
    });
    let _ = write!(
        out,
        "            // A Cargo.toml and a README.md beside this file, until you edit them.
            // With \"runtimePath\", the folder of tinsmith-runtime, that doesn't come from the registry.
            \"crate\": {{ \"name\": {}{} }},

",
        string(&package.name),
        runtime.unwrap_or_default()
    );
}

fn services(out: &mut String, config: &Config) {
    let indent = "            ";
    let _ = writeln!(
        out,
        "{indent}// Services by name or shape id, and their operations: without \"operations\" all of them.
{indent}// A \"module\" names the Rust module, a \"protocol\" is one of those that the service speaks."
    );
    if config.services.is_empty() {
        let _ = writeln!(
            out,
            "{indent}// \"services\": [{{ \"service\": \"Weather\", \"operations\": [\"GetForecast\"] }}],\n"
        );
        return;
    }
    let entries: Vec<String> = config.services.iter().map(entry).collect();
    let separator = format!(",\n{indent}    ");
    let _ = writeln!(
        out,
        "{indent}\"services\": [\n{indent}    {}\n{indent}],\n",
        entries.join(&separator)
    );
}

fn entry(service: &ServiceConfig) -> String {
    let values = [
        ("service", &service.service),
        ("module", &service.module),
        ("protocol", &service.protocol),
    ];
    let values = values
        .into_iter()
        .filter_map(|(key, value)| Some(format!("\"{key}\": {}", string(value.as_ref()?))));
    let operations = service.operations.as_ref();
    let operations = operations.map(|names| format!("\"operations\": {}", list(names)));
    let parts: Vec<String> = values.chain(operations).collect();
    format!("{{ {} }}", parts.join(", "))
}

fn features(out: &mut String, config: &Config) {
    out.push_str(
        "            // Cargo features that parts of the code are behind. Without its line, a part isn't
            // generated.
",
    );
    for (key, usual, feature) in [
        ("clientFeature", "client", &config.client_feature),
        (
            "clientCoreFeature",
            "client-core",
            &config.client_core_feature,
        ),
        ("serdeFeature", "serde", &config.serde_feature),
        ("serverFeature", "server", &config.server_feature),
    ] {
        let _ = match feature {
            Some(name) => writeln!(out, "            \"{key}\": {},", string(name)),
            None => writeln!(out, "            // \"{key}\": \"{usual}\","),
        };
    }
    out.push('\n');
}

fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn list(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| string(text)).collect();
    format!("[{}]", texts.join(", "))
}
