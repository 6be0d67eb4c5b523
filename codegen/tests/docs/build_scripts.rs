//! The build scripts of pages. They are compiled and not run, since they would write files.

/// Of `docs/generating.md`.
#[expect(dead_code, reason = "only compiled")]
mod generating {
    fn main() -> Result<(), tinsmith::Error> {
        tinsmith::Config::new()
            .model("model/weather.smithy")
            .operations(["GetForecast"])
            .serde_feature("serde")
            .client_feature("client")
            .server_feature("server")
            .generate()?
            .write_to_out_dir()
    }
}

/// Of `codegen/README.md`.
#[expect(dead_code, reason = "only compiled")]
mod readme {
    fn main() -> Result<(), tinsmith::Error> {
        tinsmith::Config::new()
            .model("model/weather.smithy")
            .operations(["GetForecast", "ListCities"])
            .generate()?
            .write_to_out_dir()
    }
}
