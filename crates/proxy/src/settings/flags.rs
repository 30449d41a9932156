use super::SignInFlags;
use crate::caller::{Cidr, IdentityHeader};
use crate::edge::{FrameAncestor, Origin};
use crate::logging::LogFormat;
use crate::upstream::{Encoding, KeyLocation};
use clap::{Args, ValueEnum};
use jiff::tz::TimeZone;
use std::fmt::Display;
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::str::FromStr;
use ticket_note_core::note::{MAX_CHARS, MIN_CHARS};

/// The flags of the settings. Each can be a variable instead.
#[derive(Clone, Debug, Args)]
pub struct Flags {
    /// Address and port to listen on. Port 0 selects a free port
    #[arg(long, env = "TICKET_NOTE_LISTEN", value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
    #[arg(value_parser = listen_address, hide_env_values = true)]
    pub(super) listen: SocketAddr,

    /// Folder of the bundle, served at / and at /ticket-note/
    #[arg(long, env = "TICKET_NOTE_DIST", value_name = "DIR", hide_env_values = true)]
    pub(super) dist: Option<PathBuf>,

    /// Omnidesk: `https://ACCOUNT.omnidesk.com`. Plain http is allowed to a loopback address only
    #[arg(long, env = "TICKET_NOTE_UPSTREAM", value_name = "URL", hide_env_values = true)]
    pub(super) upstream: Option<String>,

    /// File that contains the Omnidesk API key
    #[arg(long, env = "TICKET_NOTE_API_KEY_FILE", value_name = "FILE", hide_env_values = true)]
    pub(super) api_key_file: Option<PathBuf>,

    /// Where to send the API key
    #[arg(long, env = "TICKET_NOTE_API_KEY_IN", value_enum, default_value_t = KeyLocation::Query)]
    #[arg(hide_env_values = true)]
    pub(super) api_key_in: KeyLocation,

    /// Encoding of the note in the request to Omnidesk
    #[arg(long, env = "TICKET_NOTE_UPSTREAM_ENCODING", value_enum, default_value_t = Encoding::Multipart)]
    #[arg(hide_env_values = true)]
    pub(super) upstream_encoding: Encoding,

    /// Time limit for the whole request to Omnidesk, 1 to 25 seconds
    #[arg(long, env = "TICKET_NOTE_UPSTREAM_TIMEOUT", value_name = "SECONDS", default_value_t = 20)]
    #[arg(value_parser = |text: &str| whole_number(text, 1..=25_u64), hide_env_values = true)]
    pub(super) upstream_timeout: u64,

    /// Whether to read the ticket of a note whose outcome is unknown. The API key must be allowed to do so
    #[arg(long, env = "TICKET_NOTE_READ_TICKET", value_enum, default_value_t = Switch::Off)]
    #[arg(hide_env_values = true)]
    pub(super) read_ticket: Switch,

    /// Time zone of the times in Omnidesk's tickets, such as Europe/Amsterdam. --read-ticket needs it
    #[arg(long, env = "TICKET_NOTE_UPSTREAM_TIME_ZONE", value_name = "NAME", value_parser = time_zone)]
    #[arg(hide_env_values = true)]
    pub(super) upstream_time_zone: Option<TimeZone>,

    /// File that contains an Omnidesk API key for reading tickets [default: the key that adds notes]
    #[arg(long, env = "TICKET_NOTE_READ_KEY_FILE", value_name = "FILE", hide_env_values = true)]
    pub(super) read_key_file: Option<PathBuf>,

    /// Disables authentication: anyone who can reach the port can post as any author
    #[arg(long, env = "TICKET_NOTE_ANONYMOUS", hide_env_values = true)]
    #[arg(value_parser = yes_or_no)]
    pub(super) anonymous: bool,

    /// Header in which the authentication proxy names the user. The author in the request body is then ignored
    #[arg(long, env = "TICKET_NOTE_USER_HEADER", value_name = "NAME", hide_env_values = true)]
    pub(super) user_header: Option<IdentityHeader>,

    /// Address range of the reverse proxy, whose identity header and X-Forwarded-For are accepted [default: loopback]. Can be repeated
    #[arg(long, env = "TICKET_NOTE_TRUSTED_PROXY", value_name = "CIDR", value_delimiter = ',')]
    #[arg(hide_env_values = true)]
    pub(super) trusted_proxy: Vec<Cidr>,

    /// File with a line `login userID` for each user. The identity header then carries a login
    #[arg(long, env = "TICKET_NOTE_USERS", value_name = "FILE", hide_env_values = true)]
    pub(super) users: Option<PathBuf>,

    /// Origin that the proxy accepts requests for [default: any Host]. Can be repeated
    #[arg(long, env = "TICKET_NOTE_PUBLIC_ORIGIN", value_name = "ORIGIN", value_delimiter = ',')]
    #[arg(hide_env_values = true)]
    pub(super) public_origin: Vec<Origin>,

