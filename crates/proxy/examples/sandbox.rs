//! The stand-in for the vendor on its own, for whoever speaks to it without the proxy of its
//! process: the load run does. Prints the address that a note is posted to, with its key.

use std::io;
use ticket_note_proxy::sandbox::Sandbox;

#[tokio::main]
async fn main() -> io::Result<()> {
    let sandbox = Sandbox::start().await?;
    println!("{}", sandbox.endpoint());
    tokio::signal::ctrl_c().await
}
