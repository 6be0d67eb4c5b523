//! Counting the cases of suites.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::AddAssign;

/// The numbers of cases.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Cases that passed.
    pub passed: usize,
    /// Cases that failed, and those that passed although they are left out.
    pub failed: usize,
    /// Cases that aren't met on purpose.
    pub left_out: usize,
}

impl Tally {
    /// Counts a case, and prints it if it failed. `reason` says why the case is left out.
    pub fn count(&mut self, id: &str, outcome: Result<(), String>, reason: Option<&str>) {
        match (outcome, reason) {
            (Ok(()), None) => self.passed += 1,
            (Err(_), Some(_)) => self.left_out += 1,
            (Ok(()), Some(reason)) => {
                self.failed += 1;
                println!("FAILED {id}: it passes, but is left out ({reason})");
            }
            (Err(problem), None) => {
                self.failed += 1;
                println!("FAILED {id}: {problem}");
            }
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.left_out += other.left_out;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} passed, {} failed, {} left out",
            self.passed, self.failed, self.left_out
        )
    }
}

/// Reads a list of the cases that are left out: an id and a reason per line.
pub fn left_out(text: &str) -> BTreeMap<&str, &str> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.trim().split_once(' '))
        .collect()
}

/// Prints the line of each suite, and the sum.
pub fn summary(lines: &[String], total: Tally) {
    println!();
    for line in lines {
        println!("{line}");
    }
    println!(
        "\n{} passed, {} failed, {} skipped",
        total.passed, total.failed, total.left_out
    );
}
