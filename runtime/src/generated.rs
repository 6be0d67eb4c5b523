//! The items that generated code calls. No program names them, so they are hidden from the docs.
//!
//! All that is promised for them: generated code and a runtime fit if the generator and the
//! runtime have the same minor version.

#[cfg(feature = "serde")]
pub use crate::__impl_attribute as impl_attribute;
pub use crate::__impl_error as impl_error;
pub use crate::__impl_error_enum as impl_error_enum;
pub use crate::__impl_operation as impl_operation;
#[cfg(feature = "serde")]
pub use crate::__impl_serde as impl_serde;

/// Bodies in JSON.
pub mod json {
    pub use crate::json::*;
}

/// Bodies in CBOR, by the names of those in JSON.
pub mod cbor {
    pub use crate::cbor::*;
}

/// Bodies in XML, by the names of those in JSON.
pub mod xml {
    pub use crate::xml::*;
}

/// Bodies of the query protocols' requests, by the names of those in JSON.
pub mod form {
    pub use crate::form::*;
}

/// HTTP bindings of requests, and the problems of an input.
pub mod request {
    pub use crate::body::{in_memory, known_body, with_body};
    pub use crate::error::Problems;
    #[cfg(feature = "checksum")]
    pub use crate::request::content_md5;
    #[cfg(feature = "compression")]
    pub use crate::request::gzip;
    #[cfg(feature = "tree-hash")]
    pub use crate::request::tree_hash;
    #[cfg(feature = "http-checksum")]
    pub use crate::request::{BodyChecksum, ask_for_checksum};
    pub use crate::request::{
        Header, Target, build, header, host_prefix, label_or, last_segment, member_endpoint,
        prefix_header,
    };
}

/// HTTP bindings of responses, and what a response says about an error.
pub mod response {
    pub use crate::response::{
        Headers, blob_payload, code_of_status, protocol_header, query_compatible, text_payload,
    };
}

/// Simple values in labels, the query and headers.
pub mod text {
    pub use crate::text::{
        base64, date_time, double, epoch_seconds, float, http_date, list, plain_list, read_base64,
        read_big_decimal, read_big_integer, read_boolean, read_byte, read_date_time,
        read_date_time_utc, read_double, read_epoch_seconds, read_float, read_http_date,
        read_integer, read_long, read_short, read_string,
    };
}

/// Functions of JMESPath, for waiters and paginators.
pub mod waiter {
    pub use crate::waiter::{
        Comparable, all_string_equals, any_string_equals, average, max, max_by, min, min_by,
        seconds, slice, sorted, sorted_by,
    };
}

/// The bridge to serde.
#[cfg(feature = "serde")]
pub mod serde {
    pub use ::serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub use crate::serde::{deserialize, read_nothing, serialize, write_nothing};
}

/// Conversions between serde's types and the items of tables.
#[cfg(feature = "serde")]
pub mod items {
    pub use crate::items::{
        Attribute, Value, View, from_attribute, from_item, from_items, to_attribute, to_item,
    };
}

/// The functions of endpoint rules.
#[cfg(feature = "endpoint")]
pub mod endpoint {
    pub use crate::endpoint::arn::Arn;
    pub use crate::endpoint::auth::Auth;
    pub use crate::endpoint::bucket::is_virtual_hostable_s3_bucket;
    pub use crate::endpoint::discovery::Discovery;
    pub use crate::endpoint::host_label::is_valid_host_label;
    pub use crate::endpoint::host_part::host_part;
    pub use crate::endpoint::list::item;
    pub use crate::endpoint::string::{split, substring, uri_encode};
    pub use crate::endpoint::url::Url;
}

/// Events as messages.
#[cfg(feature = "event-stream")]
pub mod event_stream {
    pub use crate::event_stream::event_reader::EventReader;
    pub use crate::event_stream::event_writer::EventWriter;
    pub use crate::event_stream::initial::{initial_request, initial_response};
}

/// The parts of a client.
#[cfg(feature = "_client")]
pub mod client {
    pub use crate::__impl_service_error as impl_service_error;
    pub use crate::client::blocking::runtime::Runtime;
    pub use crate::client::core::Core;
    pub use crate::client::discovered::DiscoveredEndpoint;
    pub use crate::client::discovery::DiscoverEndpoints;
    pub use crate::client::endpoint_settings::EndpointSettings;
    pub use crate::client::parts::{Described, FullObjectChecksum, SentPart};
    pub use crate::client::recorded::BodyFormat;
    pub use crate::client::service_endpoint::ServiceEndpoint;
    pub use crate::client::service_info::ServiceInfo;
    pub use crate::client::wait::wait_for;
}

/// The parts of a server.
#[cfg(feature = "server")]
pub mod server {
    pub use crate::server::constraint::{Length, Number};
    #[cfg(feature = "event-stream")]
    pub use crate::server::events::after_initial_response;
    pub use crate::server::form::ErrorForm;
    pub use crate::server::incoming::Incoming;
    pub use crate::server::media_type::Media;
    pub use crate::server::pattern::Pattern;
    pub use crate::server::rejection::{Failure, Rejection};
    pub use crate::server::respond::{
        head_header, header, http_status, prefix_header, respond, respond_with_body, status,
    };
    pub use crate::server::route::{Route, Segment};
    pub use crate::server::service::unknown_operation;
    pub use crate::server::violation::Violation;
    pub use crate::server::violations::Violations;
}

/// Functions of generated protocol tests.
#[cfg(feature = "testing")]
pub mod testing {
    #[cfg(feature = "server")]
    pub use crate::testing::ExpectedResponse;
    #[cfg(feature = "event-stream")]
    pub use crate::testing::{ExpectedMessage, next_event};
    pub use crate::testing::{ExpectedRequest, base64, now, request, response, same};
    #[cfg(feature = "_client")]
    pub use crate::testing::{SharedSection, shared_files};
}
