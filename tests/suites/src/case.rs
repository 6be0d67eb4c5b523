//! A case, and what comes of it.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::Value;

/// The result of a case.
#[derive(Clone)]
pub enum Outcome {
    /// The case passed.
    Passed,
    /// The case failed, for this reason.
    Failed(String),
    /// The case is left out by a rule in the code, for this reason.
    LeftOut(String),
}

impl From<Result<(), String>> for Outcome {
    fn from(result: Result<(), String>) -> Self {
        match result {
            Ok(()) => Self::Passed,
            Err(problem) => Self::Failed(problem),
        }
    }
}

/// A case of a suite.
pub struct Case {
    /// The id, in letters, digits, dashes and slashes.
    pub id: String,
    run: Box<dyn Fn() -> Outcome>,
}

impl Case {
    /// Creates a case; its id is made of the kind of file that it is from, and its name.
    pub(crate) fn new<O: Into<Outcome>>(
        kind: &str,
        name: &str,
        run: impl Fn() -> O + 'static,
    ) -> Self {
        let name = dashed(name);
        Self {
            id: if kind.is_empty() {
                name
            } else {
                format!("{kind}/{name}")
            },
            run: Box::new(move || run().into()),
        }
    }

    /// Creates a case that was run already.
    pub(crate) fn of(kind: &str, name: &str, outcome: Outcome) -> Self {
        Self::new(kind, name, move || outcome.clone())
    }

    /// Creates a case that fails, because it can't even be read.
    pub(crate) fn unreadable(name: &str, problem: String) -> Self {
        Self::new("", name, move || Err(problem.clone()))
    }

    /// Reads each test of a file by itself, so that a key that nobody knows is the failure of
    /// its test alone.
    pub(crate) fn each<T: DeserializeOwned + 'static, O: Into<Outcome> + 'static>(
        kind: &str,
        tests: Vec<Value>,
        name: impl Fn(&Value) -> String,
        run: fn(&T) -> O,
    ) -> Vec<Self> {
        let case = |test: Value| {
            let name = name(&test);
            match serde_json::from_value::<T>(test) {
                Ok(test) => Self::new(kind, &name, move || run(&test)),
                Err(error) => {
                    let problem = error.to_string();
                    Self::new(kind, &name, move || Err(problem.clone()))
                }
            }
        };
        tests.into_iter().map(case).collect()
    }

    /// Runs it; a panic is a failure.
    pub fn run(&self) -> Outcome {
        let run = std::panic::AssertUnwindSafe(&self.run);
        std::panic::catch_unwind(run).unwrap_or_else(|panic| {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string));
            Outcome::Failed(format!("it panicked: {}", text.unwrap_or_default()))
        })
    }
}

/// Letters and digits as they are, and a dash for all between them.
fn dashed(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("-")
}

/// The text of a member, as a test's name.
pub(crate) fn text_of(test: &Value, member: &str) -> String {
    let text = test.get(member).and_then(Value::as_str);
    text.unwrap_or("without a name").to_owned()
}

/// Cases whose ids are unique: from the second of a name on, they are numbered.
pub(crate) fn numbered(mut cases: Vec<Case>) -> Vec<Case> {
    let mut seen = BTreeMap::<String, usize>::new();
    for case in &mut cases {
        let count = seen.entry(case.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            case.id = format!("{}-{count}", case.id);
        }
    }
    cases
}
