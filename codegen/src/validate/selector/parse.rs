//! Text → selector.

use super::attribute::{Attribute, Clause, Comparator, Operand, Scoped, absolute};
use super::steps::{Selector, Step};
use crate::shape_type::Type;

/// The depth to which selectors may nest: evaluation recurses.
const MAX_DEPTH: usize = 32;

/// The number of steps that a selector may have with all in it.
const MAX_STEPS: usize = 1_000;

/// A mistake in a selector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ParseError {
    /// The byte offset in the selector.
    pub(crate) at: usize,
    pub(crate) message: String,
}

/// Parses a selector.
///
/// # Errors
/// The first mistake.
pub(crate) fn parse(text: &str) -> Result<Selector, ParseError> {
    let mut parser = Parser {
        text,
        at: 0,
        depth: 0,
        steps: 0,
    };
    let selector = parser.selector()?;
    parser.space();
    if parser.rest().is_empty() {
        Ok(selector)
    } else {
        Err(parser.error("expected a shape type, `[`, `:`, `>`, `~>`, `-[`, `<`, `$` or the end"))
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    steps: usize,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn error(&self, message: impl Into<String>) -> ParseError {
        ParseError {
            at: self.at,
            message: message.into(),
        }
    }

    fn space(&mut self) {
        let rest = self.rest();
        let trimmed = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        self.at += rest.len() - trimmed.len();
    }

    fn take(&mut self, token: &str) -> bool {
        self.space();
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn expect(&mut self, token: &str) -> Result<(), ParseError> {
        match self.take(token) {
            true => Ok(()),
            false => Err(self.error(format!("expected `{token}`"))),
        }
    }

    fn while_matches(&mut self, is_part: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|next| !is_part(next)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    fn identifier(&mut self) -> Result<&'t str, ParseError> {
        self.space();
        let name = self.while_matches(|next| next.is_ascii_alphanumeric() || next == '_');
        if name.is_empty() || name.starts_with(|first: char| first.is_ascii_digit()) {
            return Err(self.error("expected a name"));
        }
        Ok(name)
    }

    fn selector(&mut self) -> Result<Selector, ParseError> {
        if self.depth == MAX_DEPTH {
            return Err(self.error(format!("selectors nest more than {MAX_DEPTH} deep")));
        }
        self.depth += 1;
        let mut selector = Selector::default();
        loop {
            self.space();
            let Some(step) = self.step()? else { break };
            self.steps += 1;
            if self.steps > MAX_STEPS {
                return Err(self.error(format!("the selector has more than {MAX_STEPS} steps")));
            }
            selector.has_variables |= step.has_variables();
            selector.steps.push(step);
        }
        self.depth -= 1;
        if selector.steps.is_empty() {
            return Err(self.error("expected a selector"));
        }
        Ok(selector)
    }

    fn step(&mut self) -> Result<Option<Step>, ParseError> {
        let step = match self.rest().bytes().next() {
            Some(b'*') => {
                self.at += 1;
                Step::All
            }
            Some(b'>') => {
                self.at += 1;
                Step::Forward(Vec::new())
            }
            Some(b'~') => {
                self.expect("~>")?;
                Step::Closure
            }
            Some(b'-') => {
                self.expect("-[")?;
                let names = self.relations()?;
                self.expect("]->")?;
                Step::Forward(names)
            }
            Some(b'<') if self.take("<-[") => {
                let names = self.relations()?;
                self.expect("]-")?;
                Step::Reverse(names)
            }
            Some(b'<') => {
                self.at += 1;
                Step::Reverse(Vec::new())
            }
            Some(b'[') => self.attribute()?,
            Some(b':') => self.function()?,
            Some(b'$') => self.variable()?,
            Some(first) if first.is_ascii_alphabetic() => {
                let at = self.at;
                let name = self.identifier()?;
                match name {
                    "number" => Step::Number,
                    "simpleType" => Step::SimpleType,
                    // The name of lists and sets before 2.0.
                    "collection" => Step::Type(Type::List),
                    name => Step::Type(Type::from_name(name).ok_or_else(|| ParseError {
                        at,
                        message: format!("`{name}` isn't a type of shapes"),
                    })?),
                }
            }
            _ => return Ok(None),
        };
        Ok(Some(step))
    }

    fn relations(&mut self) -> Result<Vec<String>, ParseError> {
        let mut names = vec![self.identifier()?.to_owned()];
        while self.take(",") {
            names.push(self.identifier()?.to_owned());
        }
        Ok(names)
    }

    fn function(&mut self) -> Result<Step, ParseError> {
        self.expect(":")?;
        let at = self.at;
        let name = self.identifier()?;
        self.expect("(")?;
        let mut arguments = vec![self.selector()?];
        while self.take(",") {
            arguments.push(self.selector()?);
        }
        self.expect(")")?;
        let wrong = |message: String| Err(ParseError { at, message });
        let count = arguments.len();
        let mut arguments = arguments.into_iter();
        let first = arguments.next().unwrap_or_default();
        match (name, count) {
            ("test", _) => Ok(Step::Test(
                std::iter::once(first).chain(arguments).collect(),
            )),
            // `each` is the name from before 1.0.
            ("is" | "each", _) => Ok(Step::Is(std::iter::once(first).chain(arguments).collect())),
            ("not", 1) => Ok(Step::Not(first)),
            ("in", 1) => Ok(Step::In(first)),
            ("root", 1) => Ok(Step::Root(first)),
            ("recursive", 1) => Ok(Step::Recursive(first)),
            ("topdown", 1 | 2) => Ok(Step::TopDown(first, arguments.next())),
            ("not" | "in" | "root" | "recursive", _) => {
                wrong(format!("`:{name}` takes one selector"))
            }
            ("topdown", _) => wrong("`:topdown` takes one or two selectors".to_owned()),
            _ => wrong(format!(
                "`:{name}` isn't a function; there are :test, :is, :not, :in, :root, :topdown and :recursive"
            )),
        }
    }

    fn variable(&mut self) -> Result<Step, ParseError> {
        self.expect("$")?;
        if self.take("{") {
            let name = self.identifier()?.to_owned();
            self.expect("}")?;
            return Ok(Step::Load(name));
        }
        let name = self.identifier()?.to_owned();
        self.expect("(")?;
        let selector = self.selector()?;
        self.expect(")")?;
        Ok(Step::Store(name, selector))
    }

    fn attribute(&mut self) -> Result<Step, ParseError> {
        self.expect("[")?;
        if self.take("@") {
            let path = match self.take(":") {
                true => Vec::new(),
                false => {
                    let path = self.path()?;
                    self.expect(":")?;
                    path
                }
            };
            let mut clauses = vec![self.clause()?];
            while self.take("&&") {
                clauses.push(self.clause()?);
            }
            self.expect("]")?;
            return Ok(Step::Scoped(Scoped { path, clauses }));
        }
        let path = self.path()?;
        if self.take("]") {
            if let [root, id] = path.as_slice()
                && root == "trait"
                && !id.starts_with('(')
            {
                return Ok(Step::HasTrait(absolute(id)));
            }
            return Ok(Step::Attribute(Attribute {
                path,
                comparison: None,
            }));
        }
        let comparator = self.comparator()?;
        let mut values = vec![self.literal()?];
        while self.take(",") {
            values.push(self.literal()?);
        }
        let ignores_case = self.ignores_case();
        self.expect("]")?;
        Ok(Step::Attribute(Attribute {
            path,
            comparison: Some((comparator, values, ignores_case)),
        }))
    }

    fn ignores_case(&mut self) -> bool {
        self.space();
        let found = self
            .rest()
            .strip_prefix('i')
            .is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_alphanumeric()));
        if found {
            self.at += 1;
        }
        found
    }

    fn clause(&mut self) -> Result<Clause, ParseError> {
        let left = self.operand()?;
        let comparator = self.comparator()?;
        let mut right = vec![self.operand()?];
        while self.take(",") {
            right.push(self.operand()?);
        }
        Ok(Clause {
            left,
            comparator,
            right,
            ignores_case: self.ignores_case(),
        })
    }

    fn operand(&mut self) -> Result<Operand, ParseError> {
        if self.take("@{") {
            let path = self.path()?;
            self.expect("}")?;
            return Ok(Operand::Path(path));
        }
        Ok(Operand::Text(self.literal()?))
    }

    fn comparator(&mut self) -> Result<Comparator, ParseError> {
        const ALL: [(&str, Comparator); 14] = [
            ("{<<}", Comparator::ProperSubset),
            ("{!=}", Comparator::NotSameSet),
            ("{=}", Comparator::SameSet),
            ("{<}", Comparator::Subset),
            ("^=", Comparator::StartsWith),
            ("$=", Comparator::EndsWith),
            ("*=", Comparator::Contains),
            ("!=", Comparator::NotEqual),
            (">=", Comparator::AtLeast),
            ("<=", Comparator::AtMost),
            ("?=", Comparator::Exists),
            ("=", Comparator::Equal),
            (">", Comparator::Greater),
            ("<", Comparator::Less),
        ];
        for (token, comparator) in ALL {
            if self.take(token) {
                return Ok(comparator);
            }
        }
        Err(self.error("expected `]`, or one of = != ^= $= *= ?= > >= < <= {=} {!=} {<} {<<}"))
    }

    /// A path of keys separated by `|`, of which each is an identifier, a shape id, a quoted
    /// text, or a function such as `(keys)`.
    fn path(&mut self) -> Result<Vec<String>, ParseError> {
        let mut keys = vec![self.identifier()?.to_owned()];
        while self.take("|") {
            self.space();
            if self.take("(") {
                let at = self.at;
                let name = self.identifier()?;
                if !matches!(name, "keys" | "values" | "length" | "first") {
                    return Err(ParseError {
                        at,
                        message: format!(
                            "`({name})` isn't a property; there are (keys), (values), (length) and (first)"
                        ),
                    });
                }
                self.expect(")")?;
                keys.push(format!("({name})"));
            } else {
                keys.push(self.literal()?);
            }
        }
        Ok(keys)
    }

    /// A quoted text, a number, or a shape id.
    fn literal(&mut self) -> Result<String, ParseError> {
        self.space();
        for quote in ['"', '\''] {
            if let Some(rest) = self.rest().strip_prefix(quote) {
                return match rest.split_once(quote) {
                    Some((text, _)) => {
                        self.at += text.len() + 2;
                        Ok(text.to_owned())
                    }
                    None => Err(self.error(format!("expected {quote} at the end of the text"))),
                };
            }
        }
        let text = self.while_matches(|next| {
            next.is_ascii_alphanumeric() || matches!(next, '_' | '.' | '#' | '-' | '+')
        });
        if text.is_empty() {
            return Err(self.error("expected a name, a number or a quoted text"));
        }
        Ok(text.to_owned())
    }
}

