//! Any bytes as XML, against quick-xml. What is checked is in `tests/robust/src/checks`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| robust::checks::read_xml(bytes));
