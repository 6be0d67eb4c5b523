//! Any bytes as a form, against a slow reader. What is checked is in `tests/robust/src/checks`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| robust::checks::read_form(bytes));
