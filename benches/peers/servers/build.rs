//! Generates the server, by the generator of this checkout.

fn main() -> Result<(), tinsmith::Error> {
    tinsmith::Config::new()
        .model("model/bookshop.smithy")
        .server_feature("server")
        .generate()?
        .write_to_out_dir()
}
