//! Times that the form shows.

use ticket_note_core::deadline::Timestamp;

/// Returns the local time of day, such as `10:12`. Every language of the form writes it in this way.
pub(crate) fn clock(Timestamp(at): Timestamp) -> String {
    js_sys::Date::new(&(at as f64).into()).to_time_string().substring(0, 5).into()
}
