//! Changes of single parts of code: reads of members, and what the walker has found, with the names
//! of the plan.

use std::collections::BTreeMap;

use crate::ir::{Crate, Item, Service as Planned, Structure};

use super::concepts::OUTPUTS;
use super::data::AdoptedPiece;
use super::edits::{Bit, Edit, Form};
use super::found::{CallKind, Change, Found, Method, New, Owner, Part};
use super::lines::on_one_line;
use super::members::{self, Field};
use super::operations::squashed;
use super::place::Extent;
use super::rewrite::{Names, structure};
use super::services::Services;
use super::syntax::{formatted, text};

/// The changes of a project by their files.
pub(super) struct Changes {
    by_file: BTreeMap<String, Vec<Edit>>,
}

impl Changes {
    pub(super) fn of(known: &Services, found: &Found, plan: &Crate) -> Self {
        let mut by_file: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
        let reads = found.methods.iter().filter_map(|method| {
            let (form, module) = field(known, plan, method)?;
            Some(read(method, form, module, found))
        });
        let changes = found
            .changes
            .iter()
            .map(|change| edit(known, plan, change, found));
        let is_same = |edit: &Edit| match &edit.form {
            Form::Whole(bits) => matches!(bits.as_slice(), [Bit::Text(new)] if *new == edit.old),
            _ => false,
        };
        for edit in reads.chain(changes).filter(|edit| !is_same(edit)) {
            by_file
                .entry(edit.place.file.clone())
                .or_default()
                .push(edit);
        }
        Self { by_file }
    }

    /// All changes.
    pub(super) fn all(&self) -> impl Iterator<Item = &Edit> {
        self.by_file.values().flatten()
    }

    /// The changes in a part of a file.
    pub(super) fn within(&self, file: &str, extent: &Extent) -> Vec<&Edit> {
        let all = self.by_file.get(file).into_iter().flatten();
        all.filter(|edit| is_in(&edit.extent, extent)).collect()
    }

    /// The notes on changes that have no new form, in code that is shown anew.
    pub(super) fn notes(&self, file: &str, extent: &Extent) -> Vec<String> {
        let all = self.within(file, extent).into_iter();
        let by_hand = all.filter(|edit| matches!(edit.form, Form::Hand));
        by_hand
            .map(|edit| match &edit.note {
                Some(note) => format!("`{}` is left to you: {note}", edit.old),
                None => format!("`{}` is left to you", edit.old),
            })
            .collect()
    }

    /// The changes as pieces, but for those in other code that is shown.
    pub(super) fn pieces(
        &self,
        plan: &Crate,
        is_shown: impl Fn(&str, &Extent) -> bool,
    ) -> Vec<AdoptedPiece> {
        let shown = self
            .all()
            .filter(|edit| !is_shown(&edit.place.file, &edit.extent));
        let alone = shown.filter(|edit| !self.is_inside(edit));
        alone
            .map(|edit| AdoptedPiece {
                place: edit.place.clone(),
                extent: edit.extent.clone(),
                kind: match (edit.is_read, is_side_by_side(edit)) {
                    (true, _) => "member",
                    (false, true) => "configuration",
                    (false, false) => "code",
                },
                old: match edit.is_read {
                    true => edit.old.trim_start_matches('.').to_owned(),
                    false => edit.old.clone(),
                },
                new: self.new_code(plan, edit),
                notes: edit.note.iter().cloned().collect(),
                module: edit.module.clone(),
            })
            .collect()
    }

    /// The code that takes the place of a change.
    pub(super) fn new_code(&self, plan: &Crate, edit: &Edit) -> Option<String> {
        match &edit.form {
            Form::Hand => None,
            Form::Behind(new) => Some(new.clone()),
            Form::Dropped => Some(String::new()),
            Form::Setter { .. } => {
                let names = self.names(plan, edit)?;
                names.setter(edit)
            }
            Form::Whole(bits) => {
                // A pattern or a type.
                if let [Bit::Text(text)] = bits.as_slice() {
                    let is_value = is_side_by_side(edit);
                    return match formatted(text).filter(|_| is_value) {
                        Some(code) => Some(code),
                        None => Some(text.clone()),
                    };
                }
                let names = self.names(plan, edit)?;
                let new = names.new_form(edit)?;
                Some(formatted(&new).unwrap_or(new))
            }
        }
    }

