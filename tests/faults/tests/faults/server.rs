//! The server, in a process of its own: answers with the faults that the seed draws.
//!
//! It prints its URL. For each line that it reads, it prints its counts, and it ends with its input.

use std::io::{self, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};

use crate::answer::{self, Head};
use crate::draw::{Draw, part};
use crate::fault::{self, Fault, Idle, KINDS};
use crate::request::{self, Request};
use crate::settings::Settings;

/// The counts of a server.
#[derive(Default)]
pub(crate) struct Counts {
    /// Connections that are open.
    pub(crate) open: AtomicU64,
    pub(crate) accepted: AtomicU64,
    pub(crate) requests: AtomicU64,
    /// Connections that were reset as soon as they were there.
    pub(crate) unwelcome: AtomicU64,
    /// Connections that were ended, or written on, while they rested.
    pub(crate) unprovoked: AtomicU64,
    /// Requests that were signed with keys that had expired long before.
    pub(crate) stale: AtomicU64,
    /// Connections that the client kept, or used again, after a response that made them useless.
    pub(crate) kept: AtomicU64,
}

impl Counts {
    /// The counts in the order of their line.
    pub(crate) fn all(&self) -> [&AtomicU64; 7] {
        [
            &self.open,
            &self.accepted,
            &self.requests,
            &self.unwelcome,
            &self.unprovoked,
            &self.stale,
            &self.kept,
        ]
    }
}

struct Server {
    settings: Settings,
    counts: Counts,
    begun: Instant,
}

/// Serves until the input ends.
pub(crate) async fn serve(settings: Settings) -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    io::stdout().flush()?;
    let server = Arc::new(Server {
        settings,
        counts: Counts::default(),
        begun: Instant::now(),
    });
    tokio::spawn(accept(listener, server.clone()));
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while lines.next_line().await?.is_some() {
        let counts = server
            .counts
            .all()
            .map(|count| count.load(Ordering::Relaxed).to_string());
        println!("{}", counts.join(" "));
        io::stdout().flush()?;
    }
    Ok(())
}

async fn accept(listener: TcpListener, server: Arc<Server>) {
    loop {
        // Without a free descriptor, it goes on when there is one.
        let Ok((stream, _)) = listener.accept().await else {
            sleep(Duration::from_millis(10)).await;
            continue;
        };
        let number = server.counts.accepted.fetch_add(1, Ordering::Relaxed);
        if fault::is_unwelcome(server.settings.seed, number) {
            server.counts.unwelcome.fetch_add(1, Ordering::Relaxed);
            _ = reset(stream);
            continue;
        }
        let server = server.clone();
        tokio::spawn(async move {
            server.counts.open.fetch_add(1, Ordering::Relaxed);
            // An error is the client's end of the connection.
            _ = server.connection(stream).await;
            server.counts.open.fetch_sub(1, Ordering::Relaxed);
        });
    }
}

/// Whether a connection goes on after an answer.
enum Then {
    GoOn,
    /// Nothing happens at rest: a reset would reach a client that hasn't read all of a large answer.
    GoOnQuietly,
    End,
    Reset,
    /// The client has to end the connection, as it gets nothing that it could use.
    Wait,
}

impl Server {
    async fn connection(&self, mut stream: TcpStream) -> io::Result<()> {
        let mut buffer = Vec::new();
        let mut idle = None;
        loop {
            if let Some((idle, after)) = idle.take()
                && rests(&stream, Duration::from_millis(after)).await
            {
                self.counts.unprovoked.fetch_add(1, Ordering::Relaxed);
                match idle {
                    Idle::End => return Ok(()),
                    Idle::Reset => return reset(stream),
                    Idle::Bytes => stream.write_all(answer::NO_HTTP).await?,
                    Idle::Unasked => return stream.write_all(answer::UNASKED).await,
                }
            }
            let Some(request) = request::read(&mut stream, &mut buffer).await? else {
                return Ok(());
            };
            self.counts.requests.fetch_add(1, Ordering::Relaxed);
            match self.answer(&mut stream, &request).await? {
                Then::GoOn => {
                    idle = Idle::after(self.settings.seed, request.call, request.attempt);
                }
                Then::GoOnQuietly => {}
                Then::End => return Ok(()),
                Then::Reset => return reset(stream),
                Then::Wait => return self.wait(stream).await,
            }
        }
    }

