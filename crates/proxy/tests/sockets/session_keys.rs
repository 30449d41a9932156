//! The session key file, its command, and the times of sessions.

use crate::support::sign_in::{ORIGIN, VERIFIER, code_of, redeem, session, signed_in};
use crate::support::{Folder, Program, Proxy, eventually};
use std::fs;
use std::os::unix::fs::PermissionsExt;

fn new_key() -> String {
    let (code, line, _) = Program::bare(&["session-key"]).run();
    assert_eq!(code, 0);
    line
}

fn write(folder: &Folder, content: &str, mode: u32) -> String {
    let path = folder.file("session");
    fs::write(&path, content).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    path
}

fn program(flags: &[&str]) -> Program {
    Program::sandbox().with(&["--user-header", "X-Agent", "--public-origin", ORIGIN]).with(flags)
}

fn is_signed_in(proxy: &Proxy, cookie: &str) -> bool {
    proxy.send(&session("GET").header("cookie", cookie)).json()["signedIn"] == true
}

#[test]
fn the_command_prints_another_key_each_time() {
    let (one, other) = (new_key(), new_key());
    assert_eq!((one.len(), one.ends_with('\n')), (45, true));
    assert_ne!(one, other);
}

#[test]
fn keys_rotate_without_ending_sessions() {
    let (old, new) = (new_key(), new_key());
    let folder = Folder::new();
    let file = write(&folder, &old, 0o600);
    let proxy = program(&["--session-key-file", &file]).start();
    assert!(!proxy.log().contains("--session-key-file is not set"));
    let before = signed_in(&proxy, "7");
    let reload = |content: &str, line: &str| {
        write(&folder, content, 0o600);
        let count = || proxy.log().matches(line).count();
        let known = count();
        proxy.signal("HUP");
        eventually("the reload is logged", || count() > known);
    };
    reload(&format!("{new}{old}"), "reloaded part=\"session keys\"");
    let after = signed_in(&proxy, "7");
    assert!(is_signed_in(&proxy, &before) && is_signed_in(&proxy, &after));
    reload("not a key", "not reloaded, so the previous one stays in use part=\"session keys\"");
    assert!(is_signed_in(&proxy, &before));
    reload(&new, "reloaded part=\"session keys\"");
    assert!(!is_signed_in(&proxy, &before) && is_signed_in(&proxy, &after));
    assert!(!proxy.log().contains(old.trim()) && !proxy.log().contains(new.trim()));
}

#[test]
fn without_a_file_a_warning_says_that_sessions_end() {
    let proxy = program(&[]).start();
    eventually("the warning is logged", || {
        proxy.log().contains("--session-key-file is not set: sessions end with the process")
    });
    let cookie = signed_in(&proxy, "7");
    assert!(is_signed_in(&proxy, &cookie));
    assert!(!is_signed_in(&program(&[]).start(), &cookie));
}

#[test]
fn a_session_outlives_a_restart_with_a_file() {
    let folder = Folder::new();
    let file = write(&folder, &new_key(), 0o600);
    let cookie = signed_in(&program(&["--session-key-file", &file]).start(), "7");
    assert!(is_signed_in(&program(&["--session-key-file", &file]).start(), &cookie));
    let flags = ["--session-key-file", &file, "--sessions-not-before", "2099-01-01T00:00:00Z"];
    let proxy = program(&flags).start();
    assert!(!is_signed_in(&proxy, &cookie));
    proxy.send(&redeem(&code_of(&proxy, "7"), VERIFIER, "cookie")).is(401, "unauthenticated", "no");
}

#[test]
fn a_key_file_must_be_private_and_valid() {
    let folder = Folder::new();
    for (content, mode, message) in [
        (new_key(), 0o640, "run chmod 600 on it"),
        (new_key(), 0o604, "run chmod 600 on it"),
        ("short\n".to_owned(), 0o600, "has no key of 32 bytes in base64 in line 1"),
        (String::new(), 0o600, "is empty"),
        (format!("{0}{0}{0}", new_key()), 0o600, "has more than two lines"),
    ] {
        let file = write(&folder, &content, mode);
        let (code, text) = program(&["--session-key-file", &file]).fail();
        assert!(code == 2 && text.contains(message), "{code} {text}");
        assert!(content.is_empty() || !text.contains(content.trim()), "{text}");
    }
}

#[test]
fn settings_of_sessions_name_what_they_need() {
    let folder = Folder::new();
    let file = write(&folder, &new_key(), 0o600);
    for (flags, message) in [
        (
            vec!["--session-key-file", &file],
            "--session-key-file needs --user-header or --jwt-keys; set one of them",
        ),
        (
            vec!["--session-key-file", &file, "--user-header", "X-Agent"],
            "--session-key-file needs --public-origin; set it to the origin of the form",
        ),
        (vec!["--users-ignore-case"], "--users-ignore-case needs --users; set it to the users file"),
    ] {
        let (code, text) = Program::sandbox().with(&flags).fail();
        assert_eq!((code, text), (2, format!("ticket-note-proxy: {message}\n")));
    }
    let (code, text) = program(&["--session-hours", "25"]).fail();
    assert!(code == 2 && text.contains("expected a whole number from 1 to 24"), "{text}");
    let (code, text) = program(&["--sessions-not-before", "yesterday"]).fail();
    assert!(code == 2 && text.contains("such as 2026-01-31T12:00:00Z"), "{text}");
}
