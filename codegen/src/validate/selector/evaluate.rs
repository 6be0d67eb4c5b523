//! Selector and graph → shapes.
//!
//! A selector without variables maps sets of shapes to sets, step by step, so its cost is that of
//! its steps times the edges of the graph. Whether it chooses one certain shape is asked
//! backwards, from the shape. What `:test` and `:not` ask is answered for one shape after the
//! other at first, and for all at once when that has cost more than a set would.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use foldhash::{HashMap, HashSet, HashSetExt};

use super::super::graph::{At, Graph, Rel};
use super::attribute::Variables;
use super::neighbours::{back, closure, neighbours, out, unique};
use super::set::Set;
use super::steps::{Selector, Step};
use crate::shape_type::Type;

/// The number of visits that tests of single shapes may cost before a step's set is made.
const MAX_SINGLE: usize = 20_000;

/// The number of visits of a selector with variables, which can't be bounded otherwise.
const MAX_VISITS: usize = 20_000_000;

/// The answers of one selector on one graph.
pub(crate) struct Evaluator<'s, 'g, 'f> {
    selector: &'s Selector,
    graph: &'g Graph<'f>,
    /// The shapes that a selector within gives from all shapes, by its address.
    roots: RefCell<HashMap<usize, Rc<Set>>>,
    /// The shapes from which a selector within gives anything.
    origins: RefCell<HashMap<usize, Rc<Set>>>,
    /// Visits of single shapes, by the selector within.
    spent: RefCell<HashMap<usize, usize>>,
    visits: Cell<usize>,
}

fn address(selector: &Selector) -> usize {
    std::ptr::from_ref(selector) as usize
}

/// Steps, and those before them.
struct Chain<'c> {
    steps: &'c [Step],
    before: Option<&'c Chain<'c>>,
}

impl<'s, 'g, 'f> Evaluator<'s, 'g, 'f> {
    pub(crate) fn new(selector: &'s Selector, graph: &'g Graph<'f>) -> Self {
        Self {
            selector,
            graph,
            roots: RefCell::default(),
            origins: RefCell::default(),
            spent: RefCell::default(),
            visits: Cell::new(0),
        }
    }

    /// All shapes that the selector chooses, in their order.
    pub(crate) fn select(&self) -> Vec<At> {
        let set = self.root(self.selector);
        self.graph.all().filter(|at| set.has(*at)).collect()
    }

    /// All shapes that the selector chooses starting from one.
    pub(crate) fn select_from(&self, at: At) -> Vec<At> {
        let mut found = self.from(self.selector, vec![at]);
        found.sort_unstable();
        found
    }

    /// Whether the selector chooses a shape.
    pub(crate) fn chooses(&self, at: At) -> bool {
        if self.selector.has_variables {
            return self.root(self.selector).has(at);
        }
        let spent = self.spent_on(self.selector, 1);
        if spent > MAX_SINGLE * 50 {
            return self.root(self.selector).has(at);
        }
        let chain = Chain {
            steps: &self.selector.steps,
            before: None,
        };
        self.backward(&chain, at)
    }

    /// Calls back with each shape that the selector chooses, and the variables there.
    pub(crate) fn each(&self, found: &mut dyn FnMut(At, &Variables)) {
        if !self.selector.has_variables {
            let none = Variables::default();
            self.select().into_iter().for_each(|at| found(at, &none));
            return;
        }
        let mut seen = HashSet::new();
        for at in self.graph.all() {
            let mut variables = Variables::default();
            self.push(
                &self.selector.steps,
                at,
                &mut variables,
                &mut |at, variables| {
                    if seen.insert(at) {
                        found(at, variables);
                    }
                },
            );
        }
    }

    fn spent_on(&self, selector: &Selector, more: usize) -> usize {
        let mut spent = self.spent.borrow_mut();
        let spent = spent.entry(address(selector)).or_default();
        *spent += more;
        *spent
    }

    fn set(&self, shapes: impl IntoIterator<Item = At>) -> Set {
        let mut set = Set::empty(self.graph.len());
        for at in shapes {
            set.add(at);
        }
        set
    }

    /// The shapes that a selector gives from all shapes.
    fn root(&self, selector: &Selector) -> Rc<Set> {
        if let Some(set) = self.roots.borrow().get(&address(selector)) {
            return Rc::clone(set);
        }
        let set = Rc::new(self.set(self.from(selector, self.graph.all().collect())));
        self.roots
            .borrow_mut()
            .insert(address(selector), Rc::clone(&set));
        set
    }

    /// The shapes that a selector gives from some; each once.
    fn from(&self, selector: &Selector, starts: Vec<At>) -> Vec<At> {
        if !selector.has_variables {
            return self.forward(&selector.steps, starts);
        }
        let mut seen = HashSet::new();
        for at in starts {
            let mut variables = Variables::default();
            self.push(&selector.steps, at, &mut variables, &mut |at, _| {
                seen.insert(at);
            });
        }
        seen.into_iter().collect()
    }

