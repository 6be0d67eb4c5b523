//! Moves objects to and from S3: uploads, lists, downloads with a progress bar, presigns, and
//! compares what came back. Bytes that differ end the program with an error.
//!
//! ```text
//! cargo run --package storage --example s3                  # against a store in memory
//! cargo run --package storage --example s3 -- http://127.0.0.1:5000   # against moto, MinIO, …
//! ```

use std::error::Error;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use storage::s3::{Client, CreateBucket, DeleteObject, GetObject, ListObjectsV2, PutObject};
use storage::{Store, serve};
use tinsmith_runtime::client::{Config, Credentials};
use tinsmith_runtime::{Body, Timestamp};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const BUCKET: &str = "photos";

const NOTE: &str = "remember the milk";

/// The size of the large object: 40 MiB, which is five parts.
const LARGE: usize = 40 << 20;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let url = match std::env::args().nth(1) {
        Some(url) => url,
        None => {
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            let url = format!("http://{}", listener.local_addr()?);
            tokio::spawn(serve(Arc::new(Store::new()), listener));
            url
        }
    };
    let config = Config::new()
        .region("us-east-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI"))
        .endpoint_url(&url);
    let client = Client::new(&config)?;
    client
        .create_bucket(CreateBucket::new().bucket(BUCKET))
        .await?;

    // A small object, in one piece. Its key has what other services would encode or normalise.
    let note = PutObject::new()
        .bucket(BUCKET)
        .key("notes//2026+11/ä.txt")
        .content_type("text/plain");
    let put = client.put_object(note.body(NOTE)).await?;
    println!(
        "uploaded a note, entity tag {}",
        put.e_tag.unwrap_or_default()
    );

    // A large one, from a file.
    let folder = std::env::temp_dir().join(format!("tinsmith-s3-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let (from, to) = (folder.join("film.bin"), folder.join("copy.bin"));
    std::fs::write(&from, bytes())?;
    let film = PutObject::new().bucket(BUCKET).key("film.bin");
    let upload = client.upload_in_parts(film.body(Body::from_file(&from)?));
    upload.on_progress(bar("upload")).send().await?;
    println!();

    // All keys, page by page.
    let mut objects = client.pages(ListObjectsV2::new().bucket(BUCKET)).items();
    while let Some(object) = objects.next().await {
        let object = object?;
        let (key, size) = (
            object.key.unwrap_or_default(),
            object.size.unwrap_or_default(),
        );
        println!("{size:>10}  {key}");
    }

    // The large object, into a file and by ranges.
    let film = GetObject::new().bucket(BUCKET).key("film.bin");
    client.download_by_ranges(film.clone()).to_file(&to).await?;
    same("the file", &std::fs::read(&to)?, &bytes())?;

    // The same as a stream, with a progress bar.
    let output = client.download_by_ranges(film).send().await?;
    let mut body = output.body.on_progress(bar("download"));
    let mut came = Vec::new();
    while let Some(chunk) = body.next().await? {
        came.extend_from_slice(&chunk);
    }
    println!();
    same("the stream", &came, &bytes())?;

    // A link for anybody, until it expires.
    let note = GetObject::new().bucket(BUCKET).key("notes//2026+11/ä.txt");
    let quarter = Duration::from_secs(15 * 60);
    let link = client.presigned(note.clone(), quarter).await?;
    let now = Timestamp::now().epoch_seconds();
    println!(
        "the link is good for {} s",
        link.expires_at().epoch_seconds() - now
    );
    let text = get(&link.url().to_string()).await?;
    same("the text behind the link", text.as_bytes(), NOTE.as_bytes())?;

    client
        .delete_object(DeleteObject::new().bucket(BUCKET).key("film.bin"))
        .await?;
    match client
        .get_object(GetObject::new().bucket(BUCKET).key("film.bin"))
        .await
    {
        Ok(_) => return Err("the film is still there".into()),
        Err(error) => println!("after deleting it: {error}"),
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

/// The bytes of the large object, which differ from each other.
fn bytes() -> Vec<u8> {
    let numbers = (0_u64..).flat_map(|number| number.wrapping_mul(0x9e37_79b9).to_le_bytes());
    numbers.take(LARGE).collect()
}

/// Compares what came with what was sent.
fn same(name: &str, came: &[u8], sent: &[u8]) -> Result<(), Box<dyn Error>> {
    if came != sent {
        return Err(format!("{name} isn't what was sent").into());
    }
    println!("{name} is what was sent, {} bytes", came.len());
    Ok(())
}

/// Makes a progress bar.
fn bar(name: &'static str) -> impl Fn(u64) + Send + Sync {
    let shown = AtomicU64::new(u64::MAX);
    move |moved| {
        // A line is written for each MiB, not for each chunk.
        if shown.swap(moved >> 20, Ordering::Relaxed) == moved >> 20 {
            return;
        }
        let length = usize::try_from(moved).unwrap_or(LARGE).min(LARGE) * 20 / LARGE;
        let bar = "#".repeat(length);
        print!("\r{name:>8} [{bar:<20}] {:>3} MiB", moved >> 20);
        _ = std::io::stdout().flush();
    }
}

/// Gets what a link leads to, as any program can that speaks HTTP.
async fn get(link: &str) -> Result<String, Box<dyn Error>> {
    let address = link.strip_prefix("http://").ok_or("the link isn't http")?;
    let (host, path) = address.split_once('/').ok_or("the link has no path")?;
    let mut stream = TcpStream::connect(host).await?;
    let request = format!("GET /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    let (_, body) = answer.split_once("\r\n\r\n").ok_or("no answer came")?;
    Ok(body.to_owned())
}
