//! Settings of how requests are made: by variable, key of the profile and setter, which of them
//! wins, and what is refused.

mod account;
mod auth;
mod defaults;
mod places;
mod requests;
mod retries;
mod table;
mod toy;
mod trace_id;
