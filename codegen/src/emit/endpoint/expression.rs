//! Expressions of rules.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use std::collections::BTreeSet;

use crate::ir::endpoint::{Attribute, Expression, Library, Part, Type};

use super::super::{Imports, ident};

/// The form of an expression that is text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A `&str`, or a reference that becomes one.
    Borrowed,
    /// A place of type `String`.
    Place,
    /// A new `String`, or a `Cow`.
    Owned,
}

/// Emits expressions of one function.
pub(super) struct Expressions<'i, 'p> {
    pub(super) imports: &'i Imports<'p>,
    /// The variables that own a `String` or a list, instead of borrowing.
    pub(super) owned: BTreeSet<String>,
}

impl Expressions<'_, '_> {
    /// A value of any type, and what form it has if it is text.
    pub(super) fn value(&self, expression: &Expression) -> (TokenStream, Form) {
        let (tokens, form) = self.place(expression);
        let form = if expression.is_new() {
            Form::Owned
        } else {
            form
        };
        (tokens, form)
    }

    /// A value, and whether it is a place.
    fn place(&self, expression: &Expression) -> (TokenStream, Form) {
        let borrowed = |tokens| (tokens, Form::Borrowed);
        match expression {
            Expression::Text(parts) => borrowed(self.text(parts)),
            Expression::Boolean(value) => borrowed(quote!(#value)),
            Expression::Integer(value) => {
                let value = Literal::i64_unsuffixed(*value);
                borrowed(quote!(#value))
            }
            Expression::Variable { name, .. } => {
                let variable = ident(name);
                let form = if self.owned.contains(name) {
                    Form::Place
                } else {
                    Form::Borrowed
                };
                (quote!(#variable), form)
            }
            Expression::Parameter {
                field,
                ty,
                is_optional,
            } => {
                let field = ident(field);
                let deref = (*is_optional && *ty != Type::Boolean).then(|| quote!(.as_deref()));
                let form = if *is_optional {
                    Form::Borrowed
                } else {
                    Form::Place
                };
                (quote!(params.#field #deref), form)
            }
            Expression::Attribute { of, attribute } => self.attribute(of, *attribute),
            Expression::Item { of, index } => borrowed(self.item(of, *index)),
            Expression::Call {
                function,
                arguments,
            } => borrowed(self.call(*function, arguments)),
            Expression::Not(of) => borrowed(self.not(of)),
            Expression::Equal(left, right) => borrowed(self.equal(left, right, false)),
            Expression::All(tests) => {
                let tests = tests.iter().map(|test| match test {
                    Expression::Choose { .. } => {
                        let test = self.test(test);
                        quote!((#test))
                    }
                    test => self.test(test),
                });
                borrowed(quote!(#(#tests)&&*))
            }
            Expression::IsSet(of) => {
                let of = self.tested(of);
                borrowed(quote!(#of.is_some()))
            }
            Expression::Coalesce(values) => borrowed(self.coalesce(values)),
            Expression::Choose {
                test,
                then,
                otherwise,
            } => borrowed(self.choose(test, then, otherwise)),
        }
    }

    /// A test: a boolean, which may be missing.
    pub(super) fn test(&self, expression: &Expression) -> TokenStream {
        let (value, _) = self.value(expression);
        if expression.is_optional() {
            quote!(#value == Some(true))
        } else {
            value
        }
    }

    /// Prints an expression that is only asked whether it is there: no parameter has to be
    /// borrowed from.
    fn tested(&self, expression: &Expression) -> TokenStream {
        match expression {
            Expression::Parameter { field, .. } => {
                let field = ident(field);
                quote!(params.#field)
            }
            _ => self.value(expression).0,
        }
    }

    fn not(&self, of: &Expression) -> TokenStream {
        match of {
            Expression::Equal(left, right) => self.equal(left, right, true),
            of if of.is_optional() => {
                let (of, _) = self.value(of);
                quote!(#of == Some(false))
            }
            Expression::IsSet(of) => {
                let of = self.tested(of);
                quote!(#of.is_none())
            }
            Expression::Not(of) => self.value(of).0,
            Expression::Choose { .. } | Expression::All(_) => {
                let (of, _) = self.value(of);
                quote!(!(#of))
            }
            _ => {
                let (of, _) = self.value(of);
                quote!(!#of)
            }
        }
    }

    fn equal(&self, left: &Expression, right: &Expression, negated: bool) -> TokenStream {
        let value = self.value(left).0;
        if left.is_optional() {
            let other = self.argument(right);
            return quote!(#value == Some(#other));
        }
        if matches!(right, Expression::Text(parts) if parts.is_empty()) {
            let not = negated.then(|| quote!(!));
            return quote!(#not #value.is_empty());
        }
        let other = self.value(right).0;
        if negated {
            quote!(#value != #other)
        } else {
            quote!(#value == #other)
        }
    }

    /// Text as a `&str`, or another value as a function takes it.
    pub(super) fn argument(&self, expression: &Expression) -> TokenStream {
        let (value, form) = self.value(expression);
        match form {
            Form::Place | Form::Owned if expression.ty().0.is_borrowed() => quote!(&#value),
            _ => value,
        }
    }

    /// Text as what can be made a `String`.
    pub(super) fn convertible(&self, expression: &Expression) -> TokenStream {
        match self.value(expression) {
            (value, Form::Borrowed | Form::Owned) => value,
            (value, Form::Place) => quote!(&#value),
        }
    }

    /// Text as a `String`, a literal or a `Cow`.
    pub(super) fn message(&self, expression: &Expression) -> TokenStream {
        let (value, form) = self.value(expression);
        match (expression, form) {
            (Expression::Text(_), _) | (_, Form::Owned) => value,
            _ => quote!(#value.to_owned()),
        }
    }

    fn text(&self, parts: &[Part]) -> TokenStream {
        match parts {
            [] => return quote!(""),
            [Part::Literal(text)] => return quote!(#text),
            _ => {}
        }
        let mut format = String::new();
        let mut arguments = Vec::new();
        for part in parts {
            match part {
                Part::Literal(text) => {
                    format.push_str(&text.replace('{', "{{").replace('}', "}}"));
                }
                Part::Value(Expression::Variable { name, .. }) => {
                    format.push_str(&format!("{{{name}}}"));
                }
                Part::Value(value) => {
                    format.push_str("{}");
                    arguments.push(self.value(value).0);
                }
            }
        }
        quote!(format!(#format #(, #arguments)*))
    }

    fn attribute(&self, of: &Expression, attribute: Attribute) -> (TokenStream, Form) {
        let (of, _) = self.value(of);
        let (accessor, is_field) = match attribute {
            Attribute::UrlScheme => ("scheme", false),
            Attribute::UrlAuthority => ("authority", false),
            Attribute::UrlPath => ("path", false),
            Attribute::UrlNormalizedPath => ("normalized_path", false),
            Attribute::UrlIsIp => ("is_ip", false),
            Attribute::ArnPartition => ("partition", false),
            Attribute::ArnService => ("service", false),
            Attribute::ArnRegion => ("region", false),
            Attribute::ArnAccountId => ("account_id", false),
            Attribute::ArnResourceId => ("resource_id", false),
            Attribute::PartitionName => ("name", true),
            Attribute::PartitionDnsSuffix => ("dns_suffix", true),
            Attribute::PartitionDualStackDnsSuffix => ("dual_stack_dns_suffix", true),
            Attribute::PartitionSupportsFips => ("supports_fips", true),
            Attribute::PartitionSupportsDualStack => ("supports_dual_stack", true),
            Attribute::PartitionImplicitGlobalRegion => ("implicit_global_region", true),
        };
        let accessor = ident(accessor);
        if is_field {
            (quote!(#of.#accessor), Form::Place)
        } else {
            (quote!(#of.#accessor()), Form::Borrowed)
        }
    }

    fn item(&self, of: &Expression, index: i64) -> TokenStream {
        let index = Literal::i64_unsuffixed(index);
        if let Expression::Attribute {
            of,
            attribute: Attribute::ArnResourceId,
        } = of
        {
            let (of, _) = self.value(of);
            return quote!(#of.resource_id_item(#index));
        }
        let item = self.imports.generated("endpoint::item");
        let of = self.argument(of);
        quote!(#item(#of, #index))
    }

    fn call(&self, function: Library, arguments: &[Expression]) -> TokenStream {
        let arguments = arguments.iter().map(|argument| self.argument(argument));
        let path = match function {
            Library::Partition => return quote!(partitions.find(#(#arguments),*)),
            Library::ParseArn => {
                let arn = self.imports.generated("endpoint::Arn");
                return quote!(#arn::parse(#(#arguments),*));
            }
            Library::ParseUrl => {
                let url = self.imports.generated("endpoint::Url");
                return quote!(#url::parse(#(#arguments),*));
            }
            Library::HostPart => {
                let function = self.imports.generated("endpoint::host_part");
                return quote!(#function(#(#arguments),*)?);
            }
            Library::IsVirtualHostableBucket => "endpoint::is_virtual_hostable_s3_bucket",
            Library::IsValidHostLabel => "endpoint::is_valid_host_label",
            Library::Substring => "endpoint::substring",
            Library::UriEncode => "endpoint::uri_encode",
            Library::Split => "endpoint::split",
        };
        let function = self.imports.generated(path);
        quote!(#function(#(#arguments),*))
    }

    fn coalesce(&self, values: &[Expression]) -> TokenStream {
        let Some((first, others)) = values.split_first() else {
            return quote!("");
        };
        let (mut tokens, _) = self.value(first);
        for other in others {
            if other.is_optional() {
                let (value, _) = self.value(other);
                tokens = quote!(#tokens.or(#value));
            } else if other.ty().0 == Type::Text && other.is_new() {
                let value = self.owned_text(other);
                return quote!(#tokens.map_or_else(|| #value, str::to_owned));
            } else {
                let value = self.argument(other);
                return quote!(#tokens.unwrap_or(#value));
            }
        }
        tokens
    }

    fn choose(&self, test: &Expression, then: &Expression, otherwise: &Expression) -> TokenStream {
        let test = self.test(test);
        let is_owned = then.ty().0 == Type::Text && (then.is_new() || otherwise.is_new());
        let is_optional = then.is_optional() || otherwise.is_optional();
        let branch = |value: &Expression| match (is_optional, value.is_optional(), is_owned) {
            (false, _, true) => self.owned_text(value),
            (false, _, false) => self.argument(value),
            (true, true, _) => self.value(value).0,
            // The other branch has a `&str` or a slice.
            (true, false, _) => match self.value(value) {
                (tokens, Form::Place | Form::Owned) if value.ty().0.is_borrowed() => {
                    quote!(Some(&*#tokens))
                }
                (tokens, _) => quote!(Some(#tokens)),
            },
        };
        let (then, otherwise) = (branch(then), branch(otherwise));
        quote!(if #test { #then } else { #otherwise })
    }

    fn owned_text(&self, expression: &Expression) -> TokenStream {
        let (value, form) = self.value(expression);
        match (expression, form) {
            (Expression::Attribute { .. }, Form::Owned) => quote!(#value.into_owned()),
            (_, Form::Owned) => value,
            (_, Form::Place) => quote!(#value.clone()),
            (_, Form::Borrowed) => quote!(#value.to_owned()),
        }
    }
}
