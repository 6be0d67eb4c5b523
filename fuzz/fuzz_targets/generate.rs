//! Models with changes to their JSON, through all of the generator. What isn't JSON is
//! `read_model`'s.

#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use tinsmith::{Config, pipeline};

#[path = "../../codegen/tests/mutate/mod.rs"]
mod mutate;

fuzz_target!(|bytes: &[u8]| {
    let config = Config::new()
        .client_feature("client")
        .server_feature("server")
        .serde_feature("serde")
        .protocol_tests(tinsmith::ProtocolTests::Tests);
    if let Err(error) = pipeline::generate_bytes(&config, "model.json", bytes.to_vec()) {
        let report = error.to_string();
        assert!(!report.contains("bug in tinsmith"), "{report}");
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mut random = mutate::Random::new(seed.into());
    let found = data.get(..size).and_then(|bytes| serde_json::from_slice(bytes).ok());
    let bytes = match found {
        Some(mut model) => {
            mutate::mutate(&mut model, &mut random);
            serde_json::to_vec(&model).unwrap_or_default()
        }
        None => mutate::model(&mut random),
    };
    let size = bytes.len().min(max_size);
    if let (Some(to), Some(from)) = (data.get_mut(..size), bytes.get(..size)) {
        to.copy_from_slice(from);
    }
    size
});
