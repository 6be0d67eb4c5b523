//! The lines of Rust that each operation would be, found by generating it.

use crate::config::{Config, ServiceConfig};
use crate::diagnostic::{Error, Report};
use crate::model::Model;
use crate::plan;
use crate::progress::Progress;

use super::data::Catalogue;

/// Fills in the lines of every operation that can be generated.
pub(super) fn count(
    model: &Model,
    config: &Config,
    catalogue: &mut Catalogue,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), Error> {
    let of = catalogue
        .services
        .iter()
        .map(|service| service.operations.len())
        .sum();
    let mut done = 0;
    for service in &mut catalogue.services {
        for operation in &mut service.operations {
            progress(Progress::Measuring { done, of });
            done += 1;
            if service.unsupported.is_some() || !operation.unsupported.is_empty() {
                continue;
            }
            let chosen = ServiceConfig::new()
                .id(&service.id)
                .operations([&operation.id]);
            let config = Config::new().root(&config.root).service(chosen);
            let mut report = Report::default();
            let plan = plan::plan(model, &config, &mut report);
            if report.is_empty() {
                let texts = crate::pipeline::texts(&plan, &mut |_| ())?;
                let of_service = texts.iter().filter(|(path, _)| *path != "lib.rs");
                operation.lines = Some(of_service.map(|(_, text)| text.lines().count()).sum());
            }
        }
    }
    Ok(())
}
