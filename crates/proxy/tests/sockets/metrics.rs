//! The metrics: their own port, their values, and the files of `deploy/` that use them.

use crate::support::{
    Folder, NOTE, Program, Proxy, Reply, Response, Upstream, eventually, fresh_key, get, post, send_raw,
};
use std::collections::BTreeSet;
use std::fs;
use std::net::SocketAddr;

const DEPLOY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy/prometheus");

/// Starts a proxy with metrics on a free port, and returns their address too.
fn with_metrics(program: Program) -> (Proxy, SocketAddr) {
    let mut proxy = program.with(&["--metrics-listen", "127.0.0.1:0"]).start();
    let mut line = proxy.line();
    if line.starts_with("demo at ") {
        line = proxy.line();
    }
    let address = line.strip_prefix("metrics at http://").and_then(|line| line.strip_suffix("/metrics"));
    (proxy, address.unwrap().parse().unwrap())
}

fn scrape(address: SocketAddr) -> Response {
    send_raw(address, &get("/metrics").bytes(address)).unwrap()
}

/// Returns the value of a series, given with its labels as it is written.
#[track_caller]
fn value(address: SocketAddr, series: &str) -> f64 {
    let text = scrape(address).text();
    let line = text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("{series} is not in {text}")).parse().unwrap()
}

