//! Generates the crate, by the `smithy-build.json` that `tinsmith adopt` wrote.

fn main() -> Result<(), tinsmith::Error> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=smithy-build.json");
    let build = tinsmith::SmithyBuild::read("smithy-build.json")?;
    build.config.generate()?.write_to_out_dir()
}
