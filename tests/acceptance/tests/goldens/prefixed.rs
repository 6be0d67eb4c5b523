//! Names with prefixes in the forms of query protocols, where a colon is like any other character.

use goldens::{prefixed, prefixed_ec2};
use tinsmith_runtime::generated::testing::now;
use tinsmith_runtime::http::Uri;
use tinsmith_runtime::server::Mock;

#[test]
fn a_server_reads_the_names_that_a_client_sends() {
    let names = || [("a".to_owned(), "b".to_owned())];
    let call = prefixed::Tell::new()
        .word("hush")
        .choice(prefixed::Choice::One("1".to_owned()))
        .items(["x", "y"])
        .names(names());
    let request = call.to_request(&Uri::from_static("/")).expect("sound");
    let body = String::from_utf8_lossy(request.body());
    for field in [
        "p%3Aword=hush",
        "choice.p%3Aone=1",
        "items.p%3Aitem.2=y",
        "names.entry.1.p%3Ak=a",
    ] {
        assert!(body.contains(field), "{body}");
    }
    let mock = Mock::new();
    let output = prefixed::TellOutput::new().word("hush").names(names());
    let told = mock.on::<prefixed::Tell>().returns(output.clone());
    let response = now(prefixed::server::Server::new(mock.clone()).answer(request));
    assert_eq!(told.calls(), [call]);
    // In XML, readers go by the name without its prefix.
    let body = String::from_utf8_lossy(response.body()).into_owned();
    assert!(
        body.contains("<p:word xmlns:p=\"urn:p\">hush</p:word>"),
        "{body}"
    );
    assert_eq!(
        prefixed::Tell::from_response(response).expect("an output"),
        output
    );
}

#[test]
fn a_server_like_ec2_reads_the_names_that_a_client_sends() {
    let call = prefixed_ec2::Tell2::new()
        .word("hush")
        .choice(prefixed_ec2::Choice::One("1".to_owned()))
        .items(["x", "y"]);
    let request = call.to_request(&Uri::from_static("/")).expect("sound");
    let body = String::from_utf8_lossy(request.body());
    assert!(body.contains("P%3Aword=hush"), "{body}");
    let mock = Mock::new();
    let output = prefixed_ec2::Tell2Output::new();
    let told = mock.on::<prefixed_ec2::Tell2>().returns(output);
    let response = now(prefixed_ec2::server::Server::new(mock.clone()).answer(request));
    assert_eq!(response.status(), 200);
    assert_eq!(told.calls(), [call]);
}

/// Recordings leave a secret out by the names that it is sent and received under.
#[test]
fn a_secret_is_left_out_by_its_whole_name() {
    for (recorded, name) in [
        (prefixed::RECORDED, "p:word"),
        (prefixed_ec2::RECORDED, "P:word"),
    ] {
        let said = format!("{recorded:?}");
        assert!(said.contains(&format!("\"{name}\"")), "{said}");
        assert!(said.contains("\"word\""), "{said}");
    }
}
