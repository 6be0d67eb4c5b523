//! Types of maps: a `HashMap` of the program that goes into or comes out of the generated types is a `BTreeMap` with them.
//!
//! The type of the values tells: where a generated type has a map of them, every map of them in the project changes. A map
//! that the code makes without its type, as `HashMap::new()` does, is what it is put into, or what is put into it
//! (`map_values`).

use proc_macro2::{Ident, TokenStream};
use syn::{GenericArgument, Item, PathArguments, Type};

use super::super::found::{Change, New, Part};
use super::super::index::is_client;
use super::super::maps::{BY_HAND, KIND, NEW, Name, OLD, Open, entries, fits, is_map};
use super::super::place::{Extent, Place};
use super::super::source::extent;
use super::super::ty::Ty;
use super::super::walker::Walker;
use super::std_imports::Imports;

impl Walker<'_, '_> {
    /// Whether the generated types have a map of these values.
    pub(super) fn is_generated(&self, value: &Ty) -> bool {
        fn krate(ty: &Ty) -> Option<&str> {
            match ty {
                Ty::Many(item) => krate(item),
                Ty::Named { path, .. } => match path.as_slice() {
                    [krate, types, _] if is_client(krate) && types == "types" => Some(krate),
                    _ => None,
                },
                _ => None,
            }
        }
        krate(value).is_some_and(|krate| self.operations.has_map(krate, &|item| fits(value, item)))
    }

    /// Whether keys of a written type are text, as those of the generated types are.
    pub(super) fn is_text(&self, key: &Type) -> bool {
        let is_string = |ty: Ty| matches!(&ty, Ty::Named { path, .. } if path.first().is_some_and(|it| it == "std") && ty.is_at("String"));
        matches!(key, Type::Infer(_)) || is_string(self.types.ty(key))
    }

    pub(super) fn name_of_map(&self, path: &syn::Path, at: usize) -> Option<Name> {
        let ident: &Ident = &path.segments.iter().nth(at)?.ident;
        let span = ident.span();
        Some(Name {
            at: span.byte_range().start,
            place: self.place(span),
            extent: extent(span),
            is_alone: at == 0 && path.leading_colon.is_none(),
            is_own: ident == OLD,
        })
    }

    pub(super) fn open_map(&mut self, name: Name) -> usize {
        if let Some(known) = self.maps.numbers.get(&name.at) {
            return *known;
        }
        let number = self.maps.open.len();
        self.maps.numbers.insert(name.at, number);
        self.maps.open.push(Open {
            name,
            sized: None,
            value: Ty::Unknown,
            is_other: false,
            is_free: false,
        });
        number
    }

    /// Notes a written type that is a map of generated values, and one whose values the code around it tells.
    pub(in super::super) fn type_of_map(&mut self, it: &Type) {
        let Type::Path(path) = it else {
            return;
        };
        if path.qself.is_some() || !is_map(&self.path_of_type(it)) {
            return;
        }
        let last = path.path.segments.len().saturating_sub(1);
        let Some(name) = self.name_of_map(&path.path, last) else {
            return;
        };
        let arguments = path.path.segments.last().map(|it| &it.arguments);
        let Some((key, value)) = arguments.and_then(entries) else {
            return;
        };
        if !self.is_text(key) {
            return;
        }
        if matches!(value, Type::Infer(_)) {
            self.open_map(name);
        } else if self.is_generated(&self.types.ty(value)) {
            self.map_changes(&name);
        }
    }

    /// A written type in which maps are those that the code around them tells.
    pub(in super::super) fn with_maps(&mut self, it: &Type) -> Option<Ty> {
        let Type::Path(path) = it else {
            return None;
        };
        let found = self.path_of_type(it);
        let last = path.path.segments.last()?;
        if is_map(&found) {
            let name = self.name_of_map(&path.path, path.path.segments.len() - 1)?;
            return match self.maps.numbers.get(&name.at) {
                Some(number) => Some(Ty::Map(*number)),
                None => Some(self.types.ty(it)),
            };
        }
        let (PathArguments::AngleBracketed(arguments), "Option" | "Result") =
            (&last.arguments, last.ident.to_string().as_str())
        else {
            return None;
        };
        let Some(GenericArgument::Type(inner)) = arguments.args.first() else {
            return None;
        };
        let inner = Box::new(self.with_maps(inner)?);
        Some(match self.types.ty(it) {
            Ty::Result(_, error) => Ty::Result(inner, error),
            _ => Ty::Option(inner),
        })
    }

