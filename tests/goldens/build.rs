//! Generates every model of the generator's own tests and of `models`, as a user's build script does.

fn main() -> Result<(), tinsmith::Error> {
    println!("cargo:rerun-if-changed=build.rs");
    tinsmith::Config::new()
        .model("../../codegen/tests/models")
        .model("models")
        .client_feature("client")
        .serde_feature("serde")
        .server_feature("server")
        .protocol_tests(tinsmith::ProtocolTests::Tests)
        .generate()?
        .write_to_out_dir()
}
