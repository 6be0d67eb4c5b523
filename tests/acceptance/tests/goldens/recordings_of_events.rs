//! Recorded events of responses, in several protocols.

use goldens::{radio, radio_cbor, radio_target};
use tinsmith_runtime::Timestamp;
use tinsmith_runtime::client::{Config, Credentials, Recording};
use tinsmith_runtime::server::{Context, EventResponse};

use super::support::of_async;

fn offline() -> Config {
    Config::new()
        .region("us-east-1")
        .endpoint_url("http://127.0.0.1")
        .credentials(Credentials::new("AKIDOFANOTHER", "secret"))
}

/// Tests of a service. `$secret` stands for what isn't kept, which is `REDACTED` in what is played.
macro_rules! station {
    ($test:ident, $service:ident, |$secret:ident| $events:expr) => {
        mod $test {
            use super::*;
            use $service::server::{Handler, Server};
            use $service::*;

            fn events($secret: &str) -> Vec<Broadcast> {
                $events
            }

            struct Station;

            impl Handler for Station {
                async fn listen(
                    &self,
                    input: Listen,
                    _: &Context,
                ) -> Result<EventResponse<Broadcast, ListenOutput>, Error> {
                    let start = EventResponse::new(ListenOutput::new().station("Radio One"));
                    Ok(start.stream(move |mut sender| async move {
                        for event in events("hunter2") {
                            sender.send(event).await?;
                        }
                        match input.frequency {
                            Some(0) => Err(Error::from(Jammed::new().message("crackle"))),
                            _ => Ok(()),
                        }
                    }))
                }
            }

            /// Takes so many events, and tells how the stream ends after them.
            async fn heard(
                config: &Config,
                frequency: i32,
                count: usize,
            ) -> (Vec<Broadcast>, String) {
                let client = Client::new(config).expect("a client");
                let call = Listen::new().frequency(frequency);
                let mut events = client.listen(call).await.expect("a stream");
                let output = events
                    .output()
                    .await
                    .expect("the output")
                    .expect("the output");
                assert_eq!(output.station, "Radio One");
                let mut all = Vec::new();
                while all.len() < count {
                    match events.next().await {
                        Ok(Some(event)) => all.push(event),
                        Ok(None) => return (all, "the end".to_owned()),
                        Err(error) => return (all, error.to_string()),
                    }
                }
                (all, "dropped".to_owned())
            }

            fn recorded(path: &std::path::Path) -> Recording {
                Recording::record(path).service(RECORDED)
            }

            #[test]
            fn events_come_back_without_secrets() {
                let folder = tempfile::tempdir().expect("a folder");
                let path = folder.path().join("events.json");
                let recording = recorded(&path);
                let config = recording.config(Server::new(Station).client_config());
                let (live, end) = of_async(heard(&config, 93, 100));
                assert_eq!((live, end.as_str()), (events("hunter2"), "the end"));
                let (_, end) = of_async(heard(&config, 0, 100));
                assert!(end.contains("crackle"), "{end}");
                // The program goes away after two events: those are kept.
                let (few, _) = of_async(heard(&config, 1, 2));
                assert_eq!(few.len(), 2);
                recording.finish().expect("a recording");
                let text = std::fs::read_to_string(&path).expect("a file");
                assert!(!text.contains("hunter2"), "{text}");
                assert!(text.contains("Good evening"), "{text}");

                let recording = Recording::replay(&path)
                    .expect("a recording")
                    .service(RECORDED);
                let config = recording.config(offline());
                // In another order.
                let (few_again, _) = of_async(heard(&config, 1, 2));
                assert_eq!(few_again, few);
                let (_, end) = of_async(heard(&config, 0, 100));
                assert!(end.contains("crackle"), "{end}");
                let (played, end) = of_async(heard(&config, 93, 100));
                assert_eq!(end, "the end");
                assert_eq!(played, events("REDACTED"));
                recording.finish().expect("the same calls");
            }

            #[test]
            fn a_stream_that_is_still_open_is_told() {
                let recording = recorded("never/written.json".as_ref());
                let config = recording.config(Server::new(Station).client_config());
                of_async(async {
                    let client = Client::new(&config).expect("a client");
                    let events = client.listen(Listen::new().frequency(93)).await;
                    let mut events = events.expect("a stream");
                    events.next().await.expect("an event");
                    let problems = recording.finish().expect_err("a stream is open");
                    let [problem] = problems.problems() else {
                        panic!("{problems}");
                    };
                    assert!(problem.contains("events are still coming"), "{problem}");
                });
            }
        }
    };
}

macro_rules! everything {
    ($secret:ident) => {{
        let song = Song::new().title("Blue").seconds(180);
        let time = Timestamp::from_epoch(1_700_000_000, 5_000_000);
        let news = News::new()
            .headline("Rain")
            .urgent(true)
            .about(song.clone());
        let tags = Tags::new()
            .small(-2_i16)
            .medium(3)
            .big(1_i64 << 40)
            .raw(vec![0, 255])
            .text("x")
            .at(time.expect("a time"))
            .mood(Mood::Wild);
        vec![
            Broadcast::Line(Line::new().text("Good evening")),
            Broadcast::Sound(Sound::new().channel(1).samples(vec![0, 1, 254])),
            Broadcast::Tags(tags),
            Broadcast::Playing(Playing::new().song(song)),
            Broadcast::News(news.secret($secret)),
        ]
    }};
}

station!(rest, radio, |secret| everything!(secret));
station!(target, radio_target, |secret| everything!(secret));
station!(cbor, radio_cbor, |_secret| vec![
    Broadcast::Line(Line::new().text("Good evening")),
    Broadcast::Playing(Playing::new().song(Song::new().title("Blue"))),
]);
