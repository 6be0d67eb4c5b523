//! Generates a service with one long list, and the operations of the benchmarks of formats.

fn main() -> Result<(), tinsmith::Error> {
    println!("cargo:rerun-if-changed=build.rs");
    tinsmith::Config::new()
        .model("model")
        .model("../../benches/peers/formats/model")
        .server_feature("server")
        .generate()?
        .write_to_out_dir()
}
