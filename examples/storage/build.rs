//! Generates the client and the server of the operations in `model`.

fn main() -> Result<(), tinsmith::Error> {
    println!("cargo:rerun-if-changed=build.rs");
    tinsmith::Config::new()
        .model("model")
        .client_feature("client")
        .server_feature("server")
        .generate()?
        .write_to_out_dir()
}
