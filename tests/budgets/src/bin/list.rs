//! Prints the names of the cases.

fn main() {
    for case in budgets::CASES {
        println!("{}", case.name);
    }
}
