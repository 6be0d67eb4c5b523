//! Generates the operation, by the generator of this checkout.

fn main() -> Result<(), tinsmith::Error> {
    tinsmith::Config::new()
        .model("model/clusters.json")
        .generate()?
        .write_to_out_dir()
}
