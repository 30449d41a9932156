//! An empty replacement for the hook that Yew installs. In the module, a panic aborts before any hook runs
//! (docs/decisions/0004-immediate-abort.md), so the code that formats the message would never run.

use std::panic::PanicHookInfo;

/// Does nothing.
pub fn hook(_: &PanicHookInfo<'_>) {}
