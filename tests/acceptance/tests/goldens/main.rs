//! Tests of what the generator makes of its own small models, of which the package `goldens` is.

mod support;

mod auth;
mod behaviour;
mod bidirectional;
mod checksums;
mod client_settings;
mod conversations;
mod discovery;
mod dynamodb_page;
mod events;
mod events_served;
mod expressions;

mod headers;
mod items;
mod limits;
mod missing;
mod mocks;
mod paginators;
mod prefixed;
mod presigned;
mod received;
mod recordings;
mod recordings_of_events;
mod refusals;
mod s3;
mod setters;
mod waiters;
mod xml_errors;