    /// Waits for the client to end a connection, which it must not use again.
    async fn wait(&self, mut stream: TcpStream) -> io::Result<()> {
        let mut more = [0; 64];
        let patience = self.settings.call + Duration::from_secs(2);
        let end = timeout(patience, stream.read(&mut more));
        if !matches!(end.await, Ok(Ok(0) | Err(_))) {
            self.counts.kept.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    }

    /// The server's time, in seconds since 1970.
    fn now(&self) -> i64 {
        let period = self.begun.elapsed().as_secs() / self.settings.period;
        crate::settings::now() + fault::clock(self.settings.seed, period)
    }

    async fn answer(&self, stream: &mut TcpStream, request: &Request) -> io::Result<Then> {
        let (seed, now) = (self.settings.seed, self.now());
        let mut draw = Draw::of(seed, [request.call, request.attempt, part::DELAY]);
        let echo = request.echo();
        let head = |status| Head::new(status, now);
        if (request.signed_at - now).abs() > 300 {
            let (status, code) = match draw.below(3) {
                0 => ("403 Forbidden", "RequestTimeTooSkewed"),
                1 => ("403 Forbidden", "SignatureDoesNotMatch"),
                _ => ("400 Bad Request", "InvalidSignatureException"),
            };
            stream.write_all(&head(status).error(code, &echo)).await?;
            return Ok(Then::GoOn);
        }
        // Requests need a moment, too.
        if request.expires_at + 2 < crate::settings::now() {
            self.counts.stale.fetch_add(1, Ordering::Relaxed);
        }
        // So long that the calls at once are waiting for answers mostly, and not for the processor.
        sleep(Duration::from_millis(100 + draw.below(400))).await;
        let ok = head("200 OK").answer(&echo);
        // Without its last brace at the least, and with one byte of the body at the least.
        let part = ok.len() - 1 - draw.below(20) as usize;
        let in_head = 12 + draw.below(60) as usize;
        let kind = fault::of_attempt(seed, request.call, request.attempt);
        let (bytes, then) = match KINDS[kind].fault {
            Fault::Answer => (ok, Then::GoOn),
            Fault::Slow => {
                sleep(Duration::from_millis(20 + draw.below(200))).await;
                (ok, Then::GoOn)
            }
            Fault::Chunked => (head("200 OK").chunks(&echo), Then::GoOn),
            Fault::Large => (head("200 OK").padded(&echo, 100_000), Then::GoOnQuietly),
            Fault::LastAnswer => (head("200 OK").last().answer(&echo), Then::End),
            Fault::HangUp => (ok, Then::End),
            Fault::StrayAnswer => {
                let stray = head("200 OK").answer("another/1");
                ([ok, stray].concat(), Then::Wait)
            }
            Fault::ResetBeforeHead => (Vec::new(), Then::Reset),
            Fault::EndBeforeHead => (Vec::new(), Then::End),
            Fault::ResetInHead => (ok[..in_head].to_vec(), Then::Reset),
            Fault::EndInHead => (ok[..in_head].to_vec(), Then::End),
            Fault::ResetInBody => (ok[..part].to_vec(), Then::Reset),
            Fault::EndInBody => (ok[..part].to_vec(), Then::End),
            Fault::EndInChunks => {
                let mut bytes = head("200 OK").chunks(&echo);
                bytes.truncate(bytes.len() - 1 - draw.below(12) as usize);
                (bytes, Then::End)
            }
            Fault::StallBeforeHead => (Vec::new(), Then::Wait),
            Fault::StallInHead => (ok[..in_head].to_vec(), Then::Wait),
            Fault::StallInBody => (ok[..part].to_vec(), Then::Wait),
            Fault::Trickle => {
                let pause = self.settings.attempt * 2 / ok.len() as u32;
                for byte in &ok[..part] {
                    stream.write_all(&[*byte]).await?;
                    sleep(pause).await;
                }
                (Vec::new(), Then::Wait)
            }
            Fault::Throttled => (head(BAD).error("ThrottlingException", &echo), Then::GoOn),
            Fault::ThrottledFor => {
                let head = head(BAD).header("retry-after: 1");
                (head.error("ThrottlingException", &echo), Then::GoOn)
            }
            Fault::Unavailable => (head("503 Service Unavailable").body(""), Then::GoOn),
            Fault::Internal => {
                let head = head("500 Internal Server Error");
                (head.error("InternalServerError", &echo), Then::GoOn)
            }
            Fault::Expired => (head(BAD).error("ExpiredTokenException", &echo), Then::GoOn),
            Fault::LengthTooLong => (head("200 OK").answer_of_length(&echo, 10), Then::End),
            Fault::LengthTooShort => (head("200 OK").answer_of_length(&echo, -10), Then::Wait),
            Fault::NotHttp => (
                b"220 smtp.example.com ESMTP ready\r\n\r\n".to_vec(),
                Then::Wait,
            ),
            Fault::NotJson => (head("200 OK").body("<html>maintenance</html>"), Then::GoOn),
            Fault::TooLarge => (head("200 OK").padded(&echo, 300_000), Then::Wait),
            Fault::Refused => (
                head(BAD).error("InvalidRequestException", &echo),
                Then::GoOn,
            ),
        };
        stream.write_all(&bytes).await?;
        if matches!(then, Then::Reset) {
            // Bytes that were written may arrive before the reset does.
            sleep(Duration::from_millis(draw.below(5))).await;
        }
        Ok(then)
    }
}

/// Returns whether nothing arrives on a connection for this long.
async fn rests(stream: &TcpStream, time: Duration) -> bool {
    if timeout(time, stream.readable()).await.is_ok() {
        return false;
    }
    // Where tasks wait for each other, something may have arrived that the runtime doesn't know of yet.
    tokio::task::yield_now().await;
    timeout(Duration::ZERO, stream.readable()).await.is_err()
}

const BAD: &str = "400 Bad Request";

/// Resets a connection.
fn reset(stream: TcpStream) -> io::Result<()> {
    stream.set_zero_linger()
}
