//! Members, unions, builders in variables, and calls in macros and behind functions.

use std::collections::HashMap;
use std::time::SystemTime;

use aws_sdk_cellar::Client;
use aws_sdk_cellar::operation::store_bottles::builders::StoreBottlesFluentBuilder;
use aws_sdk_cellar::primitives::{Blob, DateTime};
use aws_sdk_cellar::types::builders::CrateBuilder;
use aws_sdk_cellar::types::{Crate, Sense, Tag};

use crate::Failure;
use crate::errors::Wrong;

pub async fn tell(client: &Client, id: &str) -> Result<String, Failure> {
    let output = client.get_bottle().bottle_id(id).send().await?;
    let filled = SystemTime::try_from(*output.filled_at())?;
    let days = later(output.filled_at()).secs() / 86_400;
    let grape = output.grape().map(|grape| grape.name()).unwrap_or("unknown");
    let nose = output.tastes().and_then(|tastes| tastes.get(&Sense::Nose)).cloned();
    let seal = output.seal.clone().map(|seal| seal.into_inner());
    let seals = output.seal().map(|seal| seal.as_ref().len()).unwrap_or_default();
    let cents: i64 = match output.value() {
        Some(value) => value.as_cents().map_err(|_| "no price")?.parse()?,
        None => 0,
    };
    let proof = output.value().and_then(|value| value.as_proof().ok()).is_some();
    if let Some(value) = output.value() {
        if let Ok(cents) = value.as_cents() {
            println!("{cents}");
        }
    }
    Ok(format!("{filled:?} {days} {grape} {:?} {nose:?} {seal:?} {seals} {cents} {proof}", output.shelf()))
}

fn later(time: &DateTime) -> DateTime {
    DateTime::from_secs(time.secs() + 60)
}

pub async fn store(client: &Client, facts: Vec<HashMap<String, String>>) -> Result<(), Wrong> {
    let mut crates = Crate::builder().owner("ada");
    for fact in &facts {
        crates = crates.bottles(fact.clone());
    }
    if facts.is_empty() {
        crates = crates.marks("empty");
    }
    let names = tagged(Crate::builder()).build().expect("whole");
    println!("{names:?}");
    client
        .store_bottles()
        .set_bottles(Some(facts))
        .crate_(crates.build().expect("whole"))
        .ids(Tag::builder().name("new").build())
        .send()
        .await?;
    Ok(())
}

fn tagged(builder: CrateBuilder) -> CrateBuilder {
    builder.marks("tagged")
}

pub fn begin(client: &Client) -> StoreBottlesFluentBuilder {
    client.store_bottles()
}

fn using<T>(client: &Client, make: impl Fn(&Client) -> T) -> T {
    make(client)
}

pub async fn twice(client: &Client) -> Result<bool, Failure> {
    let (one, other) = tokio::join!(
        client.get_bottle().bottle_id("a").send(),
        client.get_bottle().bottle_id("b").send()
    );
    let same = one?.filled_at() == other?.filled_at();
    let call = using(client, |client| client.get_bottle().bottle_id("c"));
    let third = client.get_bottle().bottle_id("d").send().await?;
    println!("{:?} {}", call, third.filled_at().secs());
    assert!(matches!(client.get_bottle().bottle_id("e").send().await, Ok(output) if output.seal().is_none()));
    Ok(same)
}

pub fn seal() -> Blob {
    Blob::new("wax")
}

type Tastes = HashMap<Sense, String>;

pub async fn taste(client: &Client, tastes: Tastes, by_name: HashMap<String, Tastes>, senses: Vec<Sense>) -> Result<(), Wrong> {
    client
        .store_bottles()
        .set_tastes(Some(tastes.clone()))
        .set_tastes_by_name(Some(by_name.clone()))
        .set_tastes_in_turn(Some(vec![tastes.clone()]))
        .set_senses(Some(senses.clone()))
        .wax(Blob::new([1, 2, 3]))
        .send()
        .await?;
    let last = senses.first().cloned().unwrap_or(Sense::Palate);
    client.store_bottles().tastes(last, "dry").tastes_by_name("a", tastes.clone()).tastes_in_turn(tastes).send().await?;
    Ok(())
}

pub async fn maybe(
    client: &Client,
    tastes: Option<Tastes>,
    by_name: Option<HashMap<String, Tastes>>,
    in_turn: Option<Vec<Tastes>>,
    wax: &str,
) -> Result<(), Wrong> {
    client
        .store_bottles()
        .set_tastes(tastes)
        .set_tastes_by_name(by_name)
        .set_tastes_in_turn(in_turn)
        .wax(Blob::new(wax))
        .send()
        .await?;
    Ok(())
}

pub fn seals(bytes: &[u8], own: Vec<u8>, text: &str, all: Vec<String>) -> Vec<Blob> {
    let mut seals = vec![Blob::new(bytes), Blob::new(own), Blob::new(text), Blob::new([0; 4]), Blob::new(text.to_string()), Blob::new(b"wax")];
    seals.extend(all.into_iter().map(Blob::new));
    seals
}
