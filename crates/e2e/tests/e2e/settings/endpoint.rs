//! The endpoint is always on the page's own origin.

use super::assert_all_rejected;
use ticket_note_e2e::Harness;

#[test]
fn a_cross_origin_endpoint_is_never_called() {
    let harness = Harness::new();
    let host = harness.origin().strip_prefix("http://").unwrap();
    let (_, port) = host.split_once(':').unwrap();
    let path = "api/ticket-note/message";
    let own = [
        format!("http://user:pass@{host}/{path}"),
        format!("http://user@{host}/{path}"),
        format!("http://localhost:{port}/{path}"),
        format!("https://{host}/{path}"),
        format!("http://{host}@desk.example/{path}"),
    ];
    let foreign = [
        "",
        " ",
        "https://desk.example/",
        "//desk.example/",
        r"\\desk.example\",
        r"/\desk.example/",
        "javascript:alert(1)",
        "data:application/json,{}",
        "about:blank",
        "file:///etc/hosts",
        "http://[",
    ];
    assert_all_rejected(&harness, "endpoint", own.iter().map(String::as_str).chain(foreign), Some(path));
}

#[test]
fn a_blob_url_is_not_an_endpoint() {
    let harness = Harness::new();
    let blob = format!("blob:{}/api", harness.origin());
    assert_all_rejected(&harness, "endpoint", [blob.as_str()], None);
}
