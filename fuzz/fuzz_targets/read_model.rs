//! Any bytes as a model: read and resolved, and the report rendered.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Err(error) = tinsmith::pipeline::resolve_bytes("model.json", bytes.to_vec()) {
        assert!(!error.to_string().is_empty());
    }
});
