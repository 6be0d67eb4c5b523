//! What can go wrong.

use aws_sdk_cellar::Client;
use aws_sdk_cellar::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_sdk_cellar::operation::get_bottle::{GetBottleError, GetBottleOutput};
use aws_sdk_cellar::operation::store_bottles::StoreBottlesError;

#[derive(Debug)]
pub enum Wrong {
    Full,
    Missing(String),
    Network,
    Other(String),
}

impl From<SdkError<StoreBottlesError>> for Wrong {
    fn from(error: SdkError<StoreBottlesError>) -> Self {
        match error.as_service_error() {
            Some(StoreBottlesError::ShelfIsFull(_)) => Wrong::Full,
            Some(other) => Wrong::Other(other.meta().message().unwrap_or("nothing said").to_string()),
            None => Wrong::Other(DisplayErrorContext(&error).to_string()),
        }
    }
}

fn missing(error: SdkError<GetBottleError>) -> Wrong {
    let id = error.request_id_or_nothing();
    let code = error.code().unwrap_or_default().to_owned();
    match error {
        SdkError::ServiceError(inner) if inner.err().is_no_such_bottle() => Wrong::Missing(id),
        SdkError::ServiceError(inner) if code.is_empty() => {
            Wrong::Other(format!("{} without a code", inner.raw().status().as_u16()))
        }
        SdkError::ServiceError(inner) => Wrong::Other(inner.into_err().message().unwrap_or("?").to_string()),
        SdkError::TimeoutError(_) | SdkError::DispatchFailure(_) => Wrong::Network,
        SdkError::ConstructionFailure(_) => Wrong::Other("not sent".to_string()),
        other => Wrong::Other(format!("{}", DisplayErrorContext(&other))),
    }
}

trait Named {
    fn request_id_or_nothing(&self) -> String;
}

impl Named for SdkError<GetBottleError> {
    fn request_id_or_nothing(&self) -> String {
        String::new()
    }
}

pub async fn bottle(client: &Client, id: &str) -> Result<Option<GetBottleOutput>, Wrong> {
    match client.get_bottle().bottle_id(id).send().await {
        Ok(output) => Ok(Some(output)),
        Err(error) if error.as_service_error().is_some_and(|it| it.is_no_such_bottle()) => Ok(None),
        Err(error) => match error.into_service_error() {
            GetBottleError::NoSuchBottle(inner) => {
                Err(Wrong::Missing(format!("{:?} {:?}", inner.message(), inner.bottle_id())))
            }
            GetBottleError::Unhandled(_) => Err(Wrong::Other("new to us".to_string())),
            other => Err(Wrong::Other(other.to_string())),
        },
    }
}

pub async fn is_there(client: &Client, id: &str) -> bool {
    let result = client.get_bottle().bottle_id(id).send().await;
    if let Err(error) = &result {
        if error.raw_response().is_some_and(|response| response.status().as_u16() == 410) {
            return false;
        }
        if error.as_service_error().map(GetBottleError::is_no_such_bottle).unwrap_or(false) {
            return false;
        }
    }
    if let Err(SdkError::ServiceError(inner)) = &result && inner.err().meta().code() == Some("Gone") {
        return false;
    }
    if matches!(&result, Err(SdkError::ServiceError(inner)) if inner.err().is_no_such_bottle()) {
        return false;
    }
    !matches!(result, Err(SdkError::TimeoutError(_)))
}

pub async fn explained(client: &Client, id: &str) -> Result<(), Wrong> {
    client.get_bottle().bottle_id(id).send().await.map(|_| ()).map_err(missing)
}
