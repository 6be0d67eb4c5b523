//! The names of a service's types, of their modules and of its operations' methods.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashMap;

use crate::ir::Name;
use crate::model::{Shape, ShapeId};

use super::case::{client_method, handler_method, module_name, snake_name, type_name, underscored};
use super::members::error_variants;
use super::scope::{Claim, Style, assign};
use super::taken::{self, contains};

/// A shape that becomes a type, and the model's name for it.
pub(in crate::plan) struct Subject<'m> {
    pub(in crate::plan) id: &'m ShapeId,
    /// The service may rename shapes.
    pub(in crate::plan) name: &'m str,
}

/// The names of one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::plan) struct OperationNames {
    pub(in crate::plan) input: Name,
    /// The output's name, in the input's module.
    pub(in crate::plan) output: Name,
    /// The stem of the names of functions in other files that read or write the output.
    pub(in crate::plan) output_stem: String,
    /// The handler's method.
    pub(in crate::plan) method: String,
    /// The client's method.
    pub(in crate::plan) client_method: String,
}

/// The names of one error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::plan) struct ErrorNames {
    pub(in crate::plan) name: Name,
    /// The variant's name, in the service's `Error`.
    pub(in crate::plan) variant: String,
}

/// The names of one service: of what the model has, beside what the generator adds.
#[derive(Debug, Default)]
pub(in crate::plan) struct ServiceNames {
    operations: HashMap<ShapeId, OperationNames>,
    errors: HashMap<ShapeId, ErrorNames>,
    items: HashMap<ShapeId, Name>,
    /// Every type and module, and every stem of the names of functions.
    pub(in crate::plan) all: BTreeSet<String>,
}

/// The kinds of types. Earlier kinds keep names that later ones want as well.
const OPERATION: u8 = 0;
const ERROR: u8 = 1;
const ITEM: u8 = 2;

