//! Regions with a fallback: the SDK's `RegionProviderChain`.

use syn::{Expr, ExprMethodCall, Lit};

use super::super::overrides;
use super::super::ty::Ty;
use super::super::walker::Walker;
use super::{Idiom, text};

/// A `RegionProviderChain` that begins with the places where a region is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RegionChain {
    /// Nothing follows these places.
    Default,
    /// The region that counts if none is found, as code.
    Or(String),
}

/// Types of chains. No type of the SDK has such a path.
const DEFAULT: [&str; 3] = ["aws_config", "…", "DefaultRegion"];
const OR: [&str; 3] = ["aws_config", "…", "RegionOr"];

/// The type of `RegionProviderChain::default_provider()`.
pub(in super::super) fn default_region() -> Ty {
    Ty::named(&DEFAULT)
}

impl Walker<'_, '_> {
    /// A method of a chain in progress.
    pub(super) fn of_region(&mut self, ty: &Ty, it: &ExprMethodCall) -> Option<Idiom> {
        if *ty != default_region() {
            return None;
        }
        self.arguments(it, &[]);
        let is_fallback = it.method == "or_else" && fallback(it).is_some();
        Some(Idiom::alone(match is_fallback {
            true => Ty::named(&OR),
            false => Ty::of_sdk("aws_config"),
        }))
    }

    /// The chain in a variable, whose value has its new form where it is made.
    pub(super) fn region_in_variable(&self, it: &Expr) -> Option<RegionChain> {
        let Expr::Path(path) = it else {
            return None;
        };
        let ty = self.variable(&path.path.get_ident()?.to_string())?;
        if *ty == default_region() {
            Some(RegionChain::Default)
        } else if *ty == Ty::named(&OR) {
            Some(RegionChain::Or(text(it)))
        } else {
            None
        }
    }
}

/// A chain that is written as the argument of `.region(…)`. `resolve` gives the path from a root that a
/// path stands for.
pub(super) fn of_chain(
    argument: &Expr,
    resolve: &dyn Fn(&syn::Path) -> Option<Vec<String>>,
) -> Option<RegionChain> {
    match argument {
        Expr::MethodCall(it) if it.method == "or_else" => {
            of_chain(&it.receiver, resolve).filter(|chain| *chain == RegionChain::Default)?;
            fallback(it).map(RegionChain::Or)
        }
        Expr::Call(it) => {
            let Expr::Path(function) = &*it.func else {
                return None;
            };
            let path = resolve(&function.path)?;
            let names: Vec<&str> = path.iter().map(String::as_str).collect();
            matches!(
                names.as_slice(),
                ["aws_config", .., "RegionProviderChain", "default_provider"]
            )
            .then_some(RegionChain::Default)
        }
        _ => None,
    }
}

/// Advice for a chain without a fallback that is plain.
pub(super) const DEFAULT_NOTE: &str =
    "`Config::from_env` looks in these places, and `Config::region_or` has a fallback";

/// Advice for a chain that begins with a region of the program. The region may be missing, so that code
/// has to ask.
pub(super) const GIVEN_NOTE: &str =
    "`Config::region` with the region, if there is one; then `region_or` with the fallback";

/// The new form of a chain that a variable holds, from the steps behind its first function.
pub(super) fn in_variable(steps: &[&Expr]) -> Option<String> {
    match steps {
        [Expr::MethodCall(it)] if it.method == "or_else" => fallback(it),
        _ => None,
    }
}

/// The region of `.or_else("…")`, `.or_else(Region::new(…))`.
fn fallback(it: &ExprMethodCall) -> Option<String> {
    let argument = it.args.first()?;
    match argument {
        Expr::Lit(literal) => matches!(literal.lit, Lit::Str(_)).then(|| text(argument)),
        _ => {
            let region = overrides::inside("Region", argument);
            (region != text(argument)).then_some(region)
        }
    }
}
