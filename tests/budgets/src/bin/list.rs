//! Prints the names of the cases.

fn main() {
    for case in budgets::cases() {
        println!("{}", case.name);
    }
}
