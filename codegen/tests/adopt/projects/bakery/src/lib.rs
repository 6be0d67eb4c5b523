//! Values of all kinds, settings of one call, closures, and many calls at once.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_sdk_bakery as bakery;
use aws_sdk_bakery::operation::get_cake::GetCakeOutput;
use aws_sdk_bakery::types::{Batch, Layer, Layer as Tier, Size, Value, Value as V};
use bakery::config::retry::RetryConfig;
use bakery::config::timeout::TimeoutConfig;
use bakery::presigning::PresigningConfig;
use bakery::primitives::{Blob, ByteStream, DateTime};

pub type Failure = Box<dyn std::error::Error + Send + Sync>;

type Shared = Arc<bakery::Client>;

#[derive(Clone)]
pub struct Shop {
    client: Shared,
}

pub trait Oven {
    fn client(&self) -> &bakery::Client;
}

impl Oven for Shop {
    fn client(&self) -> &bakery::Client {
        &self.client
    }
}

impl Shop {
    pub fn new(client: bakery::Client) -> Self {
        Self { client: Arc::new(client) }
    }

    /// Unions, maps with the keys of an enum, and what `into` makes.
    pub async fn put(&self, name: &str, photo: &[u8], below: Option<Layer>) -> Result<i32, Failure> {
        let parts = HashMap::from([("cream".to_string(), Value::Text("much".into()))]);
        let output = self
            .client
            .put_cake()
            .name(name)
            .ingredients("flour", Value::Number(500.to_string()))
            .ingredients("picture", Value::Bytes(Blob::new(photo.to_vec())))
            .ingredients("filling", Value::Group(parts))
            .ingredients("all", Value::All(vec![Value::Bytes(Blob::new(vec![1])), Value::Text("a".into())]))
            .layers(
                Layer::builder()
                    .flavour("chocolate")
                    .set_below(below.map(Box::new).map(|it| *it))
                    .height(3)
                    .build()?,
            )
            .orders(Size::Small, 4)
            .orders(aws_sdk_bakery::types::Size::Large, 1)
            .set_sweet(Some(true))
            .size("SMALL".into())
            .baked_at(DateTime::from(SystemTime::UNIX_EPOCH + Duration::from_secs(60)))
            .photo(Blob::new(name.as_bytes()))
            .send()
            .await?;
        Ok(output.price())
    }

    /// Members whose `Option` the code has.
    pub async fn put_or_not(&self, name: &str, sweet: Option<bool>, at: Option<i64>) -> Result<(), Failure> {
        self.client
            .put_cake()
            .name(name)
            .set_sweet(sweet)
            .set_baked_at(at.map(DateTime::from_secs))
            .set_photo(None)
            .set_ingredients(Some(
                ["sugar", "salt"].iter().map(|name| (name.to_string(), Value::Text("a bit".into()))).collect(),
            ))
            .send()
            .await?;
        Ok(())
    }

    /// A value that a variable has, and one that is taken apart otherwise.
    pub async fn bake(&self, names: Vec<String>, layers: Option<Vec<Layer>>) -> Result<i32, Failure> {
        let batch = Batch::builder()
            .set_cakes(Some(names))
            .set_layers(layers)
            .build()
            .map_err(|error| format!("the batch isn't whole: {error}"))?;
        let output = self.client.bake_cakes().batch(batch).send().await?;
        Ok(output.baked.unwrap_or_default())
    }

    /// Settings of one call.
    pub async fn picture(&self, name: String, bytes: Vec<u8>) -> Result<(), Failure> {
        self.client
            .put_picture()
            .name(name)
            .body(bytes.into())
            .customize()
            .mutate_request(|request| {
                request.headers_mut().insert("x-oven", "2");
            })
            .config_override(
                bakery::config::Builder::new()
                    .region(bakery::config::Region::new("eu-west-1"))
                    .endpoint_url("http://localhost:1")
                    .retry_config(RetryConfig::standard().with_max_attempts(2))
                    .timeout_config(TimeoutConfig::builder().operation_timeout(Duration::from_secs(1)).build()),
            )
            .send()
            .await?;
        Ok(())
    }

    /// Calls that are made before they are sent.
    pub async fn many(&self, names: &[&str]) -> Result<Vec<GetCakeOutput>, Failure> {
        let calls = names.iter().map(|name| self.client.get_cake().name(*name).send());
        let mut found = Vec::new();
        for call in calls {
            found.push(call.await?);
        }
        let tasks: Vec<_> = names
            .iter()
            .map(|name| {
                let (client, name) = (self.client.clone(), name.to_string());
                tokio::spawn(async move { client.get_cake().name(name).size(Size::Large).send().await })
            })
            .collect();
        for task in tasks {
            found.push(task.await??);
        }
        Ok(found)
    }

    /// Passes the output of one call to another.
    pub async fn again(&self, name: &str) -> Result<usize, Failure> {
        let cake = self.client.get_cake().name(name).send().await?;
        let below: Vec<&str> = cake.layers().iter().filter_map(|it| it.below()).map(|it| it.flavour()).collect();
        let call = self.client.get_cake().name(name);
        for size in [Size::Small, Size::Large] {
            call.clone().size(size).send().await?;
        }
        let first = cake.layers().first().and_then(|layer| layer.height());
        self.client
            .put_cake()
            .name(cake.name())
            .set_size(cake.size().cloned())
            .layers(Tier::builder().flavour(cake.layers()[0].flavour()).set_height(first).build()?)
            .ingredients("cream", V::Bytes(Blob::new(vec![0])))
            .send()
            .await?;
        Ok(below.len())
    }

    /// Pages, as a whole and one by one.
    pub async fn cakes(&self) -> Result<Vec<String>, Failure> {
        let all: Result<Vec<_>, _> = self.client.list_cakes().into_paginator().page_size(10).items().send().collect().await;
        let pages = self.client.list_cakes().into_paginator().send().try_collect().await?;
        let first = self.client.list_cakes().max(1).into_paginator().send().try_next().await?;
        println!("{} {}", pages.len(), first.is_some());
        Ok(all?)
    }
}

/// Links to what anything with a client has.
pub async fn link(of: &impl Oven) -> Result<String, Failure> {
    let config = PresigningConfig::builder().expires_in(Duration::from_secs(60)).build()?;
    let request = of.client().get_cake().name("apple").presigned(config).await?;
    let file = ByteStream::from_path("cake.png").await?;
    of.client().put_picture().name("apple").body(file).send().await?;
    Ok(request.uri().to_string())
}
