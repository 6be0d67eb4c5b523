//! `measure FOLDER agree | list | instructions NUMBER | time`: see the harness.

use peers_formats::{Payloads, agree, cases};

fn main() {
    peers_harness::measure(
        |folder| cases(&Payloads::read(folder)),
        |folder| agree(&Payloads::read(folder)),
    );
}
