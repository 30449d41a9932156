//! The hook that Yew installs, without its content. In the module a panic aborts before any hook runs
//! (docs/decisions/0004-immediate-abort.md), so the code that formats its message would never run either.

use std::panic::PanicHookInfo;

/// Does nothing.
pub fn hook(_: &PanicHookInfo<'_>) {}
