//! Calls a bookshop: `load ADDRESS OPERATION CONNECTIONS CALLS`.
//!
//! Each connection makes its calls one after the other, and stays open until the input ends. It prints
//! the body of the first answer, and then how many calls were answered alike.

use std::error::Error;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The bytes of a request.
fn request(operation: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let (line, body) = match operation {
        "GetBook" => ("GET /books/9780000000019", String::new()),
        "BuyBook" => (
            "POST /books/9780000000019/purchases",
            r#"{"payment":"CARD","copies":2}"#.to_owned(),
        ),
        "PlaceOrder" => {
            let line = |number| {
                let isbn = if number % 2 == 0 {
                    "9780000000019"
                } else {
                    "9780000000026"
                };
                format!(
                    r#"{{"isbn":"{isbn}","copies":{},"dedication":"For Ada, who asked; number {number}"}}"#,
                    number % 10 + 1
                )
            };
            let lines: Vec<_> = (0..20).map(line).collect();
            let body = format!(
                r#"{{"customer":"Ada Lovelace","payment":"CASH","lines":[{}],"note":"leave it at the door"}}"#,
                lines.join(",")
            );
            ("POST /orders", body)
        }
        _ => return Err("GetBook, BuyBook or PlaceOrder".into()),
    };
    let head = match body.is_empty() {
        true => String::new(),
        false => format!(
            "content-type: application/json\r\ncontent-length: {}\r\n",
            body.len()
        ),
    };
    Ok(format!(
        "{line} HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: load\r\naccept: */*\r\n{head}\r\n{body}"
    )
    .into_bytes())
}

/// Reads an answer; its body.
async fn answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Result<Vec<u8>, Box<dyn Error>> {
    buffer.clear();
    loop {
        if stream.read_buf(buffer).await? == 0 {
            return Err("the server ended the connection".into());
        }
        let Some(end) = buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n") else {
            continue;
        };
        let head = std::str::from_utf8(&buffer[..end])?;
        if !head.starts_with("HTTP/1.1 20") {
            return Err(String::from_utf8_lossy(buffer).into());
        }
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.ok_or("there is no content-length")?.parse()?;
        if buffer.len() == end + 4 + length {
            return Ok(buffer[end + 4..].to_vec());
        }
    }
}

async fn calls(
    address: Arc<str>,
    request: Arc<[u8]>,
    expected: Arc<[u8]>,
    left: Arc<AtomicUsize>,
) -> Result<(usize, TcpStream), Box<dyn Error>> {
    let mut stream = TcpStream::connect(&*address).await?;
    stream.set_nodelay(true)?;
    let (mut buffer, mut done) = (Vec::with_capacity(16_384), 0);
    loop {
        let taken = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
            left.checked_sub(1)
        });
        if taken.is_err() {
            return Ok((done, stream));
        }
        stream.write_all(&request).await?;
        let body = answer(&mut stream, &mut buffer).await?;
        done += usize::from(*body == *expected);
    }
}

async fn load(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    let [address, operation, connections, number] = arguments else {
        return Err("load ADDRESS OPERATION CONNECTIONS CALLS".into());
    };
    let (connections, number): (usize, usize) = (connections.parse()?, number.parse()?);
    let (address, request): (Arc<str>, Arc<[u8]>) =
        ((**address).into(), request(operation)?.into());
    let mut stream = TcpStream::connect(&*address).await?;
    stream.write_all(&request).await?;
    let expected: Arc<[u8]> = answer(&mut stream, &mut Vec::new()).await?.into();
    println!("{}", String::from_utf8_lossy(&expected));
    drop(stream);
    // Each connection makes a call at the least.
    let each = number / connections;
    let local = tokio::task::LocalSet::new();
    let tasks: Vec<_> = (0..connections)
        .map(|_| {
            let left = Arc::new(AtomicUsize::new(each));
            local.spawn_local(calls(
                address.clone(),
                request.clone(),
                expected.clone(),
                left,
            ))
        })
        .collect();
    let streams = local
        .run_until(async {
            let (mut done, mut streams) = (0, Vec::new());
            for task in tasks {
                let (answered, stream) = task.await??;
                done += answered;
                streams.push(stream);
            }
            println!("{done}");
            Ok::<_, Box<dyn Error>>(streams)
        })
        .await?;
    std::io::stdout().flush()?;
    // The connections are open until somebody has looked at the server.
    std::io::stdin().read_line(&mut String::new())?;
    drop(streams);
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build()?.block_on(load(&arguments))
}