    /// Whether this part of a file is inside the code of a change that is shown.
    pub(super) fn are_around(&self, file: &str, extent: &Extent) -> bool {
        let all = self.by_file.get(file).into_iter().flatten();
        let mut whole = all.filter(|it| matches!(it.form, Form::Whole(_) | Form::Setter { .. }));
        whole.any(|edit| is_in(extent, &edit.extent))
    }

    /// Whether a list has a change: it isn't in code that is shown with its new form.
    pub(super) fn is_listed(&self, edit: &Edit, found: &Found) -> bool {
        let is_in_call = |edit: &Edit| {
            let mut calls = found.calls.iter();
            calls
                .any(|call| call.place.file == edit.place.file && is_in(&edit.extent, &call.extent))
        };
        let is_told = edit.is_read || matches!(edit.form, Form::Hand) || !is_in_call(edit);
        is_told && !is_side_by_side(edit) && !self.is_inside(edit)
    }

    /// The names for the code of a change.
    fn names<'s>(&'s self, plan: &'s Crate, edit: &Edit) -> Option<Names<'s>> {
        let mut services = plan.services.iter();
        let own = services
            .clone()
            .find(|it| Some(&it.module) == edit.module.as_ref());
        Some(Names {
            service: own.or_else(|| services.next())?,
            changes: self.within(&edit.place.file, &edit.extent),
            aliases: &[],
        })
    }

    /// Whether a change is inside another change that is shown as a whole.
    fn is_inside(&self, edit: &Edit) -> bool {
        let others = self.by_file.get(&edit.place.file).into_iter().flatten();
        others
            .filter(|other| !matches!(other.form, Form::Hand) && !std::ptr::eq(*other, edit))
            .any(|other| is_in(&edit.extent, &other.extent) && edit.extent != other.extent)
    }
}

/// Whether a report shows the old and the new code of a change in full.
fn is_side_by_side(edit: &Edit) -> bool {
    !edit.is_read
        && matches!(edit.form, Form::Whole(_))
        && ["config", "credentials", "retries", "timeouts"].contains(&edit.kind)
        && !edit.whole.is_empty()
        && syn::parse_str::<syn::Expr>(&edit.whole)
            .is_ok_and(|it| !matches!(it, syn::Expr::Path(_)))
}

/// New code as a list has it.
pub(super) fn listed(edit: &Edit, new: &str) -> String {
    match edit.form {
        Form::Behind(_) | Form::Setter { .. } => format!(".{new}"),
        Form::Dropped => "nothing".to_owned(),
        _ if new.is_empty() => "nothing".to_owned(),
        _ => on_one_line(new),
    }
}

fn is_in(inner: &Extent, outer: &Extent) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Said of a change whose code has a call of an operation.
const CALL_INSIDE: &str = "a call is in it: write this around its new form";

/// Whether an operation is called in a part of a file. Its new form can't be told with the change.
fn has_call(found: &Found, file: &str, extent: &Extent) -> bool {
    let mut calls = found.calls.iter();
    calls.any(|call| call.place.file == file && is_in(&call.extent, extent))
}

