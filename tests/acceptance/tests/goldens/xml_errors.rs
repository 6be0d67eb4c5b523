//! Errors in XML with members that are attributes of the error's element.

use goldens::xml_errors::server::{Handler, Server};
use goldens::xml_errors::{Error, Look, LookOutput, Lost, Sights, Watch, WatchOutput};
use tinsmith_runtime::generated::testing::now;
use tinsmith_runtime::http::Uri;
use tinsmith_runtime::server::{Context, EventResponse};

/// A handler that finds nothing.
struct Seeker;

fn lost() -> Lost {
    Lost::new().message("nothing").level(3).seeker("<me>")
}

impl Handler for Seeker {
    async fn look(&self, _: Look, _: &Context) -> Result<LookOutput, Error> {
        Err(lost().into())
    }

    async fn watch(
        &self,
        _: Watch,
        _: &Context,
    ) -> Result<EventResponse<Sights, WatchOutput>, Error> {
        Ok(EventResponse::new(WatchOutput::new()).error(lost().into()))
    }
}

/// The attributes stand in the element of the error, before the elements of other members.
#[test]
fn an_error_has_its_attributes() {
    let request = Look::new().to_request(&Uri::from_static("/"));
    let response = now(Server::new(Seeker).answer(request.expect("sound")));
    let body = String::from_utf8_lossy(response.body()).into_owned();
    assert!(
        body.contains("<Error level=\"3\" by=\"&lt;me&gt;\"><Type>Sender</Type><Code>Lost</Code>"),
        "{body}"
    );
    let Err(Error::Lost(read)) = Look::from_response(response) else {
        panic!("another error than that of the service: {body}");
    };
    assert_eq!(read.level, Some(3));
    assert_eq!(read.seeker.as_deref(), Some("<me>"));
    assert_eq!(read.message.as_deref(), Some("nothing"));
}

#[test]
fn an_error_in_a_stream_has_its_attributes() {
    let request = Watch::new().to_request(&Uri::from_static("/"));
    let response = now(Server::new(Seeker).answer(request.expect("sound")));
    let body = String::from_utf8_lossy(response.body()).into_owned();
    assert!(
        body.contains("<Lost level=\"3\" by=\"&lt;me&gt;\"><"),
        "{body}"
    );
}
