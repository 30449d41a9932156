//! The reverse proxies of `deploy/`, with the configurations that operators copy.

use crate::process::ChildProcess;
use crate::secure_origin::SecureOrigin;
use crate::site::root;
use crate::wait::wait_until;
use rcgen::generate_simple_self_signed;
use std::fs;
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;
use ticket_note_free_port::free_port;

/// The settings of nginx around `deploy/nginx.conf`: it runs in the foreground, without the folders of an
/// installation. It is a single process, because a worker would outlive a master that is killed.
const NGINX: &str = "daemon off; master_process off; pid FOLDER/nginx.pid; error_log stderr error; events {} \
    http { access_log off; client_body_temp_path FOLDER/body; proxy_temp_path FOLDER/proxied; \
    fastcgi_temp_path FOLDER/fastcgi; uwsgi_temp_path FOLDER/uwsgi; scgi_temp_path FOLDER/scgi; \
    include FOLDER/site.conf; }";
const CADDY: &str = "{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n}\n";

/// A reverse proxy that `deploy/` has a configuration for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReverseProxyKind {
    /// `deploy/Caddyfile`.
    Caddy,
    /// `deploy/nginx.conf`.
    Nginx,
}

/// The addresses behind a reverse proxy, such as `127.0.0.1:8080`.
#[derive(Clone, Copy, Debug)]
pub struct Backends<'a> {
    /// The proxy.
    pub proxy: &'a str,
    /// The authentication service, which checks a session at `/verify`.
    pub authentication: &'a str,
    /// The portal, which has the login page.
    pub portal: &'a str,
}

/// A running reverse proxy. Dropping this value ends it.
#[derive(Debug)]
pub struct ReverseProxy {
    _process: ChildProcess,
    _folder: TempDir,
}

impl ReverseProxy {
    /// Starts a reverse proxy for an origin, with TLS. `None` if it is not installed and `CI` is not set.
    ///
    /// # Panics
    /// If it does not start, if its configuration in `deploy/` has lost an address that this function replaces,
    /// or if it is missing with `CI` set.
    #[must_use]
    pub fn start(kind: ReverseProxyKind, origin: &SecureOrigin, backends: Backends<'_>) -> Option<Self> {
        let Some(program) = find(kind) else {
            assert!(
                std::env::var_os("CI").is_none(),
                "{kind:?} is missing: run tools/setup.sh reverse-proxies"
            );
            eprintln!("not tested: {kind:?} is missing");
            return None;
        };
        let folder = tempfile::tempdir().expect("a temporary folder");
        let address = format!("127.0.0.1:{}", free_port());
        write_certificate(folder.path(), origin.name());
        let mut command = Command::new(program);
        match kind {
            ReverseProxyKind::Caddy => caddy(&mut command, folder.path(), origin, &address, backends),
            ReverseProxyKind::Nginx => nginx(&mut command, folder.path(), origin, &address, backends),
        }
        let (process, _) = ChildProcess::start(&mut command);
        wait_until("a reverse proxy that listens", || TcpStream::connect(&address).is_ok(), |is_up| *is_up);
        origin.pass_to(&address);
        Some(Self { _process: process, _folder: folder })
    }
}

/// Debian installs nginx in a folder that is on the path of root only.
fn find(kind: ReverseProxyKind) -> Option<std::path::PathBuf> {
    let name = match kind {
        ReverseProxyKind::Caddy => "caddy",
        ReverseProxyKind::Nginx => "nginx",
    };
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into()]);
    folders.map(|folder| folder.join(name)).find(|program| program.is_file())
}

fn write_certificate(folder: &Path, name: &str) {
    let signed = generate_simple_self_signed([name.to_owned()]).expect("a certificate");
    write(folder, "tls.pem", &signed.cert.pem());
    write(folder, "tls.key", &signed.signing_key.serialize_pem());
}

fn nginx(
    command: &mut Command,
    folder: &Path,
    origin: &SecureOrigin,
    address: &str,
    Backends { proxy, authentication, portal }: Backends<'_>,
) {
    let path = folder.display().to_string();
    let site = replace_all(
        "deploy/nginx.conf",
        &[
            ("127.0.0.1:8080", proxy),
            ("127.0.0.1:9091", authentication),
            ("127.0.0.1:3000", portal),
            ("listen 443", &format!("listen {address}")),
            ("server_name crm.example", &format!("server_name {}", origin.name())),
            ("/etc/ssl/crm.example", &format!("{path}/tls")),
        ],
    );
    write(folder, "site.conf", &site);
    write(folder, "nginx.conf", &NGINX.replace("FOLDER", &path));
    command.args(["-c", &format!("{path}/nginx.conf"), "-p", &path, "-e", "stderr"]);
}

fn caddy(
    command: &mut Command,
    folder: &Path,
    origin: &SecureOrigin,
    address: &str,
    Backends { proxy, authentication, portal }: Backends<'_>,
) {
    let (path, port) = (folder.display(), address.trim_start_matches("127.0.0.1:"));
    let site =
        format!("https://{}:{port} {{\n\tbind 127.0.0.1\n\ttls {path}/tls.pem {path}/tls.key", origin.name());
    let site = replace_all("deploy/Caddyfile", &[("{$SITE:crm.example} {", &site)]);
    write(folder, "Caddyfile", &format!("{CADDY}{site}"));
    command.args(["run", "--adapter", "caddyfile", "--config", &format!("{path}/Caddyfile")]);
    command.envs([("PROXY", proxy), ("AUTH", authentication), ("PORTAL", portal)]);
    command.env("XDG_DATA_HOME", folder).env("XDG_CONFIG_HOME", folder);
}

/// Returns the text of a file of the project, with these replacements.
fn replace_all(file: &str, replacements: &[(&str, &str)]) -> String {
    let text = fs::read_to_string(root().join(file)).expect("a configuration");
    replacements.iter().fold(text, |text, (from, to)| {
        assert!(text.contains(from), "{file} has no {from}");
        text.replace(from, to)
    })
}

fn write(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).expect("a file");
}
