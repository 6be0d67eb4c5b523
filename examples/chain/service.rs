//! Services by hand, as the generator writes them, for what EMR doesn't have: bearer tokens, and
//! endpoints with the account's id. Each has one operation, and the rules that its endpoints follow.

use std::marker::PhantomData;

use emr_sessions::client::{Auth, Config};
use emr_sessions::emr::Error;
use emr_sessions::runtime::Operation;
use emr_sessions::runtime::bytes::Bytes;
use emr_sessions::runtime::endpoint::{Bind, Builtins, Endpoint, EndpointError, Partitions};
use emr_sessions::runtime::generated::client::{Core, ServiceInfo};
use emr_sessions::runtime::generated::endpoint::is_valid_host_label;
use emr_sessions::runtime::http::{Request, Response, Uri};

/// Calls the service of this name.
pub(crate) async fn call(name: &str, config: &Config) -> Result<(), Box<dyn std::error::Error>> {
    match name {
        "bedrock" => send::<Bedrock>(config).await,
        "codecatalyst" => send::<CodeCatalyst>(config).await,
        "dynamodb" => send::<DynamoDb>(config).await,
        other => Err(format!("there is no service {other}").into()),
    }
}

async fn send<S: Service>(config: &Config) -> Result<(), Box<dyn std::error::Error>> {
    let core = Core::new(config, S::info())?;
    let ask = Ask::<S>(PhantomData);
    core.send_by_rules(&ask, S::parameters, S::resolve).await?;
    Ok(())
}

trait Service: Send + Sync + 'static {
    const AUTH: &'static [Auth];
    const METHOD: &'static str;
    const PATH: &'static str;
    const BODY: &'static str = "";

    fn info() -> &'static ServiceInfo;

    /// Takes the parameters of the rules. The account is none of them in most services.
    fn parameters(builtins: &Builtins) -> Builtins {
        let mut looked_at = builtins.clone();
        looked_at.account_id = None;
        looked_at
    }

    fn resolve(params: &Builtins, partitions: &Partitions) -> Result<Endpoint, EndpointError>;
}

struct Ask<S>(PhantomData<S>);

impl<S: Service> Bind<Builtins> for Ask<S> {
    const AUTH: &'static [Auth] = S::AUTH;
}

impl<S: Service> Operation for Ask<S> {
    const NAME: &'static str = "Ask";

    type Output = ();
    type Error = Error;

    fn to_request(&self, endpoint: &Uri) -> Result<Request<Bytes>, Error> {
        let base = endpoint.to_string();
        let mut request = Request::new(Bytes::from_static(S::BODY.as_bytes()));
        *request.method_mut() = S::METHOD.parse().unwrap_or_default();
        let url = format!("{}{}", base.trim_end_matches('/'), S::PATH);
        *request.uri_mut() = url.parse().unwrap_or_default();
        Ok(request)
    }

    fn from_response(_: Response<Bytes>) -> Result<(), Error> {
        Ok(())
    }
}

/// Takes signatures and tokens.
struct Bedrock;

impl Service for Bedrock {
    const AUTH: &'static [Auth] = &[Auth::SigV4, Auth::Bearer];
    const METHOD: &'static str = "GET";
    const PATH: &'static str = "/foundation-models";

    fn info() -> &'static ServiceInfo {
        static INFO: ServiceInfo = ServiceInfo::new("Bedrock", "bedrock", "2023-04-20");
        &INFO
    }

    fn resolve(params: &Builtins, partitions: &Partitions) -> Result<Endpoint, EndpointError> {
        if let Some(endpoint) = own(params)? {
            return Ok(endpoint);
        }
        let place = Place::of(params, partitions)?;
        let fips = if place.fips { "-fips" } else { "" };
        Ok(place.endpoint(&format!("bedrock{fips}")))
    }
}

/// Takes tokens only, at one endpoint for all regions.
struct CodeCatalyst;

impl Service for CodeCatalyst {
    const AUTH: &'static [Auth] = &[Auth::Bearer];
    const METHOD: &'static str = "GET";
    const PATH: &'static str = "/session";

