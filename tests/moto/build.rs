//! Generates a client per service: of the models that AWS publishes, if the folder `models` in
//! the one that `TINSMITH_SHARED` names (by default `../shared`, relative to the repository) has
//! them, and otherwise of this package's own, which have the operations that the tests call.

use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use tinsmith::{Config, ServiceConfig};

/// A service: its published model, ours, its id, and the operations that are generated.
struct Service {
    published: &'static str,
    own: &'static str,
    id: &'static str,
    /// The operations to generate; all of them, if there are none.
    operations: &'static [&'static str],
}

const SERVICES: [Service; 4] = [
    Service {
        published: "emr-2009-03-31.json",
        own: "emr.json",
        id: "com.amazonaws.emr#ElasticMapReduce",
        operations: &[],
    },
    Service {
        published: "dynamodb-2012-08-10.json",
        own: "dynamodb.json",
        id: "com.amazonaws.dynamodb#DynamoDB_20120810",
        operations: &[
            "BatchWriteItem",
            "CreateTable",
            "DeleteTable",
            "DescribeTable",
            "GetItem",
            "PutItem",
            "Query",
        ],
    },
    Service {
        published: "lambda-2015-03-31.json",
        own: "lambda.json",
        id: "com.amazonaws.lambda#AWSGirApiService",
        operations: &[
            "CreateFunction",
            "DeleteFunction",
            "GetFunction",
            "Invoke",
            "ListFunctions",
        ],
    },
    Service {
        published: "s3-2006-03-01.json",
        own: "../../../examples/storage/model/s3.json",
        id: "com.amazonaws.s3#AmazonS3",
        operations: &[
            "AbortMultipartUpload",
            "CompleteMultipartUpload",
            "CreateBucket",
            "CreateMultipartUpload",
            "DeleteObject",
            "GetObject",
            "HeadObject",
            "ListObjectsV2",
            "ListParts",
            "PutObject",
            "UploadPart",
        ],
    },
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=TINSMITH_SHARED");
    let manifest = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let shared = env::var_os("TINSMITH_SHARED").unwrap_or_else(|| "../shared".into());
    let published = manifest.join("../..").join(shared).join("models");
    let own = manifest.join("models");

    let mut config = Config::new().client_feature("client");
    let mut taken = Vec::new();
    for service in &SERVICES {
        let mut model = published.join(service.published);
        let is_published = model.is_file();
        if !is_published {
            model = own.join(service.own);
        }
        println!("cargo:rerun-if-changed={}", model.display());
        let mut one = ServiceConfig::new().id(service.id);
        if !service.operations.is_empty() {
            one = one.operations(service.operations.iter().copied());
        }
        config = config.model(&model).service(one);
        taken.push(is_published);
    }
    let tree = config.generate()?;

    let mut lines = String::new();
    for (service, is_published) in tree.summary().iter().zip(taken) {
        let whose = if is_published {
            "the model that AWS publishes".to_owned()
        } else {
            let folder = published.display();
            format!("A SMALL MODEL OF OUR OWN, as {folder} has none")
        };
        writeln!(
            lines,
            "{}: {whose}: {} operations, {} shapes, {} lines",
            service.module,
            service.operations.len(),
            service.shapes,
            service.lines
        )?;
    }
    fs::write(out.join("models.txt"), lines)?;
    tree.write_to_out_dir()?;
    Ok(())
}