#[test]
fn requests_are_counted_by_outcome() {
    let upstream = Upstream::new(Reply::success());
    let (proxy, metrics) = with_metrics(Program::upstream(upstream.address));
    let key = fresh_key();
    proxy.post(&key, NOTE).is_saved();
    proxy.post(&key, NOTE).is_saved();
    upstream.set_reply(Reply::Close);
    proxy.post(&fresh_key(), NOTE).is(502, "outcome_unknown", "unknown");
    proxy.post(&fresh_key(), "{}").is(422, "invalid_note", "no");
    for (labels, count) in [
        (r#"outcome="saved",replayed="false""#, 1.0),
        (r#"outcome="saved",replayed="true""#, 1.0),
        (r#"outcome="outcome_unknown",replayed="false""#, 1.0),
        (r#"outcome="invalid_note",replayed="false""#, 1.0),
        (r#"outcome="cross_site",replayed="false""#, 0.0),
    ] {
        assert_eq!(value(metrics, &format!("ticket_note_requests_total{{{labels}}}")), count, "{labels}");
    }
    assert_eq!(value(metrics, "ticket_note_upstream_duration_seconds_count"), 2.0);
    assert_eq!(value(metrics, "ticket_note_upstream_in_flight"), 0.0);
    assert_eq!(value(metrics, r#"ticket_note_ledger_duration_seconds_count{operation="claim"}"#), 3.0);
    assert_eq!(value(metrics, r#"ticket_note_ledger_duration_seconds_count{operation="settle"}"#), 2.0);
    assert_eq!(value(metrics, r#"ticket_note_ledger_errors_total{operation="claim"}"#), 0.0);
    assert_eq!(value(metrics, "ticket_note_log_lines_dropped_total"), 0.0);
}

#[test]
fn a_request_to_the_upstream_is_in_flight_until_its_response() {
    let upstream = Upstream::new(Reply::Silence);
    let (proxy, metrics) =
        with_metrics(Program::upstream(upstream.address).with(&["--upstream-timeout", "2"]));
    let (address, request) = (proxy.address, post(&fresh_key(), NOTE).bytes(proxy.address));
    let client = std::thread::spawn(move || send_raw(address, &request).unwrap());
    eventually("the upstream is called", || upstream.calls() == 1);
    assert_eq!(value(metrics, "ticket_note_upstream_in_flight"), 1.0);
    client.join().unwrap().is(504, "outcome_unknown", "unknown");
    assert_eq!(value(metrics, "ticket_note_upstream_in_flight"), 0.0);
}

#[test]
fn the_size_of_the_ledger_is_measured_at_the_start() {
    let (folder, upstream) = (Folder::new(), Upstream::new(Reply::Close));
    let address = format!("http://{}", upstream.address);
    let start = || {
        let program =
            Program::new(&["--upstream", &address, "--anonymous", "--ledger", &folder.file("ledger")]);
        with_metrics(program.env("TICKET_NOTE_API_KEY", "k-1234"))
    };
    let (mut proxy, _) = start();
    proxy.post(&fresh_key(), NOTE).is(502, "outcome_unknown", "unknown");
    upstream.set_reply(Reply::success());
    proxy.post(&fresh_key(), NOTE).is_saved();
    proxy.signal("TERM");
    proxy.wait();
    let (_proxy, metrics) = start();
    eventually("the ledger is measured", || value(metrics, "ticket_note_ledger_rows") == 2.0);
    assert_eq!(value(metrics, "ticket_note_ledger_unknown"), 1.0);
    assert!(value(metrics, "ticket_note_ledger_size_bytes") >= 4096.0);
}

#[test]
fn tickets_that_are_read_are_counted_by_result() {
    let flags = ["--read-ticket", "on", "--upstream-time-zone", "UTC"];
    let (proxy, metrics) = with_metrics(Program::sandbox().with(&flags));
    let note = NOTE.replace("Called back", "The customer called twice today");
    let reads =
        |result: &str| value(metrics, &format!("ticket_note_ticket_reads_total{{result=\"{result}\"}}"));
    for (fault, result) in [
        ("reset_before", "absent"),
        ("ticket_html", "failed"),
        ("ticket_forbidden", "refused"),
        ("reset_after", "same_text"),
    ] {
        let before = reads(result);
        proxy.set_behaviour(&format!(r#"{{"fault":"{fault}"}}"#));
        let key = fresh_key();
        for _ in 0..2 {
            proxy.post(&key, &note).is(502, "outcome_unknown", "unknown");
        }
        // On a busy machine, the retry does not wait for its turn, and the proxy reads the ticket later.
        eventually(fault, || reads(result) > before);
    }
    let (key, note) = (fresh_key(), note.replace("858462", "7"));
    proxy.post(&key, &note).is(502, "outcome_unknown", "unknown");
    proxy.post(&key, &note).is_saved();
    assert_eq!(reads("saved"), 1.0);
}

#[test]
fn metrics_are_never_on_the_public_port() {
    let (proxy, metrics) = with_metrics(Program::upstream(Upstream::new(Reply::success()).address));
    proxy.get("/metrics").is(404, "not_found", "no");
    let response = scrape(metrics);
    assert_eq!(response.status, 200);
    let media_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    assert_eq!(response.header("content-type"), Some(media_type));
    for path in ["/", "/healthz", "/api/ticket-note/message"] {
        assert_eq!(send_raw(metrics, &get(path).bytes(metrics)).unwrap().status, 404, "{path}");
    }
    let (code, text) =
        Program::bare(&["--sandbox", "--listen", "127.0.0.1:8080", "--metrics-listen", "0.0.0.0:8080"])
            .fail();
    let line =
        "--metrics-listen has the port of --listen; choose another port, because metrics are not public";
    assert_eq!((code, text), (2, format!("ticket-note-proxy: {line}\n")));
}

/// Returns the words of a text that begin like the name of a metric.
fn names(text: &str) -> BTreeSet<String> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    words.filter(|word| word.starts_with("ticket_note_")).map(str::to_owned).collect()
}

#[test]
fn the_alerts_and_the_dashboard_use_existing_names() {
    let (_proxy, metrics) = with_metrics(Program::upstream(Upstream::new(Reply::success()).address));
    let text = scrape(metrics).text();
    let samples =
        text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split(['{', ' ']).next());
    let existing: BTreeSet<String> = samples.flatten().map(str::to_owned).collect();
    let dashboard = fs::read_to_string(format!("{DEPLOY}/dashboard.json")).unwrap();
    let alerts = fs::read_to_string(format!("{DEPLOY}/alerts.yml")).unwrap();
    for used in [names(&dashboard), names(&alerts)] {
        assert!(used.len() > 5, "{used:?}");
        let unknown: Vec<_> = used.difference(&existing).collect();
        assert!(unknown.is_empty(), "{unknown:?} are not among {existing:?}");
    }
    let shown = names(&dashboard);
    for name in existing {
        let family = name.trim_end_matches("_sum").trim_end_matches("_count").trim_end_matches("_bucket");
        assert!(shown.iter().any(|shown| shown.starts_with(family)), "the dashboard does not show {name}");
    }
}

#[test]
fn the_dashboard_is_json_with_an_expression_in_each_panel() {
    let text = fs::read_to_string(format!("{DEPLOY}/dashboard.json")).unwrap();
    let dashboard: serde_json::Value = serde_json::from_str(&text).unwrap();
    for panel in dashboard["panels"].as_array().unwrap() {
        assert!(!names(panel["targets"][0]["expr"].as_str().unwrap()).is_empty(), "{panel}");
    }
}