    fn forward(&self, steps: &[Step], mut shapes: Vec<At>) -> Vec<At> {
        let none = Variables::default();
        for step in steps {
            if shapes.is_empty() {
                break;
            }
            match step {
                Step::Forward(names) => {
                    shapes = neighbours(&shapes, |at, add| out(self.graph, at, names, add));
                }
                Step::Reverse(names) => {
                    shapes = neighbours(&shapes, |at, add| back(self.graph, at, names, add));
                }
                Step::Closure => {
                    shapes = closure(&shapes, &|at, add| out(self.graph, at, &[], add));
                }
                Step::Is(all) => {
                    let given = all.iter().map(|it| self.forward(&it.steps, shapes.clone()));
                    let given: Vec<At> = given.flatten().collect();
                    shapes = unique(given);
                }
                Step::Root(it) => {
                    let root = self.root(it);
                    shapes = self.graph.all().filter(|at| root.has(*at)).collect();
                }
                Step::Recursive(it) => {
                    shapes = closure(&shapes, &|at, add| {
                        self.forward(&it.steps, vec![at]).into_iter().for_each(add);
                    });
                }
                filter => shapes.retain(|at| self.passes(filter, *at, &none)),
            }
        }
        shapes
    }

    /// Whether the chain of steps gives a shape, from any shape.
    fn backward(&self, chain: &Chain<'_>, at: At) -> bool {
        let Some((last, steps)) = chain.steps.split_last() else {
            return chain.before.is_none_or(|before| self.backward(before, at));
        };
        let rest = Chain {
            steps,
            before: chain.before,
        };
        let from_any = |shapes: Vec<At>| shapes.into_iter().any(|at| self.backward(&rest, at));
        match last {
            Step::Forward(names) => {
                let mut from = Vec::new();
                back(self.graph, at, names, &mut |it| from.push(it));
                self.spent_on(self.selector, from.len());
                from_any(from)
            }
            Step::Reverse(names) => {
                let mut from = Vec::new();
                out(self.graph, at, names, &mut |it| from.push(it));
                self.spent_on(self.selector, from.len());
                from_any(from)
            }
            Step::Is(all) => all.iter().any(|it| {
                let chain = Chain {
                    steps: &it.steps,
                    before: Some(&rest),
                };
                self.backward(&chain, at)
            }),
            Step::Closure | Step::Root(_) | Step::Recursive(_) => self.root(self.selector).has(at),
            filter => self.passes(filter, at, &Variables::default()) && self.backward(&rest, at),
        }
    }

    /// Whether a selector gives anything from a shape.
    fn gives(&self, selector: &Selector, at: At) -> bool {
        let spent = self.spent_on(selector, 0);
        if spent <= MAX_SINGLE || selector.has_variables {
            let mut shapes = vec![at];
            for step in &selector.steps {
                shapes = self.forward(std::slice::from_ref(step), shapes);
                self.spent_on(selector, shapes.len());
            }
            return !shapes.is_empty();
        }
        if let Some(set) = self.origins.borrow().get(&address(selector)) {
            return set.has(at);
        }
        let all = self.set(self.graph.all());
        let origins = Rc::new(self.origins_of(&selector.steps, all));
        self.origins
            .borrow_mut()
            .insert(address(selector), Rc::clone(&origins));
        origins.has(at)
    }

    /// The shapes from which steps lead into a set.
    fn origins_of(&self, steps: &[Step], mut ends: Set) -> Set {
        let none = Variables::default();
        for step in steps.iter().rev() {
            let shapes = || self.graph.all().filter(|at| ends.has(*at));
            let mut found = Set::empty(self.graph.len());
            match step {
                Step::Forward(names) => {
                    shapes().for_each(|at| {
                        back(self.graph, at, names, &mut |it| {
                            found.add(it);
                        });
                    });
                }
                Step::Reverse(names) => {
                    shapes().for_each(|at| {
                        out(self.graph, at, names, &mut |it| {
                            found.add(it);
                        });
                    });
                }
                Step::Closure => {
                    let ends: Vec<At> = shapes().collect();
                    let back = closure(&ends, &|at, add| back(self.graph, at, &[], add));
                    found = self.set(back);
                }
                Step::Is(all) => {
                    for it in all {
                        let more = self.origins_of(&it.steps, ends.clone());
                        found.add_all(&more);
                    }
                }
                Step::Root(it) => {
                    let root = self.root(it);
                    if shapes().any(|at| root.has(at)) {
                        found = self.set(self.graph.all());
                    }
                }
                Step::Recursive(it) => {
                    let mut size = 0;
                    loop {
                        let mut targets = ends.clone();
                        targets.add_all(&found);
                        found = self.origins_of(&it.steps, targets);
                        let now = found.count();
                        if now == size {
                            break;
                        }
                        size = now;
                    }
                }
                filter => {
                    for at in shapes().filter(|at| self.passes(filter, *at, &none)) {
                        found.add(at);
                    }
                }
            }
            ends = found;
        }
        ends
    }

