//! The draft of a ticket in the storage of the tab, which the browser may block.

use web_sys::Storage;

pub fn restore(ticket: &str) -> String {
    storage().and_then(|storage| storage.get_item(&key(ticket)).ok().flatten()).unwrap_or_default()
}

/// Saves the text, or removes the draft if the text is empty.
pub fn save(ticket: &str, text: &str) {
    let Some(storage) = storage() else { return };
    let _ = if text.is_empty() {
        storage.remove_item(&key(ticket))
    } else {
        storage.set_item(&key(ticket), text)
    };
}

fn key(ticket: &str) -> String {
    format!("ticket-note:{ticket}")
}

fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}
