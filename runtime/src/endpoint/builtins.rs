//! Parameters that come from a client's configuration.

/// The part of a client's configuration that endpoint rules use: the built-ins that parameters of
/// rule sets may be bound to
/// ([AWS's built-ins](https://smithy.io/2.0/aws/rules-engine/built-ins.html)).
///
/// An unset built-in leaves the parameter at the rule set's default.
///
/// ```
/// use tinsmith_runtime::endpoint::Builtins;
///
/// let builtins = Builtins::new().region("eu-west-1").use_fips(true);
/// assert_eq!(builtins.region.as_deref(), Some("eu-west-1"));
/// ```
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
    /// Parameters that are settings of a service's client and bound to no built-in, by name.
    settings: Vec<(&'static str, Setting)>,
}

/// The value of a setting of a service's client.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Setting {
    Flag(bool),
    Text(String),
    Texts(Vec<String>),
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

    /// Sets a parameter that is a setting of a service's client
    /// ([`smithy.rules#clientContextParams`](https://smithy.io/2.0/additional-specs/rules-engine/parameters.html#smithy-rules-clientcontextparams-trait)).
    #[doc(hidden)]
    pub fn set_flag(&mut self, name: &'static str, value: bool) {
        self.set(name, Setting::Flag(value));
    }

    /// Sets a parameter, as [`set_flag`](Self::set_flag) does.
    #[doc(hidden)]
    pub fn set_text(&mut self, name: &'static str, value: impl Into<String>) {
        self.set(name, Setting::Text(value.into()));
    }

    /// Sets a parameter, as [`set_flag`](Self::set_flag) does.
    #[doc(hidden)]
    pub fn set_texts(&mut self, name: &'static str, value: impl Into<Vec<String>>) {
        self.set(name, Setting::Texts(value.into()));
    }

    fn set(&mut self, name: &'static str, value: Setting) {
        match self.settings.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.settings.push((name, value)),
        }
    }

    fn setting(&self, name: &str) -> Option<&Setting> {
        let mut all = self.settings.iter();
        all.find_map(|(known, value)| (*known == name).then_some(value))
    }

    /// Returns the value of a parameter that [`set_flag`](Self::set_flag) has set.
    #[doc(hidden)]
    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.setting(name)? {
            Setting::Flag(value) => Some(*value),
            _ => None,
        }
    }

    /// Returns the value of a parameter that [`set_text`](Self::set_text) has set.
    #[doc(hidden)]
    pub fn text(&self, name: &str) -> Option<String> {
        match self.setting(name)? {
            Setting::Text(value) => Some(value.clone()),
            _ => None,
        }
    }

    /// Returns the value of a parameter that [`set_texts`](Self::set_texts) has set.
    #[doc(hidden)]
    pub fn texts(&self, name: &str) -> Option<Vec<String>> {
        match self.setting(name)? {
            Setting::Texts(value) => Some(value.clone()),
            _ => None,
        }
    }
}
