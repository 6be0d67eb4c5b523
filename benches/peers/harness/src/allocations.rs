//! `allocations FOLDER`: how often each case asks the allocator for memory.

use std::alloc::{GlobalAlloc, Layout, System};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use crate::{Case, arguments};

/// Counts what asks for memory: new blocks, and blocks that are to grow or to shrink. It is the
/// global allocator of the program.
pub struct Counting;

static ASKED: AtomicUsize = AtomicUsize::new(0);

#[allow(unsafe_code, reason = "the trait is unsafe to implement")]
// SAFETY: everything is handed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ASKED.fetch_add(1, Relaxed);
        // SAFETY: the caller keeps the contract of `alloc`, which is the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        ASKED.fetch_add(1, Relaxed);
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ASKED.fetch_add(1, Relaxed);
        // SAFETY: `block` came from the system's allocator, with this layout.
        unsafe { System.realloc(block, layout, size) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(block, layout) }
    }
}

/// The program. Prints a line per case.
///
/// # Panics
/// If the arguments are wrong, or a case fails.
pub fn allocations(cases: impl Fn(&Path) -> Vec<Case>) {
    let (folder, _) = arguments();
    for case in cases(&folder) {
        let warm_up = case.times.min(20);
        let mut run = case.prepare(warm_up + case.times);
        for _ in 0..warm_up {
            run();
        }
        let before = ASKED.load(Relaxed);
        for _ in 0..case.times {
            run();
        }
        let each = (ASKED.load(Relaxed) - before) as f64 / case.times as f64;
        println!("{}\t{}\t{each}", case.row, case.peer);
    }
}
