use super::{Helpdesk, Postgres, Service};
use crate::sockets::{CANARY, Folder, Program, Proxy};
use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};
use ticket_note_free_port::free_port;

/// Three proxies on one database, behind HAProxy.
#[derive(Debug)]
pub(crate) struct Fleet {
    /// The address of HAProxy.
    pub(crate) address: SocketAddr,
    pub(crate) helpdesk: Helpdesk,
    proxies: Vec<Option<Proxy>>,
    addresses: Vec<SocketAddr>,
    folder: Folder,
    ledger: String,
    lease: u64,
    _haproxy: Service,
}

impl Fleet {
    /// Starts the proxies. Their leases last this many seconds.
    pub(crate) fn start(postgres: &Postgres, lease: u64) -> Self {
        Self::with_ledger(&postgres.url(), lease)
    }

    /// Starts the proxies with this ledger.
    pub(crate) fn with_ledger(ledger: &str, lease: u64) -> Self {
        let local = |port| SocketAddr::from(([127, 0, 0, 1], port));
        let addresses: Vec<_> = (0..3).map(|_| local(free_port())).collect();
        let folder = Folder::new().with_key(CANARY);
        let port = free_port();
        let mut fleet = Self {
            address: local(port),
            helpdesk: Helpdesk::start(),
            proxies: (0..3).map(|_| None).collect(),
            _haproxy: Service::haproxy(&folder, port, &addresses),
            addresses,
            folder,
            ledger: ledger.to_owned(),
            lease,
        };
        for index in 0..3 {
            fleet.restart(index);
        }
        fleet
    }

    /// Starts a proxy, in place of the one that ran.
    pub(crate) fn restart(&mut self, index: usize) {
        let program = self.program(index);
        self.run(index, program);
    }

    /// Kills a proxy.
    pub(crate) fn kill(&mut self, index: usize) {
        self.proxies[index] = None;
    }

    /// Returns the command line of a proxy.
    pub(crate) fn program(&self, index: usize) -> Program {
        let (listen, lease) = (self.addresses[index].to_string(), self.lease.to_string());
        let upstream = format!("http://{}", self.helpdesk.address);
        Program::bare(&["--listen", &listen, "--upstream", &upstream, "--upstream-encoding", "json"]).with(&[
            "--api-key-file",
            &self.folder.file("key"),
            "--anonymous",
            "--rate-limit",
            "1000000",
            "--upstream-timeout",
            "10",
            "--ledger",
            &self.ledger,
            "--ledger-lease",
            &lease,
        ])
    }

    /// Runs a command line as the proxy with this number, and waits until HAProxy can use it.
    pub(crate) fn run(&mut self, index: usize, program: Program) {
        self.proxies[index] = None;
        let proxy = program.start();
        let start = Instant::now();
        while proxy.get("/readyz").status != 200 {
            assert!(start.elapsed() < Duration::from_secs(20), "not ready: {}", proxy.log());
            thread::sleep(Duration::from_millis(20));
        }
        self.proxies[index] = Some(proxy);
    }

    /// Returns a running proxy.
    pub(crate) fn proxy(&self, index: usize) -> &Proxy {
        self.proxies[index].as_ref().unwrap()
    }
}

/// Sets the wall clock of a proxy off by this much, such as `-1h`. Its monotonic clock runs on, as on
/// a machine whose wall clock is wrong.
pub(crate) fn with_clock(program: Program, offset: &str) -> Program {
    let folders = std::fs::read_dir("/usr/lib").unwrap().flatten();
    let libraries = folders.map(|folder| folder.path().join("faketime/libfaketimeMT.so.1"));
    let library = libraries.into_iter().find(|path| path.exists()).expect("libfaketime is missing");
    program
        .env("LD_PRELOAD", library.to_str().unwrap())
        .env("FAKETIME", offset)
        .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
}
