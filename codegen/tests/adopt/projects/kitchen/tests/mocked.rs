//! A test with mocks of the SDK.

use aws_sdk_larder::Client;
use aws_sdk_larder::operation::get_jar::GetJarOutput;
use aws_sdk_larder::types::JarState;
use aws_smithy_mocks::{mock, mock_client};

#[tokio::test]
async fn a_jar_is_sealed() {
    let rule = mock!(Client::get_jar).then_output(|| GetJarOutput::builder().state(JarState::Sealed).build());
    let client = mock_client!(aws_sdk_larder, [&rule]);
    let jar = client.get_jar().jar_id("j-1").send().await.unwrap();
    assert_eq!(jar.state(), Some(&JarState::Sealed));
}
