//! Simple values as text, which is how labels, the query and headers hold them (Smithy
//! 2.0, ["HTTP bindings"](https://smithy.io/2.0/spec/http-bindings.html), serialization
//! rules of the traits `httpLabel`, `httpQuery` and `httpHeader`).
//!
//! Booleans and integers are written by their `to_string`, strings and enumerations as
//! they are; for the rest there is a function here. The functions that read say what they
//! expected if the text is something else, and nothing of the text, which may be secret.
//!
//! ```
//! use tinsmith_runtime::generated::text;
//!
//! assert_eq!(text::double(f64::NEG_INFINITY), "-Infinity");
//! assert_eq!(text::read_integer("7"), Ok(7));
//! assert_eq!(text::read_integer("seven"), Err("an integer of 32 bits"));
//! ```

mod list;
mod read;
mod write;

pub(crate) use list::{http_dates, items};
pub(crate) use write::{push_double, push_float, push_long};

pub use list::{list, plain_list};
pub use read::{
    read_base64, read_big_decimal, read_big_integer, read_boolean, read_byte, read_date_time,
    read_date_time_utc, read_double, read_epoch_seconds, read_float, read_http_date, read_integer,
    read_long, read_short, read_string,
};
pub use write::{base64, date_time, double, epoch_seconds, float, http_date};
