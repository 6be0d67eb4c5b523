//! Calls one of four operations of S3 and STS, configured by the environment.

use std::error::Error;

use aws_sdk_s3::primitives::ByteStream;

fn main() -> Result<(), Box<dyn Error>> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(call())
}

async fn call() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [operation, a, b] = &arguments[..] else {
        return Err("an operation and two of its members".into());
    };
    let config = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
    if operation == "assume" {
        let call = aws_sdk_sts::Client::new(&config).assume_role();
        println!("{:?}", call.role_arn(a).role_session_name(b).send().await?);
        return Ok(());
    }
    let client = aws_sdk_s3::Client::new(&config);
    match operation.as_str() {
        "get" => {
            let call = client.get_object().bucket(a).key(b);
            println!("{:?}", call.send().await?);
        }
        "put" => {
            let body = ByteStream::from_static(b"an object");
            let call = client.put_object().bucket(a).key(b).body(body);
            println!("{:?}", call.send().await?);
        }
        _ => {
            let call = client.list_objects_v2().bucket(a).prefix(b);
            println!("{:?}", call.send().await?);
        }
    }
    Ok(())
}