/// The read of a member.
fn read(method: &Method, field: Field, module: String, found: &Found) -> Edit {
    let around = |before: &str, behind: String| {
        Form::Whole(vec![
            Bit::Text(before.to_owned()),
            Bit::Code(tokens(&method.base)),
            Bit::Text(format!(".{behind}")),
        ])
    };
    let is_alone = !has_call(found, &method.place.file, &method.whole);
    let is_referred = method.is_last || method.is_dereferenced;
    let form = match field {
        Field::Value(field) if method.is_dereferenced && is_alone => around("", field),
        Field::Value(field) if is_referred && is_alone => around("&", field),
        Field::Value(field) | Field::Behind(field) => Form::Behind(field),
        Field::Some(field) if is_alone => around("Some(", format!("{field})")),
        Field::SomeOf(field) if is_alone => around("Some(&", format!("{field})")),
        Field::Some(_) | Field::SomeOf(_) => Form::Hand,
    };
    let is_whole = matches!(form, Form::Whole(_));
    Edit {
        kind: OUTPUTS,
        place: method.place.clone(),
        extent: match is_whole {
            true => method.whole.clone(),
            false => method.extent.clone(),
        },
        old: match is_whole {
            true if method.is_dereferenced => format!("*{}", method.old),
            true => method.old.clone(),
            false => format!(".{}()", method.name),
        },
        whole: match method.is_dereferenced && is_whole {
            true => tokens(&format!("*{}", method.old)),
            false => tokens(&method.old),
        },
        base: tokens(&method.base),
        note: matches!(form, Form::Hand)
            .then(|| "the value is always there: put it into `Some(&…)`".to_owned()),
        form,
        module: Some(module),
        is_read: true,
    }
}

/// Code as tokens write it.
fn tokens(code: &str) -> String {
    syn::parse_str::<syn::Expr>(code).map_or_else(|_| code.to_owned(), |it| text(&it))
}

fn edit(known: &Services, plan: &Crate, change: &Change, found: &Found) -> Edit {
    let planned = |krate: &str| {
        let id = &known.of(krate)?.model.id;
        plan.services.iter().find(|it| it.id == *id)
    };
    let mut module = None;
    let bits = |parts: &[Part], module: &mut Option<String>| -> Option<Vec<Bit>> {
        let bits = parts.iter().map(|part| {
            Some(match part {
                Part::Text(text) => Bit::Text(text.clone()),
                Part::Code(code) => Bit::Code(code.clone()),
                Part::Module(krate) => Bit::Text(planned(krate)?.module.clone()),
                Part::Type { krate, name } => {
                    let service = planned(krate)?;
                    let mut items = service.items.iter().map(Item::name);
                    let item = items.find(|it| squashed(&it.ty) == squashed(name));
                    let ty = match item {
                        Some(item) => &item.ty,
                        None => &structure(service, name)?.name.ty,
                    };
                    Bit::Text(format!("{}::{ty}", service.module))
                }
                Part::Input { krate, method } => {
                    let name = known.of(krate)?.operation(method, CallKind::Operation)?;
                    let service = planned(krate)?;
                    let mut operations = service.operations.iter();
                    let operation = operations.find(|it| it.wire_name == name)?;
                    Bit::Text(format!("{}::{}", service.module, operation.input.name.ty))
                }
                Part::Errors(krate) => {
                    let service = planned(krate)?;
                    *module = Some(service.module.clone());
                    Bit::Text(format!("{}::Error", service.module))
                }
                Part::Error { krate, name } => {
                    let service = planned(krate)?;
                    *module = Some(service.module.clone());
                    let mut errors = service.errors.iter();
                    let known = errors.find(|it| {
                        squashed(&it.structure.name.ty) == squashed(name)
                            || squashed(&it.variant) == squashed(name)
                    });
                    let variant = match known {
                        Some(error) => error.variant.clone(),
                        None if name == "Unmodeled" => name.clone(),
                        None => return None,
                    };
                    Bit::Text(format!("{}::Error::{variant}", service.module))
                }
            })
        });
        let bits: Vec<Bit> = bits.collect::<Option<_>>()?;
        // Text is one bit, so that patterns and types are told from expressions.
        match bits.iter().all(|bit| matches!(bit, Bit::Text(_))) {
            true => {
                let texts = bits.iter().map(|bit| match bit {
                    Bit::Text(text) | Bit::Code(text) => text.as_str(),
                });
                Some(vec![Bit::Text(texts.collect())])
            }
            false => Some(bits),
        }
    };
    let mut note = change.note.clone();
    let form = match &change.new {
        New::Hand => Form::Hand,
        New::Dropped => Form::Dropped,
        New::Setter {
            krate,
            ty,
            name,
            arguments,
        } => {
            module = planned(krate).map(|it| it.module.clone());
            match has_call(found, &change.place.file, &change.extent) {
                true => {
                    note.get_or_insert_with(|| CALL_INSIDE.to_owned());
                    Form::Hand
                }
                false => Form::Setter {
                    ty: ty.clone(),
                    name: name.clone(),
                    arguments: arguments.clone(),
                },
            }
        }
        New::Behind(parts) => match bits(parts, &mut module).as_deref() {
            Some([Bit::Text(text)]) => Form::Behind(text.clone()),
            _ => Form::Hand,
        },
        New::Whole(parts) => {
            let has_code = parts.iter().any(|part| matches!(part, Part::Code(_)));
            match has_code && has_call(found, &change.place.file, &change.extent) {
                true => {
                    note.get_or_insert_with(|| CALL_INSIDE.to_owned());
                    Form::Hand
                }
                false => bits(parts, &mut module).map_or(Form::Hand, Form::Whole),
            }
        }
    };
    let mut edit = Edit {
        kind: change.kind,
        place: change.place.clone(),
        extent: change.extent.clone(),
        old: change.old.clone(),
        whole: change.whole.clone(),
        base: change.base.clone(),
        form,
        note,
        module,
        is_read: false,
    };
    // Nothing is known of a value that stays as it is.
    if let Form::Whole(bits) = &edit.form
        && let [Bit::Code(old)] = bits.as_slice()
        && *old == edit.whole
        && let Some(service) = plan.services.first()
    {
        let names = Names {
            service,
            changes: Vec::new(),
            aliases: &[],
        };
        if names.code(old) == *old {
            edit.form = Form::Hand;
        }
    }
    if !matches!(edit.form, Form::Hand)
        && edit
            .note
            .as_deref()
            .is_some_and(|it| it.starts_with("ask with"))
    {
        edit.note = None;
    }
    edit
}