    fn info() -> &'static ServiceInfo {
        static INFO: ServiceInfo = ServiceInfo::new("CodeCatalyst", "codecatalyst", "2022-09-28");
        &INFO
    }

    fn resolve(params: &Builtins, partitions: &Partitions) -> Result<Endpoint, EndpointError> {
        if let Some(url) = &params.endpoint {
            return Ok(Endpoint::new(url));
        }
        let region = params.region.as_deref().unwrap_or("us-west-2");
        let partition = partitions.find(region).ok_or_else(EndpointError::no_rule)?;
        let fips = match params.use_fips {
            Some(true) if !partition.supports_fips => {
                return EndpointError::refuse("the partition has no FIPS endpoints");
            }
            Some(true) => "-fips",
            _ => "",
        };
        let suffix = &partition.dual_stack_dns_suffix;
        Ok(Endpoint::new(format!(
            "https://codecatalyst{fips}.global.{suffix}"
        )))
    }
}

/// Has endpoints with the account's id.
struct DynamoDb;

impl Service for DynamoDb {
    const AUTH: &'static [Auth] = &[Auth::SigV4];
    const METHOD: &'static str = "POST";
    const PATH: &'static str = "/";
    const BODY: &'static str = "{}";

    fn info() -> &'static ServiceInfo {
        static INFO: ServiceInfo = ServiceInfo::new("DynamoDB", "dynamodb", "2012-08-10");
        &INFO
    }

    fn parameters(builtins: &Builtins) -> Builtins {
        builtins.clone()
    }

    fn resolve(params: &Builtins, partitions: &Partitions) -> Result<Endpoint, EndpointError> {
        if let Some(endpoint) = own(params)? {
            return Ok(endpoint);
        }
        let place = Place::of(params, partitions)?;
        let mode = params.account_id_endpoint_mode.as_deref();
        let has_account_endpoints = match place.partition {
            "aws" => !place.fips,
            _ => {
                !place.fips
                    && [
                        "us-gov-east-1",
                        "us-gov-west-1",
                        "cn-north-1",
                        "cn-northwest-1",
                    ]
                    .contains(&place.region)
            }
        };
        let account = params.account_id.as_deref();
        match (mode, account) {
            (Some("required"), _) if !has_account_endpoints => {
                EndpointError::refuse("there are no endpoints of accounts here")
            }
            (Some("preferred" | "required"), Some(account)) if has_account_endpoints => {
                if !is_valid_host_label(account, false) {
                    return EndpointError::refuse("the account's id can't be a part of a host");
                }
                Ok(place.endpoint(&format!("{account}.ddb")))
            }
            (Some("required"), _) => EndpointError::refuse("the account's id isn't known"),
            _ => {
                let is_fips_anyway = place.partition == "aws-us-gov" && !place.dual_stack;
                let fips = if place.fips && !is_fips_anyway {
                    "-fips"
                } else {
                    ""
                };
                Ok(place.endpoint(&format!("dynamodb{fips}")))
            }
        }
    }
}

/// The endpoint of one's own, which has neither FIPS nor dual stack.
fn own(params: &Builtins) -> Result<Option<Endpoint>, EndpointError> {
    let is_more_wanted = params.use_fips == Some(true) || params.use_dual_stack == Some(true);
    match &params.endpoint {
        Some(url) if is_more_wanted => EndpointError::refuse(format!(
            "the endpoint {url} is your own, so neither FIPS nor dual stack can be asked for"
        )),
        url => Ok(url.as_ref().map(Endpoint::new)),
    }
}

/// A region, with what its partition has.
struct Place<'a> {
    region: &'a str,
    partition: &'a str,
    suffix: &'a str,
    fips: bool,
    dual_stack: bool,
}

impl<'a> Place<'a> {
    fn of(params: &'a Builtins, partitions: &'a Partitions) -> Result<Self, EndpointError> {
        let region = params.region.as_deref();
        let region = region.ok_or_else(|| EndpointError::missing("Region"))?;
        let partition = partitions.find(region).ok_or_else(EndpointError::no_rule)?;
        let fips = params.use_fips == Some(true);
        let dual_stack = params.use_dual_stack == Some(true);
        if (fips && !partition.supports_fips) || (dual_stack && !partition.supports_dual_stack) {
            return EndpointError::refuse("the partition has no such endpoints");
        }
        let suffix = match dual_stack {
            true => &partition.dual_stack_dns_suffix,
            false => &partition.dns_suffix,
        };
        Ok(Self {
            region,
            partition: &partition.name,
            suffix,
            fips,
            dual_stack,
        })
    }

    fn endpoint(&self, prefix: &str) -> Endpoint {
        Endpoint::new(format!("https://{prefix}.{}.{}", self.region, self.suffix))
    }
}
