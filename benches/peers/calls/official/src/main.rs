//! Calls by aws-sdk-emr with aws-config.

use std::error::Error;

use aws_config::BehaviorVersion;
use aws_sdk_emr::types::IdentityType;

fn main() -> Result<(), Box<dyn Error>> {
    peers_calls::run(calls())?
}

async fn calls() -> Result<(), Box<dyn Error>> {
    let (calls, at_once) = peers_calls::arguments()?;
    let config = aws_config::load_defaults(BehaviorVersion::latest()).await;
    let client = aws_sdk_emr::Client::new(&config);
    let call = move || {
        let client = client.clone();
        async move {
            let call = client.get_studio_session_mapping();
            let call = call.studio_id("es-1").identity_type(IdentityType::User);
            let output = call.send().await;
            output.is_ok_and(|output| output.session_mapping.is_some())
        }
    };
    peers_calls::repeat(calls, at_once, call).await
}
