//! The formats of bodies.

/// A format of bodies: a module of the runtime that reads and writes it. All of these modules have
/// the same names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    #[default]
    Json,
    Cbor,
    Xml,
    /// A form: names with values, percent-encoded.
    Form,
}

/// The formats of a service's bodies, as its clients see them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Formats {
    /// The format of requests.
    pub(crate) sent: Format,
    /// The format of responses.
    pub(crate) received: Format,
}

impl Formats {
    /// Makes the formats of a service that sends and receives the same format.
    pub(crate) const fn both(format: Format) -> Self {
        Self {
            sent: format,
            received: format,
        }
    }

    /// The formats as a server sees them.
    pub(crate) const fn of_server(self) -> Self {
        Self {
            sent: self.received,
            received: self.sent,
        }
    }
}

impl Format {
    /// The name of the runtime's module.
    pub(crate) const fn module(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Cbor => "cbor",
            Self::Xml => "xml",
            Self::Form => "form",
        }
    }

    /// The media type of a body without one of its protocol's own.
    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Cbor => "application/cbor",
            Self::Xml => "application/xml",
            Self::Form => "application/x-www-form-urlencoded",
        }
    }

    /// Whether bodies aren't text. Protocol tests have them in base64.
    pub(crate) const fn is_binary(self) -> bool {
        matches!(self, Self::Cbor)
    }

    /// An object without members; empty if the format doesn't have one that could stand alone.
    pub(crate) const fn empty_object(self) -> &'static [u8] {
        match self {
            Self::Json => b"{}",
            // A map of length 0.
            Self::Cbor => b"\xa0",
            Self::Xml | Self::Form => b"",
        }
    }
}