impl Step {
    fn has_variables(&self) -> bool {
        match self {
            Self::Store(..) | Self::Load(_) => true,
            Self::Attribute(attribute) => attribute.reads_variable(),
            Self::Scoped(scoped) => scoped.reads_variable(),
            Self::Test(all) | Self::Is(all) => all.iter().any(|it| it.has_variables),
            Self::Not(it) | Self::In(it) | Self::Root(it) | Self::Recursive(it) => it.has_variables,
            Self::TopDown(first, second) => {
                first.has_variables || second.as_ref().is_some_and(|it| it.has_variables)
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn selectors_of_the_specification_are_read() {
        for text in [
            "*",
            "string",
            ":not(string)",
            "structure > member > :test(boolean, number)",
            "[trait|smithy.api#deprecated]",
            "[trait|enum|(values)|tags|(values)='internal']",
            "[id|namespace='foo.baz']",
            "[id|namespace^='foo.', 'bar.']",
            "[service|version^='2018-']",
            "[trait|httpApiKeyAuth|name='X-Token' i]",
            "[@trait|range: @{min} > @{max}]",
            "[@trait|idRef: @{failWhenMissing}=true && @{errorMessage} ?= false]",
            "[@: @{trait|httpApiKeyAuth|name|(keys)} {=} @{trait|x#y|(values)}]",
            "operation -[input, output]-> structure",
            "structure <-[input]- operation",
            "service ~> operation",
            "resource :topdown([trait|aws.api#controlPlane], [trait|aws.api#dataPlane])",
            "service $operations(~> operation) $httpOperations(${operations}[trait|http]) ${operations} :not([trait|http])",
            ":root(service ~> shape) string",
            "[trait|range|min>=0.5e3]",
        ] {
            let text = text.replace("~> shape", "~> *");
            assert!(parse(&text).is_ok(), "{text}: {:?}", parse(&text));
        }
    }

    #[test]
    fn mistakes_have_a_place() {
        for (text, at) in [
            ("", 0),
            ("strang", 0),
            ("string :nott(string)", 8),
            ("string :not(string", 18),
            (":not(string, blob)", 1),
            ("[trait|a", 8),
            ("[trait|a='b]", 9),
            ("[trait|(size)]", 8),
            ("string )", 7),
            ("-[input->", 7),
        ] {
            let error = parse(text).err().map(|error| error.at);
            assert_eq!(error, Some(at), "{text}");
        }
        let deep = ":not(".repeat(100) + "string" + &")".repeat(100);
        assert!(parse(&deep).is_err());
        assert!(parse(&"> ".repeat(2_000)).is_err());
    }
}
