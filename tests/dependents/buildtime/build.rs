//! Generates one operation of a model that has more to it.

fn main() -> Result<(), tinsmith::Error> {
    tinsmith::Config::new()
        .model("../../../model/emr-containers.json")
        .operations(["GetManagedEndpointSessionCredentials"])
        .generate()?
        .write_to_out_dir()
}
