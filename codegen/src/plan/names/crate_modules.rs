//! The names of the crate's modules: one for each service.

use crate::config::ServiceConfig;
use crate::model::Shape;

use super::case::{short, snake_name, underscored};
use super::scope::{Claim, Style, assign};
use super::taken::{self, contains};

/// A service that needs a module.
pub(in crate::plan) struct ServiceSubject<'m> {
    /// The shape's id.
    pub(in crate::plan) id: &'m str,
    /// The shape's name.
    pub(in crate::plan) name: &'m str,
    pub(in crate::plan) sdk_id: Option<&'m str>,
    /// The name that the configuration has for the module.
    pub(in crate::plan) chosen: Option<&'m str>,
}

impl<'m> ServiceSubject<'m> {
    pub(in crate::plan) fn new(config: &'m ServiceConfig, shape: &'m Shape) -> Self {
        Self {
            id: shape.id.as_str(),
            name: shape.id.name(),
            sdk_id: shape.traits.sdk_id.as_deref(),
            chosen: config.module.as_deref(),
        }
    }
}

/// The modules of services, in their order.
///
/// A chosen name stays, even if it can't be: that is reported elsewhere. Others are made of the
/// `sdkId`, or else of the shape's name, which is the second choice too.
pub(in crate::plan) fn service_modules(services: &[ServiceSubject<'_>]) -> Vec<String> {
    let chosen: Vec<String> = services
        .iter()
        .filter_map(|service| service.chosen.map(snake_name))
        .collect();
    let is_taken = |name: &str| is_taken_module(name) || chosen.iter().any(|chosen| chosen == name);
    let claims: Vec<Claim<'_>> = services
        .iter()
        .filter(|service| service.chosen.is_none())
        .map(|service| Claim {
            id: service.id,
            otherwise: service.sdk_id.map(|_| module(service.name)),
            ..Claim::new(module(service.sdk_id.unwrap_or(service.name)), "")
        })
        .collect();
    let mut others = assign(&claims, Style::Snake, &is_taken).into_iter();
    services
        .iter()
        .map(|service| match service.chosen {
            Some(chosen) => snake_name(chosen),
            None => others.next().unwrap_or_default(),
        })
        .collect()
}

fn module(name: &str) -> String {
    let name = snake_name(name);
    let lists: [&[&str]; 3] = [
        &taken::MODULES,
        &taken::CRATE_MODULES,
        &taken::SERVICE_FILES,
    ];
    short(
        lists
            .iter()
            .fold(name, |name, list| underscored(name, list)),
    )
}

/// Whether a service's module can't have this name, beside those that Rust doesn't take.
pub(in crate::plan) fn is_taken_module(name: &str) -> bool {
    contains(&taken::MODULES, name) || contains(&taken::CRATE_MODULES, name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service<'m>(id: &'m str, sdk_id: &'m str, chosen: Option<&'m str>) -> ServiceSubject<'m> {
        ServiceSubject {
            id,
            name: id.rsplit('#').next().unwrap_or_default(),
            sdk_id: Some(sdk_id),
            chosen,
        }
    }

    #[test]
    fn services_stay_clear_of_the_crate_and_of_files() {
        let modules = service_modules(&[
            service("a#A", "Runtime", None),
            service("a#B", "Std", None),
            service("a#C", "Types", None),
            service("a#D", "Nul", None),
            service("a#E", "EMR Containers", None),
        ]);
        assert_eq!(
            modules,
            ["runtime_", "std_", "types_", "nul_", "emr_containers"]
        );
    }

    #[test]
    fn a_chosen_name_stays() {
        let modules = service_modules(&[
            service("a#Emr_2009", "EMR", None),
            service("b#Other", "Other", Some("emr")),
        ]);
        assert_eq!(modules, ["emr_2009", "emr"]);
    }

    #[test]
    fn services_of_one_name() {
        let modules = service_modules(&[
            service("b#Emr_2010", "EMR", None),
            service("a#Emr_2009", "EMR", None),
            service("c#Emr_2010", "EMR", None),
        ]);
        assert_eq!(modules, ["emr_2010", "emr", "emr_2"]);
    }
}
