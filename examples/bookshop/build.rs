use tinsmith::{Config, Error, ServiceConfig};

fn main() -> Result<(), Error> {
    Config::new()
        .model("model/bookshop.smithy")
        .service(ServiceConfig::new().module("api"))
        .client_feature("client")
        .server_feature("server")
        .generate()?
        .write_to_out_dir()
}
