//! Calls one of four operations of S3 and STS, configured by the environment.
//! `measure/storage.py` generates the crates, and a package around this file.

use std::error::Error;

use s3_calls::s3::{self, GetObject, ListObjectsV2, PutObject};
use sts_calls::sts::{self, AssumeRole};

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
    if operation == "assume" {
        let input = AssumeRole::new().role_arn(a).role_session_name(b);
        println!("{:?}", sts::Client::from_env().await?.assume_role(input).await?);
        return Ok(());
    }
    let client = s3::Client::from_env().await?;
    match operation.as_str() {
        "get" => {
            let input = GetObject::new().bucket(a).key(b);
            println!("{:?}", client.get_object(input).await?);
        }
        "put" => {
            let input = PutObject::new().bucket(a).key(b).body("an object");
            println!("{:?}", client.put_object(input).await?);
        }
        _ => {
            let input = ListObjectsV2::new().bucket(a).prefix(b);
            println!("{:?}", client.list_objects_v2(input).await?);
        }
    }
    Ok(())
}
