//! Runs the sandbox without a proxy, as the load test needs it. Prints the URL that accepts notes,
//! with the API key in its query.

use std::io;
use ticket_note_proxy::sandbox::Sandbox;

#[tokio::main]
async fn main() -> io::Result<()> {
    let sandbox = Sandbox::start().await?;
    println!("{}", sandbox.endpoint());
    tokio::signal::ctrl_c().await
}
