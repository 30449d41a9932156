use super::Postgres;
use crate::sockets::Folder;
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use ticket_note_free_port::free_port;

/// A program in front of the proxies or of the database. It is killed on drop.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) port: u16,
    program: Child,
    _folder: Option<Folder>,
}

impl Service {
    /// Starts HAProxy with the file of `deploy/`, changed to these addresses.
    pub(super) fn haproxy(folder: &Folder, port: u16, proxies: &[SocketAddr]) -> Self {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy/haproxy.cfg");
        let mut text = std::fs::read_to_string(file).unwrap();
        text = text.replace("bind 10.0.0.10:8080", &format!("bind 127.0.0.1:{port}"));
        text = text.replace("src 10.0.0.4", "src 127.0.0.1");
        for (index, address) in proxies.iter().enumerate() {
            text = text.replace(&format!("10.0.0.{}:8080", index + 1), &address.to_string());
        }
        let config = folder.file("haproxy.cfg");
        std::fs::write(&config, text).unwrap();
        Self::run(port, Command::new("haproxy").args(["-db", "-f", &config]), None)
    }

    /// Starts PgBouncer in transaction mode, with few connections to the server.
    pub(crate) fn pgbouncer(postgres: &Postgres) -> Self {
        let (port, folder) = (free_port(), Folder::new());
        let config = format!(
            "[databases]\nnotes = host=127.0.0.1 port={} dbname=notes user=notes\n[pgbouncer]\n\
             listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n\
             pool_mode = transaction\ndefault_pool_size = 8\nmax_client_conn = 200\n\
             server_login_retry = 1\n",
            postgres.port
        );
        let folder = folder.with("pgbouncer.ini", config);
        let mut command = postgres.as_owner("pgbouncer");
        command.arg(folder.file("pgbouncer.ini"));
        Self::run(port, &mut command, Some(folder))
    }

    fn run(port: u16, command: &mut Command, folder: Option<Folder>) -> Self {
        let path = format!("{}:/usr/sbin", std::env::var("PATH").unwrap_or_default());
        command.env("PATH", path).stdout(Stdio::null()).stderr(Stdio::null());
        let service = Self { port, program: command.spawn().unwrap(), _folder: folder };
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(start.elapsed() < Duration::from_secs(10), "not started: {command:?}");
            thread::sleep(Duration::from_millis(20));
        }
        service
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
