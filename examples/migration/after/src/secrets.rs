//! The key of the payment provider, from a secret that is read once.

use orders_aws::secrets_manager::{self, Client, GetSecretValue};
use serde::Deserialize;
use tokio::sync::OnceCell;

use crate::Error;

pub struct Secrets {
    client: Client,
    id: String,
    key: OnceCell<PaymentKey>,
}

#[derive(Clone, PartialEq, Deserialize)]
pub struct PaymentKey {
    pub user: String,
    pub token: String,
}

impl Secrets {
    pub fn new(client: Client, id: impl Into<String>) -> Self {
        Self {
            client,
            id: id.into(),
            key: OnceCell::new(),
        }
    }

    pub async fn payment_key(&self) -> Result<&PaymentKey, Error> {
        self.key.get_or_try_init(|| self.read()).await
    }

    async fn read(&self) -> Result<PaymentKey, Error> {
        let output = self
            .client
            .get_secret_value(GetSecretValue::new().secret_id(&self.id))
            .await
            .map_err(|error| match error {
                secrets_manager::Error::ResourceNotFoundException(_) => {
                    Error::Settings(format!("there is no secret {}", self.id))
                }
                error => error.into(),
            })?;
        Ok(serde_json::from_str(
            output.secret_string.as_deref().unwrap_or_default(),
        )?)
    }
}
