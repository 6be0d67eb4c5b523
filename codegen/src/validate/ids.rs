//! Ids of shapes and traits that rules ask for.

/// Constants for traits of the prelude.
macro_rules! prelude {
    ($($name:ident = $id:literal),* $(,)?) => {
        $(pub(super) const $name: &str = concat!("smithy.api#", $id);)*
    };
}

prelude! {
    AUTH = "auth",
    AUTH_DEFINITION = "authDefinition",
    DEFAULT = "default",
    DEPRECATED = "deprecated",
    ENDPOINT = "endpoint",
    ENUM = "enum",
    ENUM_VALUE = "enumValue",
    ERROR = "error",
    EVENT_HEADER = "eventHeader",
    EVENT_PAYLOAD = "eventPayload",
    EXAMPLES = "examples",
    HOST_LABEL = "hostLabel",
    HTTP = "http",
    HTTP_ERROR = "httpError",
    HTTP_HEADER = "httpHeader",
    HTTP_LABEL = "httpLabel",
    HTTP_PAYLOAD = "httpPayload",
    HTTP_PREFIX_HEADERS = "httpPrefixHeaders",
    HTTP_QUERY = "httpQuery",
    HTTP_QUERY_PARAMS = "httpQueryParams",
    HTTP_RESPONSE_CODE = "httpResponseCode",
    IDEMPOTENCY_TOKEN = "idempotencyToken",
    IDEMPOTENT = "idempotent",
    ID_REF = "idRef",
    INPUT = "input",
    JSON_NAME = "jsonName",
    LENGTH = "length",
    MEDIA_TYPE = "mediaType",
    MIXIN = "mixin",
    NESTED_PROPERTIES = "nestedProperties",
    NOT_PROPERTY = "notProperty",
    OUTPUT = "output",
    PAGINATED = "paginated",
    PATTERN = "pattern",
    PRIVATE = "private",
    PROPERTY = "property",
    PROTOCOL_DEFINITION = "protocolDefinition",
    RANGE = "range",
    READONLY = "readonly",
    REFERENCES = "references",
    REQUIRED = "required",
    REQUIRES_LENGTH = "requiresLength",
    RESOURCE_IDENTIFIER = "resourceIdentifier",
    SPARSE = "sparse",
    STREAMING = "streaming",
    SUPPRESS = "suppress",
    TIMESTAMP_FORMAT = "timestampFormat",
    TRAIT = "trait",
    TRAIT_VALIDATORS = "traitValidators",
    UNIQUE_ITEMS = "uniqueItems",
    UNIT = "Unit",
    UNSTABLE = "unstable",
    XML_ATTRIBUTE = "xmlAttribute",
    XML_FLATTENED = "xmlFlattened",
    XML_NAME = "xmlName",
    XML_NAMESPACE = "xmlNamespace",
}

/// The member of `mixin` that names the traits that aren't passed on.
pub(super) const LOCAL_TRAITS: &str = "localTraits";

pub(super) const OPERATION_CONTEXT_PARAMS: &str = "smithy.rules#operationContextParams";
pub(super) const WAITABLE: &str = "smithy.waiters#waitable";
