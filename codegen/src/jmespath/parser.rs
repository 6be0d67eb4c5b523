//! JMESPath expressions as trees: the [grammar](https://jmespath.org/specification.html), by
//! the binding powers that its implementations share.

use serde_json::Value;

use crate::ir::jmespath::Comparison;

use super::lexer::{Token, tokens};

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ast {
    Current,
    Field(String),
    Index(i64),
    /// The items of a list from one place to another, in steps.
    Slice {
        of: Box<Ast>,
        start: Option<i64>,
        stop: Option<i64>,
        step: i64,
    },
    /// An expression that a function is given: `&name`.
    Reference(Box<Ast>),
    /// The second, of what the first comes to.
    Then(Box<Ast>, Box<Ast>),
    Flatten(Box<Ast>),
    /// The second, of each item of the first for which the condition holds.
    Each {
        of: Box<Ast>,
        condition: Option<Box<Ast>>,
        body: Box<Ast>,
    },
    /// The second, of each value of the first.
    EachValue(Box<Ast>, Box<Ast>),
    Compare(Comparison, Box<Ast>, Box<Ast>),
    And(Box<Ast>, Box<Ast>),
    Or(Box<Ast>, Box<Ast>),
    Not(Box<Ast>),
    List(Vec<Ast>),
    Hash(Vec<(String, Ast)>),
    Call(String, Vec<Ast>),
    Literal(Value),
}

/// Longer expressions than any service has. What walks over them recurses.
const MAX_STEPS: usize = 200;

/// The power below which a token ends a projection.
const PROJECTION: u8 = 10;

pub(crate) fn parse(text: &str) -> Result<Ast, String> {
    let tokens = tokens(text)?;
    if tokens.len() > MAX_STEPS {
        return Err(format!("has more than {MAX_STEPS} parts"));
    }
    let mut parser = Parser { tokens, at: 0 };
    let ast = parser.expression(0)?;
    match parser.peek() {
        Token::End => Ok(ast),
        other => Err(format!("goes on with {} after its end", name(other))),
    }
}

