//! Rules as decisions: blocks of tests that end in an endpoint, an error or another function.

/// A function that decides.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    /// The variables that it is called with, besides parameters and partitions.
    pub(crate) captures: Vec<(String, Type)>,
    pub(crate) block: Block,
    pub(crate) uses_params: bool,
    pub(crate) uses_partitions: bool,
}

/// Tests in their order, and what comes when none has ended it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Block {
    pub(crate) steps: Vec<Step>,
    /// `None` goes on after the block.
    pub(crate) end: Option<End>,
    /// The variable of the URL or message at the end, if it is put together of pieces.
    pub(crate) text: Option<String>,
}

/// A step of a block.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    /// A variable that is there from here on; the block, which comes to an end, is what is
    /// done if there is no value.
    Else {
        name: String,
        value: Expression,
        block: Block,
        /// The condition of the block, as the rule set has it.
        rule: String,
    },
    /// A variable that is always there.
    Let { name: String, value: Expression },
    /// A test, and what is done if it holds.
    If {
        test: Test,
        block: Block,
        /// The condition as the rule set has it.
        rule: String,
    },
}

/// A test of a condition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Test {
    /// A boolean.
    Is(Expression),
    /// Whether there is a value, which the block then has by this name.
    Some { name: String, value: Expression },
}

/// The end of a block.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum End {
    Endpoint(Box<Endpoint>),
    Error(Expression),
    /// No rule is for these parameters.
    NoRule,
    /// A parameter that is required isn't set.
    Missing(String),
    /// Another function decides.
    Call {
        function: String,
        captures: Vec<(String, Type)>,
        uses_params: bool,
        uses_partitions: bool,
    },
}

/// An endpoint to be made.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Endpoint {
    pub(crate) url: Expression,
    pub(crate) headers: Vec<(String, Expression)>,
    pub(crate) auth_schemes: Vec<AuthScheme>,
    pub(crate) properties: Vec<(String, Value)>,
}

/// An entry of the property `authSchemes`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct AuthScheme {
    pub(crate) name: Expression,
    pub(crate) signing_name: Option<Expression>,
    pub(crate) signing_region: Option<Expression>,
    pub(crate) signing_region_set: Vec<Expression>,
    pub(crate) disable_double_encoding: Option<bool>,
    pub(crate) properties: Vec<(String, Value)>,
    /// The function that makes the scheme of its region, if it has one.
    pub(crate) function: Option<String>,
}

/// A function that makes a scheme: of a region, if the scheme has the variable `region`.
#[derive(Debug)]
pub(crate) struct SchemeFunction {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) scheme: AuthScheme,
}

/// A value of a property.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Value {
    Text(Expression),
    Boolean(bool),
    Integer(i64),
    List(Vec<Value>),
    Record(Vec<(String, Value)>),
}

/// The types of the rules engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Type {
    Text,
    Boolean,
    Integer,
    /// A list of text.
    Texts,
    Url,
    Arn,
    Partition,
}

/// A typed expression.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Expression {
    /// Literal text and what is between.
    Text(Vec<Part>),
    Boolean(bool),
    Integer(i64),
    Variable {
        name: String,
        ty: Type,
    },
    /// A field of the parameters.
    Parameter {
        field: String,
        ty: Type,
        is_optional: bool,
    },
    Attribute {
        of: Box<Expression>,
        attribute: Attribute,
    },
    /// An item of a list, if there is one.
    Item {
        of: Box<Expression>,
        index: i64,
    },
    Call {
        function: Library,
        arguments: Vec<Expression>,
    },
    Not(Box<Expression>),
    Equal(Box<Expression>, Box<Expression>),
    IsSet(Box<Expression>),
    /// Whether all of them are so, asked in their order.
    All(Vec<Expression>),
    /// The first that is there.
    Coalesce(Vec<Expression>),
    /// `ite`: one or the other.
    Choose {
        test: Box<Expression>,
        then: Box<Expression>,
        otherwise: Box<Expression>,
    },
}

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    Literal(String),
    Value(Expression),
}

/// A function of the runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Library {
    Partition,
    ParseArn,
    ParseUrl,
    IsVirtualHostableBucket,
    IsValidHostLabel,
    Substring,
    UriEncode,
    Split,
    /// No function of rule sets: whether a value may be part of a URL's host.
    HostPart,
}

/// An attribute of what functions give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Attribute {
    UrlScheme,
    UrlAuthority,
    UrlPath,
    UrlNormalizedPath,
    UrlIsIp,
    ArnPartition,
    ArnService,
    ArnRegion,
    ArnAccountId,
    ArnResourceId,
    PartitionName,
    PartitionDnsSuffix,
    PartitionDualStackDnsSuffix,
    PartitionSupportsFips,
    PartitionSupportsDualStack,
    PartitionImplicitGlobalRegion,
}