/// The field that a method reads, and the module of its service.
fn field(known: &Services, plan: &Crate, method: &Method) -> Option<(Field, String)> {
    let planned = |krate: &str| -> Option<(&super::services::Service, &Planned)> {
        let service = known.of(krate)?;
        let mut all = plan.services.iter();
        let planned = all.find(|it| it.id == service.model.id)?;
        Some((service, planned))
    };
    let (service, planned, structure, ty): (_, _, &Structure, String) = match method.of.as_ref()? {
        Owner::Output { krate, method } => {
            let (service, planned) = planned(krate)?;
            let name = service.operation(method, CallKind::Operation)?;
            let mut all = planned.operations.iter();
            let output = &all.find(|it| it.wire_name == name)?.output;
            (service, planned, output, service.output(method)?.to_owned())
        }
        Owner::Type { krate, name } => {
            let (service, planned) = planned(krate)?;
            // `Error` is called `ErrorShape` here.
            let own = squashed(name);
            let is_it = |ty: &str| [&own, &format!("{own}shape")].contains(&&squashed(ty));
            let items = planned.items.iter().filter_map(|item| match item {
                Item::Structure(it) => Some(it),
                _ => None,
            });
            let errors = planned.errors.iter().map(|error| &error.structure);
            let found = items.chain(errors).find(|it| is_it(&it.name.ty))?;
            (service, planned, found, name.clone())
        }
    };
    let mut all = structure.members.iter();
    let member = all.find(|it| squashed(&it.name) == squashed(&method.name))?;
    let is_optional = !service.is_required(&ty, &member.name);
    Some((members::field(member, is_optional), planned.module.clone()))
}
