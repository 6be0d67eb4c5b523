//! Reports of problems as people see them, under snapshot: a module per kind of problem.

/// Compares a report with its snapshot, whose header leaves out the model: the test has it.
macro_rules! snapshot {
    ($report:expr) => {
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!($report);
        })
    };
}

mod auth;
mod bindings;
mod broken;
mod constraints;
mod endpoints;
mod event_streams;
mod files;
mod jars;
mod names;
mod pages_and_waiters;
mod protocols;
mod services;
mod shapes;
mod support;
mod unread;
