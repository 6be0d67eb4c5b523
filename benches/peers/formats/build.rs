//! Generates the operations, by the generator of this checkout.

fn main() -> Result<(), tinsmith::Error> {
    tinsmith::Config::new()
        .model("model")
        .generate()?
        .write_to_out_dir()
}
