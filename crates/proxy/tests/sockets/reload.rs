//! SIGHUP: key, users and bundle are read again, and no request is cut off.

use crate::support::{Folder, NOTE, Program, Proxy, Reply, Upstream, eventually, fresh_key, post, send_raw};
use std::fs;
use std::thread;
use std::time::Duration;

/// Sends SIGHUP, and waits until the log has a new line with this text.
fn reload(proxy: &Proxy, text: &str) {
    let count = || proxy.log().matches(text).count();
    let before = count();
    proxy.signal("HUP");
    eventually("the reload is logged", || count() > before);
}

fn bundle(folder: Folder, script: &str) -> Folder {
    folder.with("dist/embed.js", script).with("dist/index.html", "<!doctype html>")
}

#[test]
fn sighup_replaces_the_key_without_cutting_a_request() {
    let folder = Folder::new().with_key("first-key");
    let upstream = Upstream::new(Reply::success_after(Duration::from_millis(500)));
    let address = format!("http://{}", upstream.address);
    let (key, ledger) = (folder.file("key"), folder.file("ledger"));
    let flags = ["--upstream", &address, "--anonymous", "--api-key-file", &key, "--ledger", &ledger];
    let proxy = Program::new(&flags).start();
    let (to, request) = (proxy.address, post(&fresh_key(), NOTE).bytes(proxy.address));
    let running = thread::spawn(move || send_raw(to, &request).unwrap());
    eventually("the upstream is called", || upstream.calls() == 1);
    fs::write(&key, "second-key\n").unwrap();
    reload(&proxy, "reloaded part=\"API key\"");
    running.join().unwrap().is_saved();
    proxy.post(&fresh_key(), NOTE).is_saved();
    let keys = ["apiKey=first-key ", "apiKey=second-key "];
    for (request, key) in upstream.requests().iter().zip(keys) {
        assert!(request.contains(key), "{request}");
    }
    fs::write(&key, "canary key").unwrap();
    reload(&proxy, "not reloaded, so the previous one stays in use part=\"API key\"");
    proxy.post(&fresh_key(), NOTE).is_saved();
    assert!(upstream.requests()[2].contains(keys[1]));
    for secret in ["first-key", "second-key", "canary"] {
        assert!(!proxy.log().contains(secret), "{}", proxy.log());
    }
}

#[test]
fn sighup_replaces_the_users() {
    let folder = Folder::new().with("users", "zoë 254\n");
    let users = folder.file("users");
    let proxy = Program::sandbox().with(&["--user-header", "X-Agent", "--users", &users]).start();
    let post_by = |login: &str| proxy.send(&post(&fresh_key(), NOTE).header("x-agent", login));
    post_by("zoë").is_saved();
    post_by("bob").is(403, "unknown_user", "no");
    fs::write(&users, "bob 7\n").unwrap();
    reload(&proxy, "reloaded part=\"users\"");
    post_by("zoë").is(403, "unknown_user", "no");
    post_by("bob").is_saved();
    assert_eq!(proxy.notes()[1]["userID"], 7);
    fs::write(&users, "bob seven\n").unwrap();
    reload(&proxy, "--users: line 1 has ");
    post_by("bob").is_saved();
    fs::remove_file(&users).unwrap();
    reload(&proxy, "--users: cannot read ");
    post_by("bob").is_saved();
}

/// Replaces a file by a pipe without a writer, which blocks a process that opens it.
fn replace_by_pipe(folder: Folder, name: &str) -> Folder {
    fs::remove_file(folder.file(name)).unwrap();
    folder.with_pipe(name)
}