fn name(token: &Token) -> String {
    match token {
        Token::Name(name) => name.clone(),
        Token::Quoted(name) => format!("{name:?}"),
        Token::Literal(value) => format!("`{value}`"),
        Token::Number(number) => number.to_string(),
        Token::Sign(sign) => format!("{sign:?}"),
        Token::End => "nothing".to_owned(),
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
}

impl Parser {
    fn peek(&self) -> &Token {
        self.tokens.get(self.at).unwrap_or(&Token::End)
    }

    fn next(&mut self) -> Token {
        let token = self.peek().clone();
        self.at += 1;
        token
    }

    fn is(&self, sign: &str) -> bool {
        matches!(self.peek(), Token::Sign(next) if *next == sign)
    }

    fn takes(&mut self, sign: &str) -> bool {
        let is = self.is(sign);
        self.at += usize::from(is);
        is
    }

    fn expect(&mut self, sign: &str) -> Result<(), String> {
        if self.takes(sign) {
            return Ok(());
        }
        Err(format!("has {} instead of {sign:?}", name(self.peek())))
    }

    /// The power with which the next token binds what is before it.
    fn power(&self) -> u8 {
        match self.peek() {
            Token::Sign("|") => 1,
            Token::Sign("||") => 2,
            Token::Sign("&&") => 3,
            Token::Sign("==" | "!=" | "<" | "<=" | ">" | ">=") => 5,
            Token::Sign("[]") => 9,
            Token::Sign("*") => 20,
            Token::Sign("[?") => 21,
            Token::Sign(".") => 40,
            Token::Sign("!") => 45,
            Token::Sign("{") => 50,
            Token::Sign("[") => 55,
            Token::Sign("(") => 60,
            _ => 0,
        }
    }

    fn expression(&mut self, power: u8) -> Result<Ast, String> {
        let mut left = self.first()?;
        while power < self.power() {
            left = self.more(left)?;
        }
        Ok(left)
    }

    fn boxed(&mut self, power: u8) -> Result<Box<Ast>, String> {
        self.expression(power).map(Box::new)
    }

    fn first(&mut self) -> Result<Ast, String> {
        Ok(match self.next() {
            Token::Name(name) => {
                if self.takes("(") {
                    return self.list(")").map(|arguments| Ast::Call(name, arguments));
                }
                Ast::Field(name)
            }
            Token::Quoted(name) => Ast::Field(name),
            Token::Literal(value) => Ast::Literal(value),
            Token::Sign("@") => Ast::Current,
            Token::Sign("!") => Ast::Not(self.boxed(45)?),
            Token::Sign("(") => {
                let inner = self.expression(0)?;
                self.expect(")")?;
                inner
            }
            Token::Sign("*") => {
                let body = self.projected(20)?;
                Ast::EachValue(Box::new(Ast::Current), body)
            }
            Token::Sign("[]") => self.flattened(Ast::Current)?,
            Token::Sign("[?") => self.filtered(Ast::Current)?,
            Token::Sign("{") => self.hash()?,
            Token::Sign("[") => match self.peek() {
                Token::Number(_) | Token::Sign(":") => self.index(Ast::Current)?,
                Token::Sign("*") if self.tokens.get(self.at + 1) == Some(&Token::Sign("]")) => {
                    self.at += 2;
                    self.each(Ast::Current)?
                }
                _ => Ast::List(self.list("]")?),
            },
            Token::Sign("&") => Ast::Reference(self.boxed(0)?),
            other => return Err(format!("has {} where a value is meant", name(&other))),
        })
    }

    fn more(&mut self, left: Ast) -> Result<Ast, String> {
        let comparison = match self.next() {
            Token::Sign("|") => return Ok(Ast::Then(Box::new(left), self.boxed(1)?)),
            Token::Sign("||") => return Ok(Ast::Or(Box::new(left), self.boxed(2)?)),
            Token::Sign("&&") => return Ok(Ast::And(Box::new(left), self.boxed(3)?)),
            Token::Sign("[]") => return self.flattened(left),
            Token::Sign("[?") => return self.filtered(left),
            Token::Sign(".") if self.takes("*") => {
                let body = self.projected(40)?;
                return Ok(Ast::EachValue(Box::new(left), body));
            }
            Token::Sign(".") => {
                let right = self.after_dot(40)?;
                return Ok(Ast::Then(Box::new(left), Box::new(right)));
            }
            Token::Sign("[") => {
                if self.takes("*") {
                    self.expect("]")?;
                    return self.each(left);
                }
                return self.index(left);
            }
            Token::Sign("==") => Comparison::Equal,
            Token::Sign("!=") => Comparison::NotEqual,
            Token::Sign("<") => Comparison::Less,
            Token::Sign("<=") => Comparison::LessOrEqual,
            Token::Sign(">") => Comparison::Greater,
            Token::Sign(">=") => Comparison::GreaterOrEqual,
            other => return Err(format!("goes on with {}", name(&other))),
        };
        Ok(Ast::Compare(comparison, Box::new(left), self.boxed(5)?))
    }

    /// Reads what is between brackets: a place, or several places for a slice.
    fn index(&mut self, of: Ast) -> Result<Ast, String> {
        let mut places = vec![self.place()];
        while places.len() < 3 && self.takes(":") {
            places.push(self.place());
        }
        self.expect("]")?;
        let [start, ref rest @ ..] = places[..] else {
            return Err("has nothing between brackets".to_owned());
        };
        match (start, rest) {
            (Some(index), []) => Ok(Ast::Then(Box::new(of), Box::new(Ast::Index(index)))),
            (None, []) => Err(format!("has {} instead of a number", name(self.peek()))),
            (_, [_, Some(0)]) => Err("has a slice with steps of 0".to_owned()),
            (_, rest) => Ok(Ast::Each {
                of: Box::new(Ast::Slice {
                    of: Box::new(of),
                    start,
                    stop: rest.first().copied().flatten(),
                    step: rest.get(1).copied().flatten().unwrap_or(1),
                }),
                condition: None,
                body: self.projected(20)?,
            }),
        }
    }

    /// A number, if one is next.
    fn place(&mut self) -> Option<i64> {
        let Token::Number(number) = *self.peek() else {
            return None;
        };
        self.at += 1;
        Some(number)
    }

    fn each(&mut self, of: Ast) -> Result<Ast, String> {
        Ok(Ast::Each {
            of: Box::new(of),
            condition: None,
            body: self.projected(20)?,
        })
    }

    fn flattened(&mut self, of: Ast) -> Result<Ast, String> {
        Ok(Ast::Each {
            of: Box::new(Ast::Flatten(Box::new(of))),
            condition: None,
            body: self.projected(9)?,
        })
    }

    fn filtered(&mut self, of: Ast) -> Result<Ast, String> {
        let condition = self.boxed(0)?;
        self.expect("]")?;
        let body = if self.is("[]") {
            Box::new(Ast::Current)
        } else {
            self.projected(21)?
        };
        Ok(Ast::Each {
            of: Box::new(of),
            condition: Some(condition),
            body,
        })
    }

    /// Reads what a projection does with each item.
    fn projected(&mut self, power: u8) -> Result<Box<Ast>, String> {
        if self.power() < PROJECTION {
            return Ok(Box::new(Ast::Current));
        }
        if self.takes(".") {
            return self.after_dot(power).map(Box::new);
        }
        if self.is("[") || self.is("[?") {
            return self.boxed(power);
        }
        Err(format!("goes on with {}", name(self.peek())))
    }

    fn after_dot(&mut self, power: u8) -> Result<Ast, String> {
        match self.peek() {
            Token::Name(_) | Token::Quoted(_) | Token::Sign("*") => self.expression(power),
            Token::Sign("[") => {
                self.at += 1;
                self.list("]").map(Ast::List)
            }
            Token::Sign("{") => {
                self.at += 1;
                self.hash()
            }
            other => Err(format!("has {} after a dot", name(other))),
        }
    }

    /// Expressions with commas between them.
    fn list(&mut self, end: &str) -> Result<Vec<Ast>, String> {
        let mut items = Vec::new();
        if self.takes(end) {
            return Ok(items);
        }
        loop {
            items.push(self.expression(0)?);
            if !self.takes(",") {
                self.expect(end)?;
                return Ok(items);
            }
        }
    }

    fn hash(&mut self) -> Result<Ast, String> {
        let mut items = Vec::new();
        loop {
            let key = match self.next() {
                Token::Name(name) | Token::Quoted(name) => name,
                other => return Err(format!("has {} where a key is meant", name(&other))),
            };
            self.expect(":")?;
            items.push((key, self.expression(0)?));
            if !self.takes(",") {
                self.expect("}")?;
                return Ok(Ast::Hash(items));
            }
        }
    }
}
