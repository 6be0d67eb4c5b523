//! Any bytes as `.smithy` files: lexed, parsed, lowered, resolved and validated. What breaks the
//! grammar in few places is made from statements of our own models.

#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

#[allow(dead_code, reason = "the target generate needs the rest")]
#[path = "../../codegen/tests/mutate/mod.rs"]
mod mutate;

fuzz_target!(|bytes: &[u8]| mutate::idl::check(bytes));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mut random = mutate::Random::new(seed.into());
    let found = data.get(..size).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let Some(text) = found.filter(|_| random.below(3) > 0) else {
        return fuzzer_mutate(data, size, max_size);
    };
    let text = mutate::idl::mutate(text, &mut random);
    let size = text.len().min(max_size);
    if let (Some(to), Some(from)) = (data.get_mut(..size), text.as_bytes().get(..size)) {
        to.copy_from_slice(from);
    }
    size
});