#[test]
fn sighup_refuses_a_pipe_at_once_and_later_reloads_work() {
    let refused = |name: &str, path: &str| {
        format!("--{name}: cannot read {path}: it is not a regular file; choose another path")
    };
    let folder = Folder::new().with("users", "zoe 254\n").with_key("first-key");
    let (users, key) = (folder.file("users"), folder.file("key"));
    let upstream = Upstream::new(Reply::success());
    let (address, ledger) = (format!("http://{}", upstream.address), folder.file("ledger"));
    let flags = ["--upstream", &address, "--user-header", "X-Agent", "--api-key-file", &key];
    let mut proxy = Program::new(&flags).with(&["--users", &users, "--ledger", &ledger]).start();
    let post_by = |proxy: &Proxy, login: &str| proxy.send(&post(&fresh_key(), NOTE).header("x-agent", login));
    let folder = replace_by_pipe(replace_by_pipe(folder, "users"), "key");
    reload(&proxy, &refused("users", &users));
    assert!(proxy.log().contains(&refused("api-key-file", &key)), "{}", proxy.log());
    assert!(proxy.log().contains("ERROR"), "{}", proxy.log());
    post_by(&proxy, "zoe").is_saved();
    fs::remove_file(&users).unwrap();
    let _folder = folder.with("users", "bob 7\n");
    reload(&proxy, "reloaded part=\"users\"");
    post_by(&proxy, "bob").is_saved();
    proxy.signal("TERM");
    assert_eq!(proxy.wait().code(), Some(0));
}

#[test]
fn a_pipe_is_a_key_file_at_the_start_only() {
    let upstream = Upstream::new(Reply::success());
    let (folder, address) = (Folder::new(), format!("http://{}", upstream.address));
    let flags = ["--upstream", &address, "--anonymous", "--api-key-file", "/dev/fd/9"];
    let program = || Program::new(&flags).with(&["--ledger", &folder.file("ledger")]).with_piped("piped-key");
    let proxy = program().start();
    proxy.post(&fresh_key(), NOTE).is_saved();
    reload(&proxy, "it is not a regular file");
    proxy.post(&fresh_key(), NOTE).is_saved();
    assert!(upstream.requests().iter().all(|request| request.contains("apiKey=piped-key ")));
    drop(proxy);
    let flags = ["--check", "--upstream", &address, "--anonymous", "--api-key-file", "/dev/fd/9"];
    let check = Program::new(&flags).with(&["--ledger", &folder.file("ledger")]).with_piped("piped-key");
    assert_eq!(check.fail(), (0, String::new()));
}

#[test]
fn after_sighup_the_case_of_logins_still_does_not_matter() {
    let folder = Folder::new().with("users", "zoe 254\n");
    let users = folder.file("users");
    let flags = ["--user-header", "X-Agent", "--users", &users, "--users-ignore-case"];
    let proxy = Program::sandbox().with(&flags).start();
    let post_by = |login: &str| proxy.send(&post(&fresh_key(), NOTE).header("x-agent", login));
    post_by("ZOE").is_saved();
    fs::write(&users, "Bob 7\n").unwrap();
    reload(&proxy, "reloaded part=\"users\"");
    post_by("bOB").is_saved();
    post_by("ZOE").is(403, "unknown_user", "no");
    fs::write(&users, "bob 7\nBOB 8\n").unwrap();
    reload(&proxy, "--users: line 2 has the same login as line 1");
    post_by("bob").is_saved();
    assert_eq!(proxy.notes()[2]["userID"], 7);
}

#[test]
fn sighup_replaces_the_bundle() {
    let folder = bundle(Folder::new(), "first");
    let proxy = Program::sandbox().env("TICKET_NOTE_DIST", &folder.file("dist")).start();
    assert_eq!(proxy.get("/embed.js").text(), "first");
    let folder = bundle(folder, "second").with("dist/new.js", "new");
    assert_eq!(proxy.get("/embed.js").text(), "first");
    reload(&proxy, "reloaded part=\"bundle\"");
    assert_eq!(proxy.get("/ticket-note/embed.js").text(), "second");
    assert_eq!(proxy.get("/new.js").text(), "new");
    fs::remove_file(folder.file("dist/index.html")).unwrap();
    reload(&proxy, "TICKET_NOTE_DIST: ");
    assert_eq!(proxy.get("/embed.js").text(), "second");
}

#[test]
fn sighup_without_files_changes_nothing() {
    let mut proxy = Program::sandbox().start();
    proxy.signal("HUP");
    proxy.post(&fresh_key(), NOTE).is_saved();
    proxy.signal("TERM");
    assert_eq!(proxy.wait().code(), Some(0));
}