impl Attribute {
    /// The parts of a value: its type, the part's name in rules, the part, and the part's type.
    pub(crate) const ALL: [(Type, &'static str, Self, Type); 16] = [
        (Type::Url, "scheme", Self::UrlScheme, Type::Text),
        (Type::Url, "authority", Self::UrlAuthority, Type::Text),
        (Type::Url, "path", Self::UrlPath, Type::Text),
        (
            Type::Url,
            "normalizedPath",
            Self::UrlNormalizedPath,
            Type::Text,
        ),
        (Type::Url, "isIp", Self::UrlIsIp, Type::Boolean),
        (Type::Arn, "partition", Self::ArnPartition, Type::Text),
        (Type::Arn, "service", Self::ArnService, Type::Text),
        (Type::Arn, "region", Self::ArnRegion, Type::Text),
        (Type::Arn, "accountId", Self::ArnAccountId, Type::Text),
        (Type::Arn, "resourceId", Self::ArnResourceId, Type::Texts),
        (Type::Partition, "name", Self::PartitionName, Type::Text),
        (
            Type::Partition,
            "dnsSuffix",
            Self::PartitionDnsSuffix,
            Type::Text,
        ),
        (
            Type::Partition,
            "dualStackDnsSuffix",
            Self::PartitionDualStackDnsSuffix,
            Type::Text,
        ),
        (
            Type::Partition,
            "supportsFIPS",
            Self::PartitionSupportsFips,
            Type::Boolean,
        ),
        (
            Type::Partition,
            "supportsDualStack",
            Self::PartitionSupportsDualStack,
            Type::Boolean,
        ),
        (
            Type::Partition,
            "implicitGlobalRegion",
            Self::PartitionImplicitGlobalRegion,
            Type::Text,
        ),
    ];

    fn ty(self) -> Type {
        let mut all = Self::ALL.into_iter();
        all.find(|(_, _, attribute, _)| *attribute == self)
            .map_or(Type::Text, |(_, _, _, ty)| ty)
    }
}

impl Type {
    /// The name in reports.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::Boolean => "a boolean",
            Self::Integer => "an integer",
            Self::Texts => "a list of strings",
            Self::Url => "a URL",
            Self::Arn => "an ARN",
            Self::Partition => "a partition",
        }
    }

    /// Whether functions borrow values of the type, and don't copy them.
    pub(crate) fn is_borrowed(self) -> bool {
        matches!(self, Self::Text | Self::Texts)
    }
}

impl Expression {
    /// The type, and whether there may be no value.
    pub(crate) fn ty(&self) -> (Type, bool) {
        match self {
            Self::Text(_) => (Type::Text, false),
            Self::Boolean(_) | Self::Not(_) | Self::Equal(..) | Self::IsSet(_) | Self::All(_) => {
                (Type::Boolean, false)
            }
            Self::Integer(_) => (Type::Integer, false),
            Self::Variable { ty, .. } => (*ty, false),
            Self::Parameter {
                ty, is_optional, ..
            } => (*ty, *is_optional),
            Self::Attribute { attribute, .. } => (attribute.ty(), false),
            Self::Item { .. } => (Type::Text, true),
            Self::Call { function, .. } => function.ty(),
            Self::Coalesce(values) => (
                values.first().map_or(Type::Text, |first| first.ty().0),
                values.iter().all(|value| value.ty().1),
            ),
            Self::Choose {
                then, otherwise, ..
            } => (then.ty().0, then.ty().1 || otherwise.ty().1),
        }
    }

    pub(crate) fn is_optional(&self) -> bool {
        self.ty().1
    }

    /// Whether the value is a text or a list that evaluating the expression makes, and that nothing
    /// owns so far.
    pub(crate) fn is_new(&self) -> bool {
        match self {
            Self::Text(parts) => !matches!(&**parts, [] | [Part::Literal(_)]),
            Self::Attribute { attribute, .. } => matches!(
                attribute,
                Attribute::UrlNormalizedPath | Attribute::ArnResourceId
            ),
            Self::Call { function, .. } => {
                matches!(function, Library::UriEncode | Library::Split)
            }
            // Of several values, a text is copied if one of them is new; a list is borrowed.
            Self::Coalesce(values) => {
                let sure = values.iter().find(|value| !value.is_optional());
                sure.is_some_and(|value| value.ty().0 == Type::Text && value.is_new())
            }
            Self::Choose {
                then, otherwise, ..
            } => self.ty() == (Type::Text, false) && (then.is_new() || otherwise.is_new()),
            _ => false,
        }
    }

