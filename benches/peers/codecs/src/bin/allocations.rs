//! `allocations FOLDER`: see the harness.

use peers_codecs::{Payloads, cases};
use peers_harness::Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() {
    peers_harness::allocations(|folder| cases(&Payloads::read(folder)));
}
