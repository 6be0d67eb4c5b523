use bookshop::{Shop, serve};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:3000").await?;
    println!("The shop is open: http://{}", listener.local_addr()?);
    serve(Shop, listener).await
}
