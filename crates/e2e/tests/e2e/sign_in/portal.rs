//! A portal with a login page, and its authentication service. Its session is a cookie with `SameSite=Lax`.

use std::io::{BufRead, BufReader, Result, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use tempfile::TempDir;

const LOGINS: [&str; 3] = ["alice", "bob", "eve"];
/// The users file of the proxy. The last login has no author.
const USERS: &str = "alice 254\nbob 255\n";
const COOKIE: &str = "Path=/; Secure; HttpOnly; SameSite=Lax";

/// The portal, on a port of its own until the test process ends.
#[derive(Debug)]
pub(super) struct Portal {
    address: SocketAddr,
    folder: TempDir,
    is_isolated: Arc<AtomicBool>,
}

impl Portal {
    pub(super) fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("users"), USERS).unwrap();
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let is_isolated = Arc::new(AtomicBool::new(false));
        let shared = is_isolated.clone();
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let is_isolated = shared.load(Ordering::Relaxed);
                // An error ends this connection only.
                thread::spawn(move || serve(client, is_isolated));
            }
        });
        Self { address, folder, is_isolated }
    }

    /// From now on, the login page separates its window from the one that opened it.
    pub(super) fn isolate(&self) {
        self.is_isolated.store(true, Ordering::Relaxed);
    }

    pub(super) fn address(&self) -> String {
        self.address.to_string()
    }

    /// Returns the path of the users file.
    pub(super) fn users_file(&self) -> String {
        self.folder.path().join("users").display().to_string()
    }
}

fn serve(mut client: TcpStream, is_isolated: bool) -> Option<()> {
    let mut head = BufReader::new(client.try_clone().ok()?).lines().map_while(Result::ok);
    let first = head.next()?;
    let lines: Vec<String> = head.take_while(|line| !line.is_empty()).collect();
    let target = first.split(' ').nth(1)?;
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    client.write_all(respond(path, query, session(&lines), is_isolated).as_bytes()).ok()
}

/// Returns the login of the session cookie.
fn session(lines: &[String]) -> Option<&'static str> {
    let (_, cookies) = lines
        .iter()
        .find_map(|line| line.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("cookie")))?;
    let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    let (_, login) = pairs.find(|(name, _)| *name == "session")?;
    LOGINS.into_iter().find(|known| *known == login)
}

fn respond(path: &str, query: &str, session: Option<&str>, is_isolated: bool) -> String {
    let policy = if is_isolated { "Cross-Origin-Opener-Policy: same-origin\r\n" } else { "" };
    match (path, path.strip_prefix("/login/")) {
        ("/verify", _) => match session {
            Some(login) => response("200 OK", &format!("X-Agent: {login}\r\n"), ""),
            None => response("401 Unauthorized", "", ""),
        },
        ("/login", _) => response("200 OK", policy, &login_page(query)),
        ("/logout", _) => {
            response("200 OK", &format!("Set-Cookie: session=; {COOKIE}; Max-Age=0\r\n"), "Signed out")
        }
        (_, Some(login)) => {
            // The reverse proxies encode these two characters of the address to return to.
            let next = query.trim_start_matches("next=").replace("%3F", "?").replace("%26", "&");
            response(
                "302 Found",
                &format!("Set-Cookie: session={login}; {COOKIE}\r\nLocation: {next}\r\n"),
                "",
            )
        }
        _ => response("200 OK", "", "The portal"),
    }
}

fn login_page(query: &str) -> String {
    let links = LOGINS.map(|login| format!("<li><a href=\"/login/{login}?{query}\">{login}</a></li>"));
    format!("<h1>Sign in to the portal</h1><ul>{}</ul>", links.concat())
}

fn response(status: &str, headers: &str, body: &str) -> String {
    let page = if body.is_empty() {
        String::new()
    } else {
        format!("<!doctype html><html lang=\"en\"><title>Portal</title>{body}</html>")
    };
    format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{page}",
        page.len()
    )
}