    fn map_changes(&mut self, name: &Name) {
        if name.is_alone && name.is_own {
            self.maps.imported.insert(name.at);
        }
        let new = match name.is_own {
            true => NEW.to_owned(),
            false => format!("std::collections::{NEW}"),
        };
        self.found.changes.push(Change {
            place: name.place.clone(),
            kind: KIND,
            extent: name.extent.clone(),
            old: OLD.to_owned(),
            whole: String::new(),
            base: String::new(),
            new: New::Whole(vec![Part::Text(new)]),
            note: None,
        });
    }

    pub(super) fn sized_map(&mut self, extent: Extent, old: String, whole: String, new: String) {
        self.found.changes.push(Change {
            place: Place {
                file: self.file.name.clone(),
                line: extent.start.line,
                column: extent.start.column,
            },
            kind: KIND,
            extent,
            old,
            whole,
            base: String::new(),
            new: New::Whole(vec![Part::Text(new)]),
            note: None,
        });
    }

    /// Notes the maps of the file once all of it was looked at, and their imports.
    pub(in super::super) fn end_maps(&mut self, items: &[Item], tokens: TokenStream) {
        let same = std::mem::take(&mut self.maps.same);
        for _ in 0..=same.len().min(16) {
            for (one, other) in &same {
                let value = |number: &usize| self.maps.open.get(*number).map(|it| it.value.clone());
                let (Some(a), Some(b)) = (value(one), value(other)) else {
                    continue;
                };
                let known = if a.is_unknown() { b } else { a };
                for number in [one, other] {
                    if let Some(map) = self.maps.open.get_mut(*number)
                        && map.value.is_unknown()
                    {
                        map.value = known.clone();
                    }
                }
            }
        }
        let open = std::mem::take(&mut self.maps.open);
        let is_told = self.found.changes.iter().any(|it| it.kind == KIND)
            || open
                .iter()
                .any(|it| !it.is_other && self.is_generated(&it.value));
        for map in open {
            if !map.is_other && self.is_generated(&map.value) {
                match map.sized {
                    Some((extent, old, whole)) => {
                        if map.name.is_alone && map.name.is_own {
                            self.maps.imported.insert(map.name.at);
                        }
                        let new = match map.name.is_alone && map.name.is_own {
                            true => format!("{NEW}::new()"),
                            false => format!("std::collections::{NEW}::new()"),
                        };
                        self.sized_map(extent, old, whole, new);
                    }
                    None => self.map_changes(&map.name),
                }
            } else if is_told && map.value.is_unknown() && !map.is_other && !map.is_free {
                self.found.changes.push(Change {
                    place: map.name.place,
                    kind: KIND,
                    extent: map.name.extent,
                    old: OLD.to_owned(),
                    whole: String::new(),
                    base: String::new(),
                    new: New::Hand,
                    note: Some(BY_HAND.to_owned()),
                });
            }
        }
        self.imports_of_maps(items, tokens);
    }

    fn imports_of_maps(&mut self, items: &[Item], tokens: TokenStream) {
        if self.maps.imported.is_empty() {
            return;
        }
        let imports = Imports::of(OLD, items, &self.local_uses);
        let ordered = Imports::of(NEW, items, &self.local_uses);
        let used = imports.used(tokens);
        if imports.names.is_empty() {
            // A glob or another file has the import.
            let is_it = |it: &&mut Change| it.kind == KIND;
            for change in self.found.changes.iter_mut().filter(is_it) {
                if let New::Whole(parts) = &mut change.new
                    && let [Part::Text(new)] = parts.as_mut_slice()
                    && new.starts_with(NEW)
                {
                    *new = format!("std::collections::{new}");
                }
            }
            return;
        }
        for import in &imports.names {
            let mut given = used.iter().filter(|at| import.gives(**at, &imports.names));
            let is_whole = given.clone().all(|at| self.maps.imported.contains(at));
            let has_new = ordered.names.iter().any(|it| it.is_beside(import));
            match (is_whole, has_new) {
                _ if !given.any(|at| self.maps.imported.contains(at)) => {}
                (false, true) => {}
                (false, false) if import.is_in_group => {
                    self.import_changes(KIND, import, &format!("{NEW}, {OLD}"));
                }
                (false, false) => {
                    self.import_changes(KIND, import, &format!("{{{NEW}, {OLD}}}"));
                }
                (true, false) => self.import_changes(KIND, import, NEW),
                (true, true) => self.import_goes(KIND, import),
            }
        }
    }
}
