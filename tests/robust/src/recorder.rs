use std::sync::Mutex;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A handler of every service: keeps the input, and answers with the output that it was given.
#[derive(Debug, Default)]
pub struct Recorder {
    input: Mutex<Option<Value>>,
    output: Option<Value>,
}

impl Recorder {
    /// Makes a recorder that answers with this document, or with an empty output.
    #[must_use]
    pub fn new(output: Option<Value>) -> Self {
        Self {
            input: Mutex::default(),
            output,
        }
    }

    /// The input that came last, as a document.
    ///
    /// # Panics
    /// If a handler has panicked.
    #[must_use]
    pub fn input(&self) -> Option<Value> {
        self.input.lock().expect("no handler panics").clone()
    }

    pub(crate) fn play<I: Serialize, O: DeserializeOwned + Default>(&self, input: &I) -> O {
        let document = serde_json::to_value(input).expect("a document");
        *self.input.lock().expect("no handler panics") = Some(document);
        let output = self.output.clone();
        output.map_or_else(O::default, |output| {
            serde_json::from_value(output).expect("a document of the output")
        })
    }
}
