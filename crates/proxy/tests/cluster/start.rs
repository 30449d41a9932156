//! The connection to the database: passwords, TLS, and failures at the start.

use crate::sockets::{Folder, NOTE, Program, Proxy, eventually, fresh_key};
use crate::support::Postgres;
use std::net::TcpListener;

/// The password of the database. No output may contain it.
const PASSWORD: &str = "pAsSwOrD of the ledger";

fn sandbox(url: &str) -> Program {
    Program::sandbox().with(&["--ledger", url])
}

fn saves_a_note(proxy: &Proxy) {
    proxy.post(&fresh_key(), NOTE).is_saved();
    eventually("the note is logged", || proxy.log().contains("saved"));
    assert!(!proxy.log().contains(PASSWORD), "{}", proxy.log());
}

#[test]
fn a_password_and_verified_tls_reach_the_database() {
    let Some(mut postgres) = Postgres::start() else { return };
    let authority = postgres.secure(PASSWORD);
    let folder = Folder::new()
        .with_key(PASSWORD)
        .with("empty", "")
        .with("other.pem", rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap().cert.pem());
    let url = format!("postgres://notes@localhost:{}/notes?sslmode=verify-full&sslrootcert=", postgres.port);
    let good = format!("{url}{authority}");
    saves_a_note(&sandbox(&good).env("PGPASSWORD", PASSWORD).start());
    saves_a_note(&sandbox(&good).with(&["--ledger-password-file", &folder.file("key")]).start());
    let passfile = Folder::new().with_key(&format!("localhost:*:notes:notes:{PASSWORD}\n"));
    saves_a_note(&sandbox(&good).env("PGPASSFILE", &passfile.file("key")).start());

    for (url, variable, expected) in [
        (&good, "wrong", "password authentication failed"),
        (&format!("{url}{}", folder.file("other.pem")), PASSWORD, "certificate"),
        (&format!("{url}{}", folder.file("empty")), PASSWORD, "no certificate"),
    ] {
        let (code, line) = sandbox(url).env("PGPASSWORD", variable).env("RUST_LOG", "trace").fail();
        assert!(code > 0 && line.contains(expected) && !line.contains(PASSWORD), "{code} {line}");
    }
}

#[test]
fn a_password_in_the_address_is_refused_and_not_printed() {
    let (code, line) = sandbox(&format!("postgres://notes:{PASSWORD}@localhost/notes")).fail();
    assert_eq!((code, line.lines().count(), line.contains("PGPASSWORD")), (2, 1, true), "{line}");
    assert!(!line.contains(PASSWORD), "{line}");
}

#[test]
fn a_database_that_is_away_is_exit_code_1() {
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let (code, line) = sandbox(&format!("postgres://notes@127.0.0.1:{port}/notes")).fail();
    assert_eq!((code, line.lines().count(), line.contains("--ledger")), (1, 1, true), "{line}");
}

#[test]
fn a_database_that_does_not_exist_is_exit_code_2() {
    let Some(postgres) = Postgres::start() else { return };
    let (code, line) = sandbox(&format!("{}2", postgres.url())).fail();
    assert_eq!((code, line.lines().count(), line.contains("\"notes2\"")), (2, 1, true), "{line}");
}

#[test]
fn a_server_that_is_too_old_stops_the_start() {
    let Some(postgres) = Postgres::start() else { return };
    // The function of this schema is found before that of the server.
    postgres.sql(
        "CREATE SCHEMA old; CREATE FUNCTION old.version() RETURNS text LANGUAGE sql
            AS $$ SELECT 'PostgreSQL 14.9 on x86_64-pc-linux-gnu, 64-bit' $$;
        ALTER DATABASE notes SET search_path = old, pg_catalog, public", // cspell:disable-line
    );
    for flags in [&[] as &[&str], &["--check"]] {
        let (code, line) = sandbox(&postgres.url()).with(flags).fail();
        let expected = "the server is PostgreSQL 14.9; upgrade it to version 15 or newer\n";
        assert_eq!((code, line.lines().count(), line.ends_with(expected)), (2, 1, true), "{line}");
    }
    postgres.sql("ALTER DATABASE notes RESET search_path");
    assert_eq!(postgres.sql("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'ticket_note_%'"), "0");
    assert_eq!(sandbox(&postgres.url()).with(&["--check"]).fail(), (0, String::new()));
}

#[test]
fn a_password_file_readable_by_others_causes_a_warning() {
    let Some(postgres) = Postgres::start() else { return };
    let folder = Folder::new().with_key(PASSWORD);
    let file = folder.file("key");
    let warning = "other users of this machine can read the password file of the ledger";
    for (mode, is_exposed) in [(0o600, false), (0o644, true)] {
        std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
        let proxy = sandbox(&postgres.url()).with(&["--ledger-password-file", &file]).start();
        // The warning comes before the first request.
        saves_a_note(&proxy);
        assert_eq!(proxy.log().contains(warning), is_exposed, "{}", proxy.log());
    }
}

#[test]
fn a_password_file_needs_a_database() {
    let (code, line) = Program::sandbox().with(&["--ledger-password-file", "/dev/null"]).fail();
    assert_eq!((code, line.lines().count(), line.contains("--ledger ")), (2, 1, true), "{line}");
}