    /// Whether a step that takes shapes out leaves one in.
    fn passes(&self, step: &Step, at: At, variables: &Variables) -> bool {
        let graph = self.graph;
        match step {
            Step::Type(kind) => graph.kind(at).is(*kind),
            Step::SimpleType => graph.kind(at).is_simple(),
            Step::Number => graph.kind(at).is_number(),
            Step::HasTrait(id) => graph.has(at, id),
            Step::Attribute(attribute) => attribute.holds(graph, at, variables),
            Step::Scoped(scoped) => scoped.holds(graph, at, variables),
            Step::Test(all) => all.iter().any(|it| self.gives_with(it, at, variables)),
            Step::Not(it) => !self.gives_with(it, at, variables),
            Step::In(it) => {
                let mut found = false;
                if it.has_variables {
                    let variables = &mut variables.clone();
                    self.push(&it.steps, at, variables, &mut |to, _| found |= to == at);
                } else {
                    found = self.is_among(it, at);
                }
                found
            }
            Step::TopDown(first, second) => self.top_down(first, second.as_ref()).has(at),
            _ => true,
        }
    }

    /// Whether a shape is among those that a selector gives from it.
    fn is_among(&self, selector: &Selector, at: At) -> bool {
        match selector.steps.as_slice() {
            // The most common form needs no list of the whole set.
            [Step::Root(it)] => self.root(it).has(at),
            steps => self.forward(steps, vec![at]).contains(&at),
        }
    }

    fn gives_with(&self, selector: &Selector, at: At, variables: &Variables) -> bool {
        if !selector.has_variables {
            return self.gives(selector, at);
        }
        let mut found = false;
        self.push(&selector.steps, at, &mut variables.clone(), &mut |_, _| {
            found = true;
        });
        found
    }

    /// The shapes of a hierarchy of services, resources and operations that match, or are below
    /// one that does, and for which nothing nearer says otherwise.
    fn top_down(&self, first: &Selector, second: Option<&Selector>) -> Rc<Set> {
        if let Some(set) = self.roots.borrow().get(&address(first)) {
            return Rc::clone(set);
        }
        let mut found = Set::empty(self.graph.len());
        for service in self
            .graph
            .all()
            .filter(|at| self.graph.kind(*at) == Type::Service)
        {
            let mut seen = HashSet::new();
            let mut left = vec![(service, false)];
            while let Some((at, above)) = left.pop() {
                if !seen.insert((at, above)) {
                    continue;
                }
                let mut is_match = above;
                if second.is_some_and(|second| self.gives(second, at)) {
                    is_match = false;
                }
                if self.gives(first, at) {
                    is_match = true;
                }
                if is_match {
                    found.add(at);
                }
                for (rel, to) in self.graph.referred(at) {
                    if rel.is_operation() || rel == Rel::Resource {
                        left.push((to, is_match));
                    }
                }
            }
        }
        let found = Rc::new(found);
        self.roots
            .borrow_mut()
            .insert(address(first), Rc::clone(&found));
        found
    }

    /// Runs steps from one shape on, with variables.
    fn push(
        &self,
        steps: &[Step],
        at: At,
        variables: &mut Variables,
        found: &mut dyn FnMut(At, &mut Variables),
    ) {
        self.visits.set(self.visits.get() + 1);
        if self.visits.get() > MAX_VISITS {
            return;
        }
        let Some((step, rest)) = steps.split_first() else {
            found(at, variables);
            return;
        };
        let next = match step {
            Step::Forward(_) | Step::Reverse(_) | Step::Closure => {
                self.forward(std::slice::from_ref(step), vec![at])
            }
            Step::Root(it) => {
                let root = self.root(it);
                self.graph.all().filter(|at| root.has(*at)).collect()
            }
            Step::Recursive(it) => {
                let outer = variables.clone();
                closure(&[at], &|at, add| {
                    self.push(&it.steps, at, &mut outer.clone(), &mut |to, _| add(to));
                })
            }
            Step::Is(all) => {
                for it in all {
                    self.push(&it.steps, at, variables, &mut |at, variables| {
                        self.push(rest, at, variables, found);
                    });
                }
                return;
            }
            Step::Store(name, it) => {
                let mut shapes = Vec::new();
                self.push(&it.steps, at, &mut variables.clone(), &mut |at, _| {
                    shapes.push(at);
                });
                variables.insert(name.clone(), unique(shapes));
                vec![at]
            }
            Step::Load(name) => variables.get(name).cloned().unwrap_or_default(),
            filter => match self.passes(filter, at, variables) {
                true => vec![at],
                false => Vec::new(),
            },
        };
        for at in next {
            self.push(rest, at, variables, found);
        }
    }
}
