//! Methods of the standard library and of crates like it, by what they make of a type.

use super::ty::Ty;

/// A method: the types of the parameters of its closure, and its result.
pub(super) struct Known {
    pub(super) inputs: Vec<Ty>,
    pub(super) result: Becomes,
}

/// The result of a method.
#[derive(Clone, Copy, Debug)]
pub(super) enum Becomes {
    Same,
    /// The value in an `Option` or a `Result`, or one of many.
    Item,
    OptionOfItem,
    ResultOfItem,
    Many,
    /// The receiver's type around the value of the closure.
    Mapped,
    /// Many of what is in the value of the closure.
    Flattened,
    /// The value of the closure.
    Output,
    /// Each with its number.
    Numbered,
    Nothing,
}

impl Becomes {
    /// The type of the result, for a value and a first argument of these types.
    pub(super) fn of(self, ty: &Ty, argument: Ty) -> Ty {
        let output = || match argument {
            Ty::Function { output, .. } => *output,
            _ => Ty::Unknown,
        };
        match self {
            Self::Same => ty.clone(),
            Self::Item => ty.item(),
            Self::OptionOfItem => Ty::Option(Box::new(ty.item())),
            Self::ResultOfItem => Ty::Result(Box::new(ty.item()), Box::default()),
            Self::Many => Ty::Many(Box::new(ty.item())),
            Self::Mapped => match ty {
                Ty::Option(_) => Ty::Option(Box::new(output())),
                Ty::Result(_, error) => Ty::Result(Box::new(output()), error.clone()),
                _ => Ty::Many(Box::new(output())),
            },
            Self::Flattened => match output() {
                outer @ (Ty::Option(_) | Ty::Result(..) | Ty::Many(_)) => {
                    Ty::Many(Box::new(outer.item()))
                }
                other => Ty::Many(Box::new(other)),
            },
            Self::Output => output(),
            Self::Numbered => {
                let of_one = Ty::Tuple(vec![Ty::named(&["std", "usize"]), ty.item()]);
                Ty::Many(Box::new(of_one))
            }
            Self::Nothing => Ty::Unknown,
        }
    }
}

/// A method of a type, if it is known.
pub(super) fn known(ty: &Ty, name: &str) -> Option<Known> {
    let of = |inputs: Vec<Ty>, result: Becomes| Some(Known { inputs, result });
    let found = match ty {
        Ty::Option(item) => match name {
            "as_ref" | "as_mut" | "as_deref" | "as_deref_mut" | "cloned" | "copied" | "take"
            | "or" | "or_else" => of(vec![], Becomes::Same),
            "filter" | "inspect" => of(vec![(**item).clone()], Becomes::Same),
            "unwrap" | "expect" | "unwrap_or" | "unwrap_or_default" | "unwrap_or_else"
            | "get_or_insert_with" | "insert" => of(vec![], Becomes::Item),
            "ok_or" | "ok_or_else" | "context" | "with_context" => {
                of(vec![], Becomes::ResultOfItem)
            }
            "map" => of(vec![(**item).clone()], Becomes::Mapped),
            "and_then" => of(vec![(**item).clone()], Becomes::Output),
            "map_or" | "map_or_else" | "is_some_and" | "is_none_or" => {
                of(vec![(**item).clone()], Becomes::Nothing)
            }
            "iter" | "into_iter" => of(vec![], Becomes::Many),
            _ => None,
        },
        Ty::Result(item, error) => match name {
            "as_ref" | "as_mut" | "as_deref" | "or_else" | "inspect_err" => {
                of(vec![(**error).clone()], Becomes::Same)
            }
            "inspect" => of(vec![(**item).clone()], Becomes::Same),
            "unwrap" | "expect" | "unwrap_or" | "unwrap_or_default" | "unwrap_or_else" => {
                of(vec![(**error).clone()], Becomes::Item)
            }
            "ok" => of(vec![], Becomes::OptionOfItem),
            "map_err" | "context" | "with_context" => {
                of(vec![(**error).clone()], Becomes::ResultOfItem)
            }
            "map" => of(vec![(**item).clone()], Becomes::Mapped),
            "and_then" => of(vec![(**item).clone()], Becomes::Output),
            "map_or" | "is_ok_and" => of(vec![(**item).clone()], Becomes::Nothing),
            _ => None,
        },
        Ty::Many(item) => match name {
            "next" | "first" | "last" | "get" | "get_mut" | "pop" | "pop_front" | "recv"
            | "nth" | "remove" | "choose" | "try_next" => of(vec![], Becomes::OptionOfItem),
            "find" | "max_by_key" | "min_by_key" | "position" => {
                of(vec![(**item).clone()], Becomes::OptionOfItem)
            }
            "map" | "then" | "and_then" => of(vec![(**item).clone()], Becomes::Mapped),
            "flat_map" | "filter_map" => of(vec![(**item).clone()], Becomes::Flattened),
            "for_each" | "any" | "all" | "for_each_concurrent" | "try_for_each" => {
                of(vec![(**item).clone()], Becomes::Nothing)
            }
            "enumerate" => of(vec![], Becomes::Numbered),
            "filter" | "skip_while" | "take_while" | "inspect" => {
                of(vec![(**item).clone()], Becomes::Many)
            }
            "iter" | "iter_mut" | "into_iter" | "values" | "values_mut" | "into_values"
            | "drain" | "take" | "skip" | "rev" | "collect" | "cloned" | "copied" | "chunks"
            | "chain" | "cycle" | "buffered" | "buffer_unordered" | "into_stream_03x" => {
                of(vec![], Becomes::Many)
            }
            _ => None,
        },
        _ => None,
    };
    found.or_else(|| match name {
        _ if ty.is_unknown() => None,
        "get_or_init" | "get_or_try_init" | "get_or_insert_with" => of(vec![], Becomes::Same),
        _ => SAME.contains(&name).then(|| Known {
            inputs: Vec::new(),
            result: Becomes::Same,
        }),
    })
}

/// Methods of pointers, locks, cells and futures: what they give is what is in them.
const SAME: [&str; 31] = [
    "as_mut",
    "as_ref",
    "blocking_lock",
    "blocking_read",
    "blocking_write",
    "borrow",
    "borrow_mut",
    "boxed",
    "by_ref",
    "clone",
    "deref",
    "deref_mut",
    "expect",
    "get",
    "get_mut",
    "get_ref",
    "in_current_span",
    "instrument",
    "into",
    "into_inner",
    "load",
    "load_full",
    "lock",
    "read",
    "to_owned",
    "try_lock",
    "unwrap",
    "unwrap_or_clone",
    "upgrade",
    "downgrade",
    "write",
];