impl ServiceNames {
    /// Names everything. A shape may be an error and an item: a member holds it.
    pub(in crate::plan) fn new(
        operations: &[Subject<'_>],
        errors: &[Subject<'_>],
        items: &[Subject<'_>],
    ) -> Self {
        let kinds = [
            (operations, OPERATION, "Operation"),
            (errors, ERROR, "Error"),
            (items, ITEM, "Shape"),
        ];
        let claims: Vec<Claim<'_>> = kinds
            .iter()
            .flat_map(|(subjects, kind, suffix)| subjects.iter().map(|it| it.claim(*kind, suffix)))
            .collect();
        let is_taken = |name: &str| contains(&taken::TYPES, name);
        let types = assign(&claims, Style::Camel, &is_taken);
        let modules = modules(&claims, &types);
        let names: Vec<Name> = types
            .into_iter()
            .zip(modules)
            .map(|(ty, module)| Name { ty, module })
            .collect();
        let all: BTreeSet<String> = names
            .iter()
            .flat_map(|name| [name.ty.clone(), name.module.clone()])
            .collect();
        let mut named = Self {
            all,
            ..Self::default()
        };
        let (of_operations, others) = names.split_at(operations.len());
        let (of_errors, of_items) = others.split_at(errors.len());
        named.operations = named.operations(operations, of_operations);
        let ids = |subjects: &[Subject<'_>]| {
            let ids = subjects.iter().map(|subject| subject.id.clone());
            ids.collect::<Vec<_>>()
        };
        let types: Vec<&str> = of_errors.iter().map(|name| name.ty.as_str()).collect();
        let of_errors = of_errors.iter().cloned().zip(error_variants(&types));
        let of_errors = of_errors.map(|(name, variant)| ErrorNames { name, variant });
        named.errors = ids(errors).into_iter().zip(of_errors).collect();
        named.items = ids(items).into_iter().zip(of_items.to_vec()).collect();
        named
    }

    fn operations(
        &mut self,
        operations: &[Subject<'_>],
        inputs: &[Name],
    ) -> HashMap<ShapeId, OperationNames> {
        let claims: Vec<Claim<'_>> = operations
            .iter()
            .zip(inputs)
            .map(|(operation, input)| Claim {
                otherwise: Some(format!("{}Response", input.ty)),
                id: operation.id.as_str(),
                ..Claim::new(format!("{}Output", input.ty), "")
            })
            .collect();
        let outputs = assign(&claims, Style::Camel, &|name| {
            contains(&taken::TYPES, name) || self.all.contains(name)
        });
        let stems: Vec<Claim<'_>> = outputs
            .iter()
            .map(|ty| Claim::new(snake_name(ty), ty))
            .collect();
        let stems = assign(&stems, Style::Snake, &|name| self.all.contains(name));
        let methods: Vec<Claim<'_>> = inputs
            .iter()
            .map(|name| Claim::new(snake_name(&name.ty), &name.ty))
            .collect();
        let methods = assign(&methods, Style::Snake, &|_| false);
        self.all.extend(outputs.iter().chain(&stems).cloned());
        operations
            .iter()
            .zip(inputs)
            .zip(outputs.into_iter().zip(stems).zip(methods))
            .map(|((operation, input), ((ty, output_stem), method))| {
                let names = OperationNames {
                    output: Name {
                        ty,
                        module: input.module.clone(),
                    },
                    input: input.clone(),
                    output_stem,
                    client_method: client_method(&method),
                    method: handler_method(method),
                };
                (operation.id.clone(), names)
            })
            .collect()
    }

    /// The names of an operation; `None` if it isn't one of the service's.
    pub(in crate::plan) fn operation(&self, id: &ShapeId) -> Option<&OperationNames> {
        self.operations.get(id)
    }

    /// The names of an error; `None` if it isn't one of the service's.
    pub(in crate::plan) fn error(&self, id: &ShapeId) -> Option<&ErrorNames> {
        self.errors.get(id)
    }

    /// The name of the type of a shape's values.
    pub(in crate::plan) fn item(&self, id: &ShapeId) -> Option<&Name> {
        self.items.get(id)
    }

    /// The functions with which a server checks values of these types and of these other shapes.
    pub(in crate::plan) fn check_functions<'n>(
        &self,
        types: impl IntoIterator<Item = &'n Name>,
        shapes: impl IntoIterator<Item = &'n ShapeId>,
    ) -> CheckNames<'n> {
        let types: BTreeSet<&Name> = types.into_iter().collect();
        let shapes: BTreeSet<&ShapeId> = shapes.into_iter().collect();
        let of_types = types.iter().map(|name| {
            let module = underscored(name.module.clone(), &taken::CHECK_FUNCTIONS);
            Claim::new(module, &name.module)
        });
        let of_shapes = shapes.iter().map(|id| Claim {
            kind: 1,
            ..Claim::new(
                underscored(snake_name(id.name()), &taken::CHECK_FUNCTIONS),
                id.as_str(),
            )
        });
        let claims: Vec<Claim<'_>> = of_types.chain(of_shapes).collect();
        // Their file imports readers and writers, which are called after types as well.
        let is_codec = |name: &str| {
            let mut stems = ["read_", "write_"].into_iter();
            stems.any(|prefix| {
                let stem = name.strip_prefix(prefix);
                stem.is_some_and(|stem| self.all.contains(stem))
            })
        };
        let mut functions = assign(&claims, Style::Snake, &|name| {
            contains(&taken::CHECK_FUNCTIONS, name) || is_codec(name)
        });
        let of_shapes = functions.split_off(types.len());
        CheckNames {
            types: types.into_iter().zip(functions).collect(),
            shapes: shapes.into_iter().zip(of_shapes).collect(),
        }
    }
}

/// The names of the functions with which a server checks values.
#[derive(Debug)]
pub(in crate::plan) struct CheckNames<'n> {
    types: BTreeMap<&'n Name, String>,
    shapes: BTreeMap<&'n ShapeId, String>,
}

impl CheckNames<'_> {
    /// The function of a generated type.
    pub(in crate::plan) fn of_type(&self, name: &Name) -> String {
        self.types.get(name).cloned().unwrap_or_default()
    }

    /// The function of a simple shape, a list or a map.
    pub(in crate::plan) fn of_shape(&self, id: &ShapeId) -> String {
        self.shapes.get(id).cloned().unwrap_or_default()
    }
}

impl<'m> Subject<'m> {
    /// A shape, and the name that the service has for it if that isn't its own.
    pub(in crate::plan) fn new(shape: &'m Shape, renamed: Option<&'m String>) -> Self {
        Self {
            id: &shape.id,
            name: renamed.map_or(shape.id.name(), String::as_str),
        }
    }

    fn claim(&self, kind: u8, suffix: &str) -> Claim<'m> {
        let wanted = type_name(self.name);
        Claim {
            kind,
            id: self.id.as_str(),
            otherwise: (!wanted.ends_with(suffix)).then(|| format!("{wanted}{suffix}")),
            ..Claim::new(wanted, self.name)
        }
    }
}