    /// The expressions in it.
    pub(crate) fn children(&self) -> Vec<&Self> {
        match self {
            Self::Text(parts) => parts
                .iter()
                .filter_map(|part| match part {
                    Part::Value(value) => Some(value),
                    Part::Literal(_) => None,
                })
                .collect(),
            Self::Boolean(_)
            | Self::Integer(_)
            | Self::Variable { .. }
            | Self::Parameter { .. } => Vec::new(),
            Self::Attribute { of, .. } | Self::Item { of, .. } => vec![of],
            Self::Call { arguments, .. } | Self::Coalesce(arguments) | Self::All(arguments) => {
                arguments.iter().collect()
            }
            Self::Not(of) | Self::IsSet(of) => vec![of],
            Self::Equal(left, right) => vec![left, right],
            Self::Choose {
                test,
                then,
                otherwise,
            } => vec![test, then, otherwise],
        }
    }

    /// Calls `visit` for it and all expressions in it.
    pub(crate) fn visit<'e>(&'e self, visit: &mut impl FnMut(&'e Self)) {
        visit(self);
        for child in self.children() {
            child.visit(visit);
        }
    }

    /// Whether it has to do with a variable.
    pub(crate) fn mentions(&self, variable: &str) -> bool {
        let mut found = false;
        self.visit(&mut |expression| {
            found |= matches!(expression, Self::Variable { name, .. } if name == variable);
        });
        found
    }
}

impl Library {
    fn ty(self) -> (Type, bool) {
        match self {
            Self::Partition => (Type::Partition, true),
            Self::ParseArn => (Type::Arn, true),
            Self::ParseUrl => (Type::Url, true),
            Self::IsVirtualHostableBucket | Self::IsValidHostLabel => (Type::Boolean, false),
            Self::Substring => (Type::Text, true),
            Self::UriEncode | Self::HostPart => (Type::Text, false),
            Self::Split => (Type::Texts, false),
        }
    }
}

impl Endpoint {
    /// Calls `visit` for all expressions in it.
    pub(crate) fn visit<'e>(&'e self, visit: &mut impl FnMut(&'e Expression)) {
        self.url.visit(visit);
        self.headers
            .iter()
            .for_each(|(_, value)| value.visit(visit));
        for scheme in &self.auth_schemes {
            scheme.name.visit(visit);
            let texts = scheme.signing_name.iter().chain(&scheme.signing_region);
            texts
                .chain(&scheme.signing_region_set)
                .for_each(|text| text.visit(visit));
            visit_values(&scheme.properties, visit);
        }
        visit_values(&self.properties, visit);
    }
}

fn visit_values<'e>(values: &'e [(String, Value)], visit: &mut impl FnMut(&'e Expression)) {
    values.iter().for_each(|(_, value)| value.visit(visit));
}

impl Value {
    fn visit<'e>(&'e self, visit: &mut impl FnMut(&'e Expression)) {
        match self {
            Self::Text(text) => text.visit(visit),
            Self::Boolean(_) | Self::Integer(_) => {}
            // A plain closure would make this generic over itself without end.
            Self::List(items) => {
                for item in items {
                    item.visit(&mut *visit);
                }
            }
            Self::Record(values) => {
                for (_, value) in values {
                    value.visit(&mut *visit);
                }
            }
        }
    }
}

impl Block {
    /// Returns whether an endpoint of it names an authentication scheme.
    pub(crate) fn names_scheme(&self, scheme: &str) -> bool {
        let within = self.steps.iter().any(|step| match step {
            Step::Let { .. } => false,
            Step::Else { block, .. } | Step::If { block, .. } => block.names_scheme(scheme),
        });
        let is_it = |found: &AuthScheme| match &found.name {
            Expression::Text(parts) => {
                matches!(&**parts, [Part::Literal(name)] if name == scheme)
            }
            _ => false,
        };
        match &self.end {
            Some(End::Endpoint(endpoint)) => within || endpoint.auth_schemes.iter().any(is_it),
            _ => within,
        }
    }

    /// Calls `visit` for all expressions in it.
    pub(crate) fn visit<'e>(&'e self, visit: &mut impl FnMut(&'e Expression)) {
        for step in &self.steps {
            match step {
                Step::Let { value, .. } => value.visit(visit),
                Step::Else { value, block, .. } => {
                    value.visit(visit);
                    block.visit(visit);
                }
                Step::If { test, block, .. } => {
                    match test {
                        Test::Is(value) | Test::Some { value, .. } => value.visit(visit),
                    }
                    block.visit(visit);
                }
            }
        }
        match &self.end {
            Some(End::Endpoint(endpoint)) => endpoint.visit(visit),
            Some(End::Error(message)) => message.visit(visit),
            Some(End::NoRule | End::Missing(_) | End::Call { .. }) | None => {}
        }
    }
}
