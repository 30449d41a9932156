//! Finds variables that look like settings but are not.

use super::{CommandLine, SettingError};
use clap::CommandFactory;

/// The beginning of the name of every variable of the proxy.
const PREFIX: &str = "TICKET_NOTE_";

/// The variables that are not flags.
const NOT_FLAGS: [&str; 1] = ["TICKET_NOTE_API_KEY"];

/// Refuses a variable whose name begins like that of a setting but is not one. It may be a setting
/// with a typing error, which would otherwise have no effect.
///
/// # Errors
/// [`SettingError::UnknownVariable`] for the first of them, in the order of names. It does not
/// contain the value.
pub fn check_variables(variables: impl Iterator<Item = (String, String)>) -> Result<(), SettingError> {
    let known = known();
    let mut unknown: Vec<String> = variables
        .filter(|(name, value)| {
            name.starts_with(PREFIX) && !known.contains(name) && !is_service_link(name, value)
        })
        .map(|(name, _)| name)
        .collect();
    unknown.sort();
    match unknown.into_iter().next() {
        None => Ok(()),
        Some(name) => Err(SettingError::UnknownVariable { nearest: nearest(&name, known), name }),
    }
}

fn known() -> Vec<String> {
    let command = CommandLine::command();
    let flags = command.get_arguments().filter_map(|argument| argument.get_env()?.to_str());
    flags.chain(NOT_FLAGS).map(str::to_owned).collect()
}

fn nearest(name: &str, known: Vec<String>) -> String {
    known.into_iter().min_by_key(|known| strsim::damerau_levenshtein(known, name)).unwrap_or_default()
}

/// Returns whether Kubernetes sets the variable, as it does for each service of a namespace. For a
/// service that is called `ticket-note` or `ticket-note-…`, their names begin like a setting:
/// `TICKET_NOTE_SERVICE_HOST`, `TICKET_NOTE_PORT=tcp://10.0.0.1:80`,
/// `TICKET_NOTE_PORT_80_TCP_ADDR`.
fn is_service_link(name: &str, value: &str) -> bool {
    let is_url = ["tcp://", "udp://", "sctp://"].iter().any(|scheme| value.starts_with(scheme));
    name.ends_with("_SERVICE_HOST")
        || name.ends_with("_SERVICE_PORT")
        || name.contains("_SERVICE_PORT_")
        || (name.ends_with("_PORT") && is_url)
        || name.split("_PORT_").skip(1).any(is_port)
}

/// Returns whether a text is a port and a protocol, such as `80_TCP` or `80_TCP_ADDR`.
fn is_port(text: &str) -> bool {
    let mut words = text.split('_');
    let port = words.next().unwrap_or_default();
    let is_number = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let is_protocol = matches!(words.next(), Some("TCP" | "UDP" | "SCTP"));
    let is_last = matches!((words.next(), words.next()), (None | Some("ADDR" | "PORT" | "PROTO"), None));
    is_number && is_protocol && is_last
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, value: &str) -> Result<(), String> {
        let variables = [("PATH", "/bin"), ("TICKET_NOTE_LISTEN", "127.0.0.1:1"), (name, value)];
        let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
        check_variables(variables.into_iter()).map_err(|error| error.to_string())
    }

    #[test]
    fn an_unknown_variable_names_the_nearest_setting() {
        for (name, nearest) in [
            ("TICKET_NOTE_UP_STREAM", "TICKET_NOTE_UPSTREAM"),
            ("TICKET_NOTE_API_KEYFILE", "TICKET_NOTE_API_KEY_FILE"),
            ("TICKET_NOTE_APIKEY", "TICKET_NOTE_API_KEY"),
            ("TICKET_NOTE_TRUSTED_PROXIES", "TICKET_NOTE_TRUSTED_PROXY"),
            ("TICKET_NOTE_PUBLIC_ORIGINS", "TICKET_NOTE_PUBLIC_ORIGIN"),
            ("TICKET_NOTE_listen", "TICKET_NOTE_LISTEN"),
        ] {
            let message = check(name, "canary").unwrap_err();
            assert!(message.starts_with(name) && message.contains(&format!("{nearest};")), "{message}");
            assert!(!message.contains("canary"), "{message}");
        }
    }

    #[test]
    fn the_variables_of_a_kubernetes_service_are_passed_over() {
        for (name, value) in [
            ("TICKET_NOTE_SERVICE_HOST", "10.0.0.1"),
            ("TICKET_NOTE_SERVICE_PORT", "8080"),
            ("TICKET_NOTE_SERVICE_PORT_HTTP", "8080"),
            ("TICKET_NOTE_PORT", "tcp://10.0.0.1:8080"),
            ("TICKET_NOTE_PORT_8080_TCP", "tcp://10.0.0.1:8080"),
            ("TICKET_NOTE_PORT_8080_TCP_PROTO", "tcp"),
            ("TICKET_NOTE_PORT_8080_TCP_PORT", "8080"),
            ("TICKET_NOTE_PORT_8080_TCP_ADDR", "10.0.0.1"),
            ("TICKET_NOTE_PROXY_PORT_53_UDP_ADDR", "10.0.0.1"),
        ] {
            assert_eq!(check(name, value), Ok(()), "{name}");
        }
        for (name, value) in [
            ("TICKET_NOTE_PORT", "8080"),
            ("TICKET_NOTE_PORT_80", "8080"),
            ("TICKET_NOTE_PORT_X_TCP", "8080"),
            ("TICKET_NOTE_PORT_80_TCP_ADDR_X", "8080"),
        ] {
            assert!(check(name, value).is_err(), "{name}");
        }
    }
}
