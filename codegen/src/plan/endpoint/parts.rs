//! Parts of the rules that become functions of their own: parts that occur more than once, and parts of
//! blocks that are too long to read and to compile.

use std::collections::{HashMap, HashSet};

use crate::ir::endpoint::{Block, End, Function, Step};

use super::captures::function;

/// The number of ends that a function may have before parts are taken out.
const MAX_ENDS: usize = 14;

/// The least number of ends of a part that is worth a function.
const MIN_ENDS: usize = 4;

/// The parts that have been taken out, in any order.
#[derive(Default)]
pub(super) struct Parts {
    parts: Vec<Part>,
}

/// A function, and the conditions that it is behind.
struct Part {
    function: Function,
    rules: Vec<String>,
}

impl Parts {
    /// Takes the parts out of a block that occur more than once in it, outermost first.
    pub(super) fn take_repeated(&mut self, block: &mut Block) {
        loop {
            let mut counts = HashMap::new();
            let bodies = self.parts.iter().map(|part| &part.function.block);
            bodies
                .chain([&*block])
                .for_each(|body| count(body, &mut counts));
            let is_repeated = |part: &Block| counts.get(part).is_some_and(|count| *count > 1);
            let mut found = HashSet::new();
            let bodies = self.parts.iter().map(|part| &part.function.block);
            bodies
                .chain([&*block])
                .for_each(|body| repeated(body, &is_repeated, &mut found));
            if found.is_empty() {
                return;
            }
            let found: HashSet<Block> = found.into_iter().cloned().collect();
            for at in 0..self.parts.len() {
                let mut body = std::mem::take(&mut self.parts[at].function.block);
                self.replace(&mut body, &found);
                self.parts[at].function.block = body;
            }
            self.replace(block, &found);
        }
    }

    /// Replaces these parts of a block by calls.
    fn replace(&mut self, block: &mut Block, parts: &HashSet<Block>) {
        for step in &mut block.steps {
            let Step::If { block, rule, .. } = step else {
                continue;
            };
            if parts.contains(block) {
                let (part, rule) = (std::mem::take(block), rule.clone());
                block.end = Some(self.call(part, rule));
            } else {
                self.replace(block, parts);
            }
        }
    }

    /// Makes each part small enough.
    pub(super) fn split_all(&mut self) {
        for at in 0..self.parts.len() {
            let mut body = std::mem::take(&mut self.parts[at].function.block);
            self.split(&mut body);
            self.parts[at].function.block = body;
        }
    }

    /// Takes the largest parts out of a block until it is small enough.
    pub(super) fn split(&mut self, block: &mut Block) {
        for step in &mut block.steps {
            if let Step::If { block, .. } = step {
                self.split(block);
            }
        }
        while ends(block) > MAX_ENDS {
            let Some((part, rule)) = largest(block, MIN_ENDS) else {
                return;
            };
            let taken = std::mem::take(part);
            part.end = Some(self.call(taken, rule));
        }
    }

    /// Makes a function of a part, unless one is there that decides in the same way, and a call of it.
    fn call(&mut self, part: Block, rule: String) -> End {
        let known = |known: &Part| known.function.block == part;
        let at = self.parts.iter().position(known).unwrap_or_else(|| {
            let name = format!("rules_{}", self.parts.len() + 1);
            self.parts.push(Part {
                function: function(name, Vec::new(), part),
                rules: Vec::new(),
            });
            self.parts.len() - 1
        });
        let part = &mut self.parts[at];
        part.rules.push(rule);
        End::Call {
            function: part.function.name.clone(),
            captures: part.function.captures.clone(),
            uses_params: part.function.uses_params,
            uses_partitions: part.function.uses_partitions,
        }
    }

    /// Returns the entry, and behind it each part after the function that calls it first.
    pub(super) fn in_order(mut self, entry: Function) -> Vec<Function> {
        let mut functions = Vec::new();
        self.add(entry, &mut functions);
        functions
    }

    fn add(&mut self, function: Function, functions: &mut Vec<Function>) {
        let mut called = Vec::new();
        calls(&function.block, &mut called);
        functions.push(function);
        for name in called {
            let at = self
                .parts
                .iter()
                .position(|part| part.function.name == name);
            if let Some(at) = at {
                let part = self.parts.swap_remove(at).documented();
                self.add(part, functions);
            }
        }
    }
}

impl Part {
    fn documented(self) -> Function {
        let mut rules: Vec<&String> = Vec::new();
        for rule in &self.rules {
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        }
        let docs = match rules.as_slice() {
            [rule] => vec![format!("The rules where `{rule}`.")],
            rules => {
                let rules = rules.iter().map(|rule| format!("- `{rule}`"));
                let first = "The rules where one of these holds:".to_owned();
                std::iter::once(first).chain(rules).collect()
            }
        };
        Function {
            docs,
            ..self.function
        }
    }
}

/// Whether a block can be a function that is worth it.
fn is_part(block: &Block) -> bool {
    block.end.is_some() && ends(block) >= MIN_ENDS
}

/// Counts how often each part occurs.
fn count<'b>(block: &'b Block, counts: &mut HashMap<&'b Block, usize>) {
    for step in &block.steps {
        if let Step::If { block, .. } = step {
            if is_part(block) {
                *counts.entry(block).or_default() += 1;
            }
            count(block, counts);
        }
    }
}

/// Finds the outermost parts that are repeated.
fn repeated<'b>(
    block: &'b Block,
    is_repeated: &impl Fn(&Block) -> bool,
    found: &mut HashSet<&'b Block>,
) {
    for step in &block.steps {
        if let Step::If { block, .. } = step {
            if is_repeated(block) {
                found.insert(block);
            } else {
                repeated(block, is_repeated, found);
            }
        }
    }
}

/// The functions that a block calls, in their order.
fn calls(block: &Block, found: &mut Vec<String>) {
    for step in &block.steps {
        if let Step::If { block, .. } | Step::Else { block, .. } = step {
            calls(block, found);
        }
    }
    if let Some(End::Call { function, .. }) = &block.end {
        found.push(function.clone());
    }
}

fn ends(block: &Block) -> usize {
    let steps = block.steps.iter();
    let below: usize = steps
        .map(|step| match step {
            Step::If { block, .. } | Step::Else { block, .. } => ends(block),
            Step::Let { .. } => 0,
        })
        .sum();
    below + usize::from(block.end.is_some())
}

/// The largest block below this one that always comes to an end, and the condition that it
/// is behind.
fn largest(block: &mut Block, min: usize) -> Option<(&mut Block, String)> {
    let mut best: Option<(&mut Block, String)> = None;
    let mut size = min;
    for step in &mut block.steps {
        let Step::If { block, rule, .. } = step else {
            continue;
        };
        let own = ends(block);
        if own < size {
            continue;
        }
        if block.end.is_some() {
            size = own;
            best = Some((block, rule.clone()));
        } else if let Some((inner, rule)) = largest(block, size) {
            size = ends(inner);
            best = Some((inner, rule));
        }
    }
    best
}
