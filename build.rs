//! The build script of emr-sessions. With the feature `buildtime-codegen` it generates the
//! library's modules from `model/`, or from the folder that `EMR_SESSIONS_MODEL_DIR` names, into
//! `OUT_DIR`. Without the feature it does nothing, and the committed `generated/` is compiled.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    #[cfg(feature = "buildtime-codegen")]
    if let Err(error) = generate() {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

/// Runs the pipeline of the command, with the `smithy-build.json` of the command.
#[cfg(feature = "buildtime-codegen")]
fn generate() -> Result<(), tinsmith::Error> {
    const MODEL_DIR: &str = "EMR_SESSIONS_MODEL_DIR";

    println!("cargo:rerun-if-env-changed={MODEL_DIR}");
    println!("cargo:rerun-if-changed=smithy-build.json");
    let build = tinsmith::SmithyBuild::read("smithy-build.json")?;
    let config = match std::env::var_os(MODEL_DIR) {
        Some(folder) => build.config.only_model(folder),
        None => build.config,
    };
    config.generate()?.write_to_out_dir()
}