/// The modules of types: one scope, since some files import those of all kinds.
fn modules(claims: &[Claim<'_>], types: &[String]) -> Vec<String> {
    let claims: Vec<Claim<'_>> = claims
        .iter()
        .zip(types)
        .map(|(claim, ty)| {
            let beside: &[&str] = match claim.kind {
                OPERATION => &taken::OPERATION_MODULES,
                ERROR => &taken::ERROR_MODULES,
                _ => &taken::TYPE_MODULES,
            };
            Claim {
                wanted: underscored(module_name(ty), beside),
                otherwise: None,
                spelled: "",
                ..claim.clone()
            }
        })
        .collect();
    assign(&claims, Style::Snake, &|name| {
        contains(&taken::MODULES, name)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ids(texts: &[&str]) -> Vec<ShapeId> {
        let texts = texts.iter();
        texts
            .map(|text| ShapeId::parse(text).expect("an id"))
            .collect()
    }

    fn subjects(ids: &[ShapeId]) -> Vec<Subject<'_>> {
        let ids = ids.iter();
        ids.map(|id| Subject {
            id,
            name: id.name(),
        })
        .collect()
    }

    /// The names by ids, for tests.
    struct Named {
        names: ServiceNames,
    }

    fn named(operations: &[&str], errors: &[&str], items: &[&str]) -> Named {
        let (operations, errors, items) = (ids(operations), ids(errors), ids(items));
        Named {
            names: ServiceNames::new(
                &subjects(&operations),
                &subjects(&errors),
                &subjects(&items),
            ),
        }
    }

    impl Named {
        fn item(&self, id: &str) -> (&str, &str) {
            let name = ids(&[id])
                .first()
                .and_then(|id| self.names.item(id))
                .expect("an item");
            (&name.ty, &name.module)
        }

        fn error(&self, id: &str) -> &str {
            let id = ids(&[id]);
            &self.names.error(&id[0]).expect("an error").name.ty
        }

        fn operation(&self, id: &str) -> &OperationNames {
            let id = ids(&[id]);
            self.names.operation(&id[0]).expect("an operation")
        }
    }

    #[test]
    fn names_of_the_generator_stay_and_types_give_way() {
        let named = named(
            &["a#Client"],
            &["a#BlockingClient"],
            &["a#Error", "a#Server", "a#EndpointParams"],
        );
        assert_eq!(named.operation("a#Client").input.ty, "ClientShape");
        assert_eq!(named.operation("a#Client").output.ty, "ClientShapeOutput");
        assert_eq!(named.error("a#BlockingClient"), "BlockingClientShape");
        assert_eq!(named.item("a#Error").0, "ErrorShape");
        // These are in modules of their own.
        assert_eq!(named.item("a#Server").0, "Server");
        assert_eq!(named.item("a#EndpointParams").0, "EndpointParams");
    }

    #[test]
    fn an_output_gives_way_to_an_operation_an_error_and_a_type() {
        let named = named(
            &["a#Put", "a#PutOutput", "a#Get", "a#Cut"],
            &["a#GetOutput"],
            &["a#CutOutput", "a#CutResponse"],
        );
        assert_eq!(named.operation("a#Put").output.ty, "PutResponse");
        assert_eq!(named.operation("a#PutOutput").input.ty, "PutOutput");
        assert_eq!(named.operation("a#PutOutput").output.ty, "PutOutputOutput");
        assert_eq!(named.operation("a#Get").output.ty, "GetResponse");
        assert_eq!(named.operation("a#Cut").output.ty, "CutOutput2");
    }

    #[test]
    fn an_error_that_a_member_holds_is_two_types() {
        let named = named(&[], &["a#Boom"], &["a#Boom"]);
        assert_eq!(named.error("a#Boom"), "Boom");
        assert_eq!(named.item("a#Boom"), ("BoomShape", "boom_shape"));
    }

    #[test]
    fn an_operation_keeps_its_name_before_an_error_and_a_type() {
        let named = named(&["a#fooBar"], &["b#fooBar"], &["c#fooBar"]);
        assert_eq!(named.operation("a#fooBar").input.ty, "FooBar");
        assert_eq!(named.error("b#fooBar"), "FooBarError");
        assert_eq!(named.item("c#fooBar").0, "FooBarShape");
    }

    #[test]
    fn types_that_become_one() {
        let named = named(&[], &[], &["a#foo_bar", "a#FooBar", "a#fooBar"]);
        assert_eq!(named.item("a#FooBar"), ("FooBar", "foo_bar"));
        assert_eq!(named.item("a#fooBar"), ("FooBarShape", "foo_bar_shape"));
        assert_eq!(named.item("a#foo_bar"), ("FooBar2", "foo_bar2"));
    }

    #[test]
    fn modules_of_types_that_differ_in_case_only() {
        let named = named(&["a#FOO"], &["a#Foo"], &["a#FoO"]);
        assert_eq!(named.operation("a#FOO").input.module, "foo");
        assert_eq!(named.error("a#Foo"), "Foo");
        assert_eq!(named.item("a#FoO"), ("FoO", "fo_o"));
    }

    #[test]
    fn methods_of_operations() {
        let operations = ["a#GetX", "a#GETX", "a#Otherwise", "a#Send", "a#Validation"];
        let named = named(&operations, &[], &[]);
        let send = named.operation("a#Send");
        assert_eq!((&*send.method, &*send.client_method), ("send", "send_"));
        let otherwise = named.operation("a#Otherwise");
        let methods = (&*otherwise.method, &*otherwise.client_method);
        assert_eq!(methods, ("otherwise_", "otherwise"));
        let validation = named.operation("a#Validation");
        assert_eq!(validation.input.module, "validation_");
        assert_eq!(validation.method, "validation");
        assert_eq!(named.operation("a#GetX").method, "get_x");
        assert_eq!(named.operation("a#GETX").method, "getx");
    }

    #[test]
    fn functions_that_check_stay_clear_of_their_variables_and_of_codecs() {
        let named = named(&[], &[], &["a#Value", "a#Foo", "a#WriteFoo", "a#WriteBar"]);
        let items = ["a#Value", "a#Foo", "a#WriteFoo", "a#WriteBar"];
        let items: Vec<Name> = ids(&items)
            .iter()
            .filter_map(|id| named.names.item(id).cloned())
            .collect();
        let shapes = ids(&["a#FOO", "b#Name", "c#Name", "a#V"]);
        let names = named.names.check_functions(&items, &shapes);
        let of_types: Vec<&str> = names.types.values().map(String::as_str).collect();
        assert_eq!(of_types, ["foo", "value_", "write_bar", "write_foo_2"]);
        let of_shapes: Vec<&str> = names.shapes.values().map(String::as_str).collect();
        assert_eq!(of_shapes, ["foo_2", "v_", "name", "name_2"]);
    }

    /// Few words in several spellings, so that names meet often.
    fn soup() -> impl Strategy<Value = BTreeSet<(u8, String)>> {
        let word = "[ab]#(_?[fF]oo|[fF]OO|_?Error|Client|Foo2|Std)_?(Output|Shape|Operation)?";
        proptest::collection::btree_set((0..3u8, word), 0..12)
    }

    fn of(soup: &BTreeSet<(u8, String)>, turned: bool) -> ServiceNames {
        let of_kind = |kind: u8| {
            let of_kind = soup.iter().filter(move |(of, _)| *of == kind);
            let mut ids: Vec<ShapeId> = of_kind.filter_map(|(_, id)| ShapeId::parse(id)).collect();
            if turned {
                ids.reverse();
            }
            ids
        };
        let (operations, errors, items) = (of_kind(0), of_kind(1), of_kind(2));
        ServiceNames::new(
            &subjects(&operations),
            &subjects(&errors),
            &subjects(&items),
        )
    }

    impl ServiceNames {
        /// Every type with its module.
        fn types(&self) -> Vec<&Name> {
            let operations = self.operations.values();
            let mut types: Vec<&Name> = operations.map(|names| &names.input).collect();
            types.extend(self.errors.values().map(|names| &names.name));
            types.extend(self.items.values());
            types
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn all_names_differ(soup in soup()) {
            let names = of(&soup, false);
            let types = names.types();
            let outputs = names.operations.values().map(|names| &names.output.ty);
            let all: BTreeSet<&String> =
                types.iter().map(|name| &name.ty).chain(outputs).collect();
            prop_assert_eq!(all.len(), types.len() + names.operations.len());
            let stems = names.operations.values().map(|names| &names.output_stem);
            let modules: BTreeSet<&String> =
                types.iter().map(|name| &name.module).chain(stems).collect();
            prop_assert_eq!(modules.len(), types.len() + names.operations.len());
            let methods: BTreeSet<&String> =
                names.operations.values().map(|names| &names.client_method).collect();
            prop_assert_eq!(methods.len(), names.operations.len());
            for name in all.iter().chain(&modules) {
                prop_assert!(syn::parse_str::<syn::Ident>(name).is_ok(), "{}", name);
            }
        }

        #[test]
        fn order_does_not_matter(soup in soup()) {
            let (one, other) = (of(&soup, false), of(&soup, true));
            prop_assert_eq!(one.operations, other.operations);
            prop_assert_eq!(one.errors, other.errors);
            prop_assert_eq!(one.items, other.items);
        }

        #[test]
        fn an_unrelated_shape_changes_nothing(soup in soup(), kind in 0..3u8) {
            let mut more = soup.clone();
            more.insert((kind, "a#Unrelated".to_owned()));
            let (before, mut after) = (of(&soup, false), of(&more, false));
            let unrelated = ids(&["a#Unrelated"]);
            after.operations.remove(&unrelated[0]);
            after.errors.remove(&unrelated[0]);
            after.items.remove(&unrelated[0]);
            prop_assert_eq!(before.operations, after.operations);
            prop_assert_eq!(before.errors, after.errors);
            prop_assert_eq!(before.items, after.items);
        }
    }
}
