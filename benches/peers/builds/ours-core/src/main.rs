//! Prints the request of one of the five operations, and reads a response from stdin.

use std::error::Error;
use std::fmt::Debug;
use std::io::Read;

use emr_sessions::Operation;
use emr_sessions::emr::{
    CreateStudioSessionMapping, GetClusterSessionCredentials, GetStudioSessionMapping,
    UpdateStudioSessionMapping,
};
use emr_sessions::emr_containers::GetManagedEndpointSessionCredentials;
use emr_sessions::runtime::http::{Response, Uri};

fn main() -> Result<(), Box<dyn Error>> {
    let [operation, a, b] = arguments()?;
    match operation.as_str() {
        "create" => exchange(
            CreateStudioSessionMapping::new()
                .studio_id(a)
                .identity_name(b),
        ),
        "get" => exchange(GetStudioSessionMapping::new().studio_id(a).identity_name(b)),
        "update" => exchange(
            UpdateStudioSessionMapping::new()
                .studio_id(a)
                .identity_name(b),
        ),
        "login" => exchange(
            GetClusterSessionCredentials::new()
                .cluster_id(a)
                .execution_role_arn(b),
        ),
        _ => exchange(
            GetManagedEndpointSessionCredentials::new()
                .virtual_cluster_identifier(a)
                .endpoint_identifier(b),
        ),
    }
}

fn arguments() -> Result<[String; 3], &'static str> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    arguments
        .try_into()
        .map_err(|_| "an operation and two of its members")
}

fn exchange<O>(operation: O) -> Result<(), Box<dyn Error>>
where
    O: Operation<Output: Debug, Error: Error + 'static>,
{
    println!("{:?}", operation.to_request(&Uri::from_static("/"))?);
    let mut body = Vec::new();
    std::io::stdin().read_to_end(&mut body)?;
    println!("{:?}", O::from_response(Response::new(body.into()))?);
    Ok(())
}
