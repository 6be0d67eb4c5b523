//! Generates a service with one long list.

fn main() -> Result<(), tinsmith::Error> {
    println!("cargo:rerun-if-changed=build.rs");
    tinsmith::Config::new()
        .model("model")
        .generate()?
        .write_to_out_dir()
}