    /// Page that may frame the form, in addition to its own origin: an origin, `https://*.DOMAIN`, `chrome-extension://ID` or `moz-extension:`. Can be repeated
    #[arg(long, env = "TICKET_NOTE_FRAME_ANCESTORS", value_name = "ORIGIN", value_delimiter = ',')]
    #[arg(hide_env_values = true)]
    pub(super) frame_ancestors: Vec<FrameAncestor>,

    /// Maximum length of a note in characters, 5 to 20000
    #[arg(long, env = "TICKET_NOTE_MAX_MESSAGE_CHARS", value_name = "N", default_value_t = MAX_CHARS)]
    #[arg(value_parser = |text: &str| whole_number(text, MIN_CHARS..=MAX_CHARS), hide_env_values = true)]
    pub(super) max_message_chars: usize,

    /// Maximum number of requests per minute for one caller
    #[arg(long, env = "TICKET_NOTE_RATE_LIMIT", value_name = "N", default_value_t = 60)]
    #[arg(value_parser = |text: &str| whole_number(text, 1..=1_000_000_u32), hide_env_values = true)]
    pub(super) rate_limit: u32,

    /// Where to keep the attempts: an SQLite file, or `postgres://USER@HOST/DATABASE` for several proxies [default: ticket-note-ledger.sqlite; in memory with --sandbox]
    #[arg(long, env = "TICKET_NOTE_LEDGER", value_name = "FILE|URL", hide_env_values = true)]
    pub(super) ledger: Option<PathBuf>,

    /// Address and port of the metrics for Prometheus, at /metrics [default: none]
    #[arg(long, env = "TICKET_NOTE_METRICS_LISTEN", value_name = "ADDR:PORT")]
    #[arg(value_parser = listen_address, hide_env_values = true)]
    pub(super) metrics_listen: Option<SocketAddr>,

    /// Time between SIGTERM and the closing of the port, 0 to 60 seconds. /readyz is 503 meanwhile
    #[arg(long, env = "TICKET_NOTE_DRAIN_DELAY", value_name = "SECONDS", default_value_t = 5)]
    #[arg(value_parser = |text: &str| whole_number(text, 0..=60_u64), hide_env_values = true)]
    pub(super) drain_delay: u64,

    /// File that contains the password of the PostgreSQL ledger. PGPASSWORD and a passfile also work
    #[arg(long, env = "TICKET_NOTE_LEDGER_PASSWORD_FILE", value_name = "FILE", hide_env_values = true)]
    pub(super) ledger_password_file: Option<PathBuf>,

    /// Time after which the PostgreSQL ledger treats the attempts of a stopped proxy as unknown, 5 to 60 seconds
    #[arg(long, env = "TICKET_NOTE_LEDGER_LEASE", value_name = "SECONDS", default_value_t = 20)]
    #[arg(value_parser = |text: &str| whole_number(text, 5..=60_u64), hide_env_values = true)]
    pub(super) ledger_lease: u64,

    /// Format of the log on stderr. RUST_LOG sets its level
    #[arg(long, env = "TICKET_NOTE_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    #[arg(hide_env_values = true)]
    pub(super) log_format: LogFormat,

    /// The flags of sessions and of tokens.
    #[command(flatten)]
    pub(super) sign_in: SignInFlags,

    /// Use the embedded sandbox instead of Omnidesk
    #[arg(long, env = "TICKET_NOTE_SANDBOX", hide_env_values = true)]
    #[arg(value_parser = yes_or_no)]
    pub(super) sandbox: bool,
}

/// Whether a feature is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Switch {
    /// In use
    On,
    /// Not in use
    Off,
}

/// Accepts the names of the time zone database that is built in.
fn time_zone(text: &str) -> Result<TimeZone, &'static str> {
    let zone = TimeZone::get(text).ok().filter(|zone| !zone.is_unknown());
    zone.ok_or("expected the name of a time zone, such as Europe/Amsterdam or UTC")
}

fn listen_address(text: &str) -> Result<SocketAddr, &'static str> {
    text.parse().map_err(|_| "expected an IP address and a port, such as 127.0.0.1:8080")
}

pub(super) fn whole_number<T: FromStr + PartialOrd + Display>(
    text: &str,
    range: RangeInclusive<T>,
) -> Result<T, String> {
    let number = text.parse().ok().filter(|number| range.contains(number));
    number.ok_or_else(|| format!("expected a whole number from {} to {}", range.start(), range.end()))
}

pub(super) fn yes_or_no(text: &str) -> Result<bool, &'static str> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "on" | "1" | "t" | "y" => Ok(true),
        "false" | "no" | "off" | "0" | "f" | "n" => Ok(false),
        _ => Err("expected true or false"),
    }
}
