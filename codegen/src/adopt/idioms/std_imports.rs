//! Imports of the standard library's items that others stand for, or that nothing needs any more.

use std::collections::BTreeSet;
use std::ops::Range;

use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::{Item, UseTree};

use super::super::found::{Change, New, Part};
use super::super::place::{Extent, Place};
use super::super::source::extent;
use super::super::walker::Walker;
use super::text;

/// The imports of a name in a file.
pub(super) struct Imports {
    old: &'static str,
    pub(super) names: Vec<Import>,
}

/// An import of the name.
pub(super) struct Import {
    at: usize,
    extent: Extent,
    name: &'static str,
    pub(super) is_in_group: bool,
    /// The bytes of the module that it is in; `None` for one of a block.
    scope: Option<Range<usize>>,
    /// The part of the file that goes with it, and its code.
    whole: Option<(Extent, String)>,
}

impl Imports {
    /// The imports of a name, in modules and in blocks.
    pub(super) fn of(old: &'static str, items: &[Item], locals: &[UseTree]) -> Self {
        let mut found = Self {
            old,
            names: Vec::new(),
        };
        found.items(items, &(0..usize::MAX));
        for tree in locals {
            found.tree(tree, false, None, None);
        }
        found
    }

    fn items(&mut self, items: &[Item], scope: &Range<usize>) {
        for item in items {
            match item {
                Item::Use(it) => {
                    let whole = (extent(it.span()), code(it));
                    self.tree(&it.tree, false, Some(whole), Some(scope));
                }
                Item::Mod(it) => {
                    if let Some((_, items)) = &it.content {
                        self.items(items, &it.span().byte_range());
                    }
                }
                _ => {}
            }
        }
    }

    fn tree(
        &mut self,
        tree: &UseTree,
        is_in_group: bool,
        whole: Option<(Extent, String)>,
        scope: Option<&Range<usize>>,
    ) {
        match tree {
            UseTree::Path(it) => self.tree(&it.tree, is_in_group, whole, scope),
            UseTree::Name(it) if it.ident == self.old => self.names.push(Import {
                at: it.ident.span().byte_range().start,
                extent: extent(it.ident.span()),
                name: self.old,
                is_in_group,
                scope: scope.cloned(),
                whole,
            }),
            UseTree::Group(it) => {
                let all: Vec<&UseTree> = it.items.iter().collect();
                for (at, tree) in all.iter().enumerate() {
                    let own = extent(tree.span());
                    // Its comma goes, too.
                    let before = at.checked_sub(1).and_then(|at| all.get(at));
                    let part = match (before, all.get(at + 1)) {
                        (Some(before), _) => Extent {
                            start: extent(before.span()).end,
                            end: own.end,
                        },
                        (None, Some(next)) => Extent {
                            start: own.start,
                            end: extent(next.span()).start,
                        },
                        (None, None) => own,
                    };
                    let is_path = matches!(tree, UseTree::Path(_));
                    self.tree(tree, !is_path, Some((part, code(tree))), scope);
                }
            }
            _ => {}
        }
    }

    /// The bytes at which the name begins outside of its imports, where no path is in front of it.
    pub(super) fn used(&self, tokens: TokenStream) -> BTreeSet<usize> {
        let mut used = BTreeSet::new();
        names(tokens, self.old, false, &mut used);
        used.retain(|at| self.names.iter().all(|it| it.at != *at));
        used
    }
}

impl Import {
    /// Whether a name in the file is what this import gives, and not one of a module in its own.
    pub(super) fn gives(&self, at: usize, all: &[Self]) -> bool {
        let Some(scope) = &self.scope else {
            return true;
        };
        let is_inside = |it: &Self| {
            let inner = it.scope.as_ref().filter(|it| *it != scope);
            inner.is_some_and(|it| scope.contains(&it.start) && it.contains(&at))
        };
        scope.contains(&at) && !all.iter().any(is_inside)
    }

    /// Whether another import is in the same module.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        self.scope.is_some() && self.scope == other.scope
    }
}

/// Code on one line, without the spaces of tokens.
fn code(node: &impl quote::ToTokens) -> String {
    text(node).replace(" :: ", "::").replace(" ;", ";")
}

/// The bytes at which a name begins, behind a path or without one.
pub(super) fn names(
    tokens: TokenStream,
    wanted: &str,
    is_behind: bool,
    found: &mut BTreeSet<usize>,
) {
    let mut before = [None, None];
    for token in tokens {
        let mark = match &token {
            TokenTree::Punct(it) => Some(it.as_char()),
            _ => None,
        };
        match token {
            TokenTree::Group(it) => names(it.stream(), wanted, is_behind, found),
            TokenTree::Ident(it)
                if it == wanted && is_behind == (before == [Some(':'), Some(':')]) =>
            {
                found.insert(it.span().byte_range().start);
            }
            _ => {}
        }
        before = [before[1], mark];
    }
}

impl Walker<'_, '_> {
    /// Notes that an import gives another name.
    pub(super) fn import_changes(&mut self, kind: &'static str, import: &Import, new: &str) {
        self.changed_import(kind, import.extent.clone(), import.name, new);
    }

    /// Notes that an import goes.
    pub(super) fn import_goes(&mut self, kind: &'static str, import: &Import) {
        if let Some((extent, old)) = &import.whole {
            self.changed_import(kind, extent.clone(), old, "");
        }
    }

    fn changed_import(&mut self, kind: &'static str, extent: Extent, old: &str, new: &str) {
        self.found.changes.push(Change {
            place: Place {
                file: self.file.name.clone(),
                line: extent.start.line,
                column: extent.start.column,
            },
            kind,
            extent,
            old: old.to_owned(),
            whole: String::new(),
            base: String::new(),
            new: New::Whole(vec![Part::text(new)]),
            note: None,
        });
    }
}
