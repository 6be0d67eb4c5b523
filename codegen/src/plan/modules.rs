//! The modules of services.

use foldhash::{HashSet, HashSetExt};

use crate::config::ServiceConfig;
use crate::diagnostic::{Diagnostic, Report};
use crate::model::{Selection, Shape, ShapeId};

use super::names::{self, ServiceSubject};
use super::scope::Scope;

/// The modules of services, which people may choose. Chosen names that can't be are reported.
pub(super) fn modules(
    services: &[(&ServiceConfig, Selection<'_>)],
    report: &mut Report,
) -> Vec<String> {
    let subjects: Vec<ServiceSubject<'_>> = services
        .iter()
        .map(|(config, selection)| ServiceSubject::new(config, selection.shape))
        .collect();
    let modules = names::service_modules(&subjects);
    let mut scope = Scope::new(
        "module",
        "give one of them another `module` in the configuration",
    );
    let mut known: HashSet<&ShapeId> = HashSet::new();
    for (((config, selection), module), number) in services.iter().zip(&modules).zip(1..) {
        let service = selection.shape;
        report_sdk_id(service, report);
        // Two entries may be for one service: then they have to say what to call it.
        let is_again = !known.insert(&service.id);
        let owner = format!("{} (entry {number} of the services)", service.id);
        let module = match &config.module {
            Some(chosen) => {
                report_module(service, chosen, module, report);
                module
            }
            None if is_again => &module_name(config, service),
            None => module,
        };
        scope.take(module, &owner, service.location.as_ref(), report);
    }
    modules
}

fn report_module(service: &Shape, chosen: &str, module: &str, report: &mut Report) {
    let is_plain = module
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '_');
    let has_word = module.chars().any(|c| c.is_ascii_alphanumeric());
    if !is_plain || !has_word || names::is_taken_module(module) || module.len() > names::MAX_MODULE
    {
        report.add(
            Diagnostic::new(format!(
                "the module of {} can't be called {chosen:?}",
                service.id.name()
            ))
            .shape(&service.id)
            .help("give the service another `module`, of ASCII letters, digits and underscores"),
        );
    }
}

/// Reports an `sdkId` that no module, client or user agent can be called after
/// ([Smithy 2.0, `sdkId`](https://smithy.io/2.0/aws/aws-core.html#sdkid)).
fn report_sdk_id(service: &Shape, report: &mut Report) {
    let Some(sdk_id) = &service.traits.sdk_id else {
        return;
    };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " -_.".contains(c);
    let has_word = sdk_id.chars().any(|c| c.is_ascii_alphanumeric());
    if !has_word || !sdk_id.chars().all(is_plain) {
        let message = format!("the sdkId of {} is {sdk_id:?}", service.id.name());
        let help = "an sdkId of aws.api#service has ASCII letters, digits and spaces";
        report.add(service.problem(message, "this service", help));
    }
}

/// The name of a service's module if there is no other service.
pub(crate) fn module_name(config: &ServiceConfig, service: &Shape) -> String {
    let mut modules = names::service_modules(&[ServiceSubject::new(config, service)]);
    modules.pop().unwrap_or_default()
}
