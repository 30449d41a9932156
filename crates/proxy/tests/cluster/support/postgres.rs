use crate::sockets::Folder;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};
use ticket_note_free_port::free_port;

/// A PostgreSQL server with its data in a temporary folder. It stops on drop.
#[derive(Debug)]
pub(crate) struct Postgres {
    pub(crate) port: u16,
    folder: Folder,
    programs: PathBuf,
    server: Option<Child>,
}

impl Postgres {
    /// Starts a server. `None` if the machine has none and `CI` is not set.
    pub(crate) fn start() -> Option<Self> {
        let Some(programs) = find_programs() else {
            assert!(std::env::var_os("CI").is_none(), "PostgreSQL is missing: run tools/setup.sh cluster");
            eprintln!("not tested: PostgreSQL is missing");
            return None;
        };
        let mut postgres = Self { port: free_port(), folder: Folder::new(), programs, server: None };
        let data = postgres.data();
        fs::create_dir_all(&data).unwrap();
        if is_root() {
            let owner = Command::new("chown").args(["postgres", &data]).status().unwrap();
            assert!(owner.success());
        }
        let options = ["-D", &data, "-U", "notes", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C"];
        let made = postgres.program("initdb").args(options).stdout(Stdio::null()).status().unwrap();
        assert!(made.success());
        postgres.run();
        assert_eq!(postgres.sql_in("postgres", "CREATE DATABASE notes"), "");
        Some(postgres)
    }

    /// Returns the address of its database, as `--ledger` takes it.
    pub(crate) fn url(&self) -> String {
        self.url_at(self.port)
    }

    /// Returns the address of its database at another port, such as that of a pooler.
    pub(crate) fn url_at(&self, port: u16) -> String {
        format!("postgres://notes@127.0.0.1:{port}/notes")
    }

    /// Runs statements in the database, and returns the first value.
    #[track_caller]
    pub(crate) fn sql(&self, statements: &str) -> String {
        self.sql_in("notes", statements)
    }

    #[track_caller]
    fn sql_in(&self, database: &str, statements: &str) -> String {
        let output = Command::new(self.programs.join("psql"))
            .args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "notes", "-d", database])
            .args(["-qtAX", "-v", "ON_ERROR_STOP=1", "-c", statements])
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Starts the server, and waits until it accepts connections.
    pub(crate) fn run(&mut self) {
        let settings = [
            &format!("port={}", self.port),
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            // The tests kill processes, not the machine.
            "fsync=off",
            "shared_buffers=32MB",
            "log_min_messages=panic",
        ];
        let mut command = self.program("postgres");
        command.args(["-D", &self.data()]);
        for setting in settings {
            command.args(["-c", setting]);
        }
        self.server = Some(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        let start = Instant::now();
        while !self.accepts() {
            assert!(start.elapsed() < Duration::from_secs(30), "PostgreSQL does not start");
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn accepts(&self) -> bool {
        let port = self.port.to_string();
        let ready = Command::new(self.programs.join("pg_isready"))
            .args(["-h", "127.0.0.1", "-p", &port])
            .stdout(Stdio::null())
            .status();
        ready.unwrap().success()
    }

    /// Stops the server. `signal` is `INT` for an orderly stop, or `QUIT` for a crash.
    pub(crate) fn stop(&mut self, signal: &str) {
        if let Some(mut server) = self.server.take() {
            let _ = Command::new("kill").args([&format!("-{signal}"), &server.id().to_string()]).status();
            let _ = server.wait();
        }
    }

    /// Restarts the server so that it accepts TLS with this password only. Returns the file with its
    /// certificate.
    pub(crate) fn secure(&mut self, password: &str) -> String {
        let signed = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        self.sql(&format!("ALTER USER notes PASSWORD '{password}'"));
        self.stop("INT");
        let authority = self.folder.file("authority.pem");
        fs::write(&authority, signed.cert.pem()).unwrap();
        for (name, content) in [
            ("data/server.crt", signed.cert.pem()),
            ("data/server.key", signed.signing_key.serialize_pem()),
            ("data/pg_hba.conf", "hostssl all all 127.0.0.1/32 scram-sha-256\n".to_owned()),
            ("data/postgresql.auto.conf", "ssl = on\n".to_owned()),
        ] {
            let path = self.folder.file(name);
            fs::write(&path, content).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
            if is_root() {
                assert!(Command::new("chown").args(["postgres", &path]).status().unwrap().success());
            }
        }
        self.run();
        authority
    }

    /// Suspends every process of the server, or lets them continue.
    pub(crate) fn pause(&mut self, is_paused: bool) {
        let server = self.server.as_ref().unwrap().id().to_string();
        let children = Command::new("pgrep").args(["-P", &server]).output().unwrap();
        let children = String::from_utf8(children.stdout).unwrap();
        let signal = if is_paused { "-STOP" } else { "-CONT" };
        let stopped = Command::new("kill").args([signal, &server]).args(children.split_whitespace()).status();
        assert!(stopped.is_ok());
    }

    fn data(&self) -> String {
        self.folder.file("data")
    }

    fn program(&self, name: &str) -> Command {
        self.as_owner(self.programs.join(name))
    }

    /// Runs a program as the owner of the data. PostgreSQL's programs refuse to run as root.
    pub(crate) fn as_owner(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        if !is_root() {
            return Command::new(program);
        }
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(program);
        command.current_dir("/");
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.stop("QUIT");
    }
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.trim_ascii() == b"0"
}

/// Returns the folder of the newest PostgreSQL of Debian's packages, else the one on `PATH`.
fn find_programs() -> Option<PathBuf> {
    let is_complete = |folder: &PathBuf| {
        ["initdb", "postgres", "psql", "pg_isready"].iter().all(|name| folder.join(name).exists())
    };
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions.map(|version| version.path().join("bin")).filter(is_complete).max();
    newest.or_else(|| std::env::split_paths(&std::env::var_os("PATH")?).find(is_complete))
}
