//! What the operator sees of a ledger in PostgreSQL: `--check`, `unknown`, `resolve` and metrics.

use crate::sockets::{CANARY, Folder, NOTE, Program, Reply, Upstream, eventually, fresh_key, get, send_raw};
use crate::support::Postgres;
use serde_json::Value;

#[test]
fn unknown_attempts_are_listed_and_settled_while_proxies_run() {
    let Some(postgres) = Postgres::start() else { return };
    let (folder, upstream) = (Folder::new().with_key(CANARY), Upstream::new(Reply::Close));
    let (url, address) = (postgres.url(), format!("http://{}", upstream.address));
    let flags =
        ["--upstream", &address, "--api-key-file", &folder.file("key"), "--anonymous", "--ledger", &url];
    assert_eq!(Program::new(&flags).with(&["--check"]).fail(), (0, String::new()));
    let tables = "SELECT count(*) FROM pg_tables WHERE tablename LIKE 'ticket_note_%'";
    assert_eq!(postgres.sql(tables), "0", "--check creates no tables");
    let mut proxy = Program::new(&flags).with(&["--metrics-listen", "127.0.0.1:0"]).start();
    let line = proxy.line();
    let metrics = line.strip_prefix("metrics at http://").unwrap().strip_suffix("/metrics").unwrap();
    let metrics: std::net::SocketAddr = metrics.parse().unwrap();
    let keys = [fresh_key(), fresh_key()];
    for key in &keys {
        proxy.post(key, NOTE).is(502, "outcome_unknown", "unknown");
    }
    let [saved, not_saved] = keys.each_ref().map(|key| key.trim_matches('"'));
    let unknown = || {
        let (code, output, errors) = Program::bare(&["unknown", "--json", "--ledger", &url]).run();
        assert_eq!((code, errors.as_str()), (0, ""), "{output}");
        serde_json::from_str::<Value>(&output).unwrap()
    };
    let rows = unknown();
    assert_eq!((&rows[0]["attempt"], &rows[1]["attempt"]), (&saved.into(), &not_saved.into()));
    assert_eq!((&rows[0]["ticket"], &rows[0]["caller"]), (&858_462.into(), &"".into()));
    assert!(rows[0]["sentAt"].as_str().is_some_and(|time| time.len() == 20 && time.ends_with('Z')), "{rows}");
    eventually("the ledger is measured", || {
        let text = send_raw(metrics, &get("/metrics").bytes(metrics)).unwrap().text();
        let size = text.lines().find_map(|line| line.strip_prefix("ticket_note_ledger_size_bytes "));
        size.is_some_and(|bytes| bytes.parse::<f64>().unwrap() >= 8192.0)
    });
    let status = |key: &str| {
        let path = format!("/api/ticket-note/attempts/{}", key.trim_matches('"'));
        proxy.get(&path).json()["status"].clone()
    };
    assert_eq!((status(&keys[0]), status(&fresh_key())), ("unknown".into(), "error".into()));
    for (attempt, decision) in [(saved, "--saved"), (not_saved, "--not-saved")] {
        let resolve = ["resolve", attempt, decision, "--by", "zoë", "--ledger", &url];
        let (code, output, errors) = Program::bare(&resolve).run();
        assert_eq!((code, errors.as_str()), (0, ""), "{output}");
        let (code, _, errors) = Program::bare(&resolve).run();
        assert_eq!((code, errors.contains("is unknown; list them")), (2, true), "{errors}");
    }
    assert_eq!(unknown(), Value::Array(Vec::new()));
    assert_eq!((status(&keys[0]), status(&keys[1])), ("saved".into(), "error".into()));
    let decisions = "SELECT resolved_by, is_saved, ticket FROM ticket_note_resolution ORDER BY is_saved";
    assert_eq!(postgres.sql(decisions), "zoë|f|858462\nzoë|t|858462");
    upstream.set_reply(Reply::success());
    let replay = proxy.post(&keys[0], NOTE);
    assert_eq!(replay.is_saved().header("idempotency-replayed"), Some("true"));
    assert_eq!(proxy.post(&keys[1], NOTE).is_saved().header("idempotency-replayed"), None);
    assert_eq!(upstream.calls(), 3);
}
