//! Tests of addresses and of the passwords for them.

use super::*;
use std::fs;
use std::os::unix::fs::PermissionsExt;

const LEASE: Duration = Duration::from_secs(20);

fn database(url: &str) -> Result<Database, InvalidDatabase> {
    Database::new(url, LEASE, &DatabaseSecrets::default())
}

fn tls(url: &str) -> Tls {
    database(url).unwrap().tls
}

/// A file that is deleted on drop.
struct File(PathBuf);

impl File {
    fn new(name: &str, content: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ticket-note-{name}-{}", std::process::id()));
        fs::write(&path, content).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        Self(path)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[test]
fn another_machine_is_reached_with_verified_tls() {
    assert_eq!(tls("postgres://notes@db.example/notes"), Tls::System);
    assert_eq!(tls("postgres://notes@db.example/notes?sslmode=verify-full"), Tls::System);
    let authorities = tls("postgres://notes@db.example/notes?sslrootcert=/etc/ssl/db%20ca.pem");
    assert_eq!(authorities, Tls::Authorities(PathBuf::from("/etc/ssl/db ca.pem")));
    assert_eq!(tls("postgres://notes@127.0.0.1,db.example/notes"), Tls::System);
}

#[test]
fn a_connection_on_this_machine_needs_no_tls() {
    for host in ["localhost", "127.0.0.1", "[::1]", "%2Fvar%2Frun%2Fpostgresql"] {
        assert_eq!(tls(&format!("postgres://notes@{host}/notes")), Tls::Off, "{host}");
    }
    assert_eq!(tls("postgres://notes@db.example/notes?sslmode=disable"), Tls::Off);
    assert_eq!(tls("postgres://notes@localhost/notes?sslmode=verify-full"), Tls::System);
}

#[test]
fn a_mode_that_verifies_nothing_is_refused() {
    for mode in ["prefer", "allow", "require", "verify-ca", ""] {
        let url = format!("postgres://notes@db.example/notes?sslmode={mode}");
        assert_eq!(database(&url), Err(InvalidDatabase::SslMode), "{mode}");
    }
}

#[test]
fn a_password_in_the_address_is_refused() {
    for url in ["postgres://notes:secret@db.example/notes", "postgres://notes@db/notes?password=secret"] {
        let error = database(url).unwrap_err();
        assert_eq!(error, InvalidDatabase::Password);
        assert!(!error.to_string().contains("secret"));
    }
}

#[test]
fn an_incomplete_address_is_refused() {
    for url in ["postgres://db.example/notes", "postgres://notes@db.example", "postgres://notes@/notes"] {
        assert_eq!(database(url), Err(InvalidDatabase::Incomplete), "{url}");
    }
    assert_eq!(database("postgres://notes@db.example:port/notes"), Err(InvalidDatabase::NotAUrl));
}

#[test]
fn no_output_contains_the_password() {
    let secrets = DatabaseSecrets { password: Some("secret".to_owned()), ..DatabaseSecrets::default() };
    let database = Database::new("postgres://notes@db.example/notes?sslmode=disable", LEASE, &secrets);
    let database = database.unwrap();
    assert_eq!(database.config.get_password(), Some(&b"secret"[..]));
    assert_eq!(database.to_string(), "postgres://notes@db.example/notes");
    assert!(!format!("{database:?} {secrets:?}").contains("secret"));
}

#[test]
fn the_file_of_its_own_comes_before_the_variable() {
    let file = File::new("password", "from the file\n");
    let secrets = DatabaseSecrets {
        password_file: Some(file.0.clone()),
        password: Some("from the variable".to_owned()),
        passfile: None,
    };
    let database = Database::new("postgres://notes@db.example/notes", LEASE, &secrets).unwrap();
    assert_eq!(database.config.get_password(), Some(&b"from the file"[..]));
}

#[test]
fn a_passfile_is_read_as_libpq_reads_it() {
    let lines = "# comment\nother:5432:notes:notes:a\ndb.example:*:notes:notes:b\\:c\\\\d\n*:*:*:*:e\n";
    let file = File::new("passfile", lines);
    let secrets = DatabaseSecrets { passfile: Some(file.0.clone()), ..DatabaseSecrets::default() };
    let password = |url: &str| {
        let database = Database::new(url, LEASE, &secrets)?;
        Ok(database.config.get_password().map(|bytes| String::from_utf8_lossy(bytes).into_owned()))
    };
    assert_eq!(password("postgres://notes@db.example/notes"), Ok(Some("b:c\\d".to_owned())));
    assert_eq!(password("postgres://notes@db.example:6432/notes"), Ok(Some("b:c\\d".to_owned())));
    assert_eq!(password("postgres://notes@other/notes"), Ok(Some("a".to_owned())));
    assert_eq!(password("postgres://me@other/notes"), Ok(Some("e".to_owned())));
    fs::set_permissions(&file.0, fs::Permissions::from_mode(0o640)).unwrap();
    let exposed: Result<_, InvalidDatabase> = password("postgres://me@other/notes");
    assert!(matches!(exposed, Err(InvalidDatabase::PasswordFile(..))));
}
