//! Parameters that come from a client's configuration.

/// The part of a client's configuration that endpoint rules use: the built-ins that parameters of
/// rule sets may be bound to
/// ([AWS's built-ins](https://smithy.io/2.0/aws/rules-engine/built-ins.html)).
///
/// An unset built-in leaves the parameter at the rule set's default.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Builtins {
    /// `AWS::Region`.
    pub region: Option<String>,
    /// `AWS::UseFIPS`.
    pub use_fips: Option<bool>,
    /// `AWS::UseDualStack`.
    pub use_dual_stack: Option<bool>,
    /// `SDK::Endpoint`: a URL to use instead of the service's own.
    pub endpoint: Option<String>,
    /// `AWS::Auth::AccountId`: the account that the credentials belong to.
    pub account_id: Option<String>,
    /// `AWS::Auth::AccountIdEndpointMode`: `preferred`, `disabled` or `required`.
    pub account_id_endpoint_mode: Option<String>,
    /// `AWS::Auth::CredentialScope`.
    pub credential_scope: Option<String>,
    /// `AWS::STS::UseGlobalEndpoint`.
    pub sts_use_global_endpoint: Option<bool>,
    /// `AWS::S3::Accelerate`.
    pub s3_accelerate: Option<bool>,
    /// `AWS::S3::DisableMultiRegionAccessPoints`.
    pub s3_disable_multi_region_access_points: Option<bool>,
    /// `AWS::S3::ForcePathStyle`.
    pub s3_force_path_style: Option<bool>,
    /// `AWS::S3::UseArnRegion`.
    pub s3_use_arn_region: Option<bool>,
    /// `AWS::S3::UseGlobalEndpoint`.
    pub s3_use_global_endpoint: Option<bool>,
    /// `AWS::S3Control::UseArnRegion`.
    pub s3_control_use_arn_region: Option<bool>,
}

macro_rules! setters {
    ($($field:ident: $ty:ty;)*) => {
        $(
            #[doc = concat!("Sets `", stringify!($field), "`.")]
            #[must_use]
            pub fn $field(mut self, value: impl Into<$ty>) -> Self {
                self.$field = Some(value.into());
                self
            }
        )*
    };
}

impl Builtins {
    /// Creates built-ins with nothing set.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        region: String;
        use_fips: bool;
        use_dual_stack: bool;
        endpoint: String;
        account_id: String;
        account_id_endpoint_mode: String;
        credential_scope: String;
        sts_use_global_endpoint: bool;
        s3_accelerate: bool;
        s3_disable_multi_region_access_points: bool;
        s3_force_path_style: bool;
        s3_use_arn_region: bool;
        s3_use_global_endpoint: bool;
        s3_control_use_arn_region: bool;
    }
}
