use super::Helpdesk;
use crate::sockets::{Response, fresh_key, post, send_raw};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// The outcome that a client sees in a response, or in the lack of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    Saved,
    /// The response says that nothing was added.
    NotAdded,
    Unknown,
}

/// What a client knows about one attempt.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) text: String,
    pub(crate) seen: Vec<Seen>,
}

/// Sends a note, and returns what a client sees.
pub(crate) fn send(address: SocketAddr, key: &str, text: &str) -> Seen {
    let note = format!(r#"{{"ticketID":858462,"type":"calllog","message":"{text}","userID":254}}"#);
    match send_raw(address, &post(key, &note).bytes(address)) {
        Some(response) => seen(&response),
        None => Seen::Unknown,
    }
}

fn seen(response: &Response) -> Seen {
    match response.outcome() {
        (200, code, _) if code == "result" => Seen::Saved,
        (_, _, sent) if sent == "no" => Seen::NotAdded,
        // HAProxy's own responses have no `sent`. It has none of the proxy's promises to keep.
        _ => Seen::Unknown,
    }
}

/// Clients that send notes until they are stopped. Each sends an attempt up to four times.
#[derive(Debug)]
pub(crate) struct Clients {
    stop: Arc<AtomicBool>,
    records: Arc<Mutex<Vec<Record>>>,
    threads: Vec<JoinHandle<()>>,
}

impl Clients {
    pub(crate) fn start(address: SocketAddr, count: usize) -> Self {
        let (stop, records) = (Arc::new(AtomicBool::new(false)), Arc::<Mutex<Vec<_>>>::default());
        let threads = (0..count)
            .map(|client| {
                let (stop, records) = (stop.clone(), records.clone());
                thread::spawn(move || {
                    let mut number = client;
                    while !stop.load(Ordering::Relaxed) {
                        let record = run_attempt(address, number);
                        records.lock().unwrap().push(record);
                        number += 7;
                    }
                })
            })
            .collect();
        Self { stop, records, threads }
    }

    /// Waits until the clients have sent this many attempts.
    pub(crate) fn wait_for(&self, attempts: usize) {
        while self.count() < attempts {
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Returns how many attempts the clients have sent.
    pub(crate) fn count(&self) -> usize {
        self.records.lock().unwrap().len()
    }

    /// Stops the clients, and returns what they know.
    pub(crate) fn stop(self) -> Vec<Record> {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads {
            thread.join().unwrap();
        }
        std::mem::take(&mut self.records.lock().unwrap())
    }
}

/// Sends an attempt until it is saved, but at most four times. One in nine is sent twice at once.
fn run_attempt(address: SocketAddr, number: usize) -> Record {
    let key = fresh_key();
    let kind = match number % 41 {
        3 => "slow",
        5 | 17 => "lost",
        11 | 29 => "refused",
        _ => "plain",
    };
    let text = format!("{kind} note of {}", key.trim_matches('"'));
    let mut seen = Vec::new();
    if number.is_multiple_of(9) {
        let (twin_key, twin_text) = (key.clone(), text.clone());
        let twin = thread::spawn(move || send(address, &twin_key, &twin_text));
        seen.push(send(address, &key, &text));
        seen.push(twin.join().unwrap());
    }
    for wait in [0, 50, 300, 1500] {
        if seen.contains(&Seen::Saved) || kind == "lost" && seen.len() > 2 {
            break;
        }
        thread::sleep(Duration::from_millis(wait));
        seen.push(send(address, &key, &text));
    }
    Record { text, seen }
}

/// The result of a check.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Report {
    pub(crate) attempts: usize,
    pub(crate) saved: usize,
    pub(crate) not_added: usize,
    pub(crate) unknown: usize,
    /// Notes that the helpdesk has, although no client saw them saved. That is what unknown means.
    pub(crate) kept_but_unknown: usize,
}

/// Compares what each client saw with what the helpdesk kept.
#[track_caller]
pub(crate) fn check(records: &[Record], helpdesk: &Helpdesk) -> Report {
    let mut report = Report { attempts: records.len(), ..Report::default() };
    for record in records {
        let kept = helpdesk.count(&record.text);
        assert!(kept <= 1, "{kept} notes for one attempt: {record:?}");
        if record.seen.contains(&Seen::Saved) {
            assert_eq!(kept, 1, "saved, but not there: {record:?}");
            report.saved += 1;
        } else if record.seen.contains(&Seen::Unknown) {
            report.unknown += 1;
            report.kept_but_unknown += usize::from(kept == 1);
        } else {
            assert_eq!(kept, 0, "not added, but there: {record:?}");
            report.not_added += 1;
        }
    }
    report
}
