//! The sentences for the codes of core.

use super::{Strings, fill_number};
use crate::settings::{Reason, Rejection};
use ticket_note_core::note::MIN_CHARS;
use ticket_note_core::outcome::Refusal;
use ticket_note_core::problem::{Field, FieldProblem, Problem};
use ticket_note_core::wire::Code;

/// Returns the sentence for a problem. `max_chars` is the form's limit if the text exceeds it; the proxy
/// may have a lower limit, which its response does not contain.
pub(crate) fn of_problem(found: FieldProblem, max_chars: Option<usize>, strings: &Strings) -> String {
    let texts = &strings.problems;
    match (found.field, found.problem) {
        (Field::Type, Problem::Missing) => texts.type_missing.to_owned(),
        (Field::Text, Problem::Missing) => texts.text_missing.to_owned(),
        (Field::Text, Problem::TooShort) => fill_number(texts.text_too_short, MIN_CHARS as u64),
        (Field::Text, Problem::TooLong) => max_chars.map_or_else(
            || strings.refusals.too_large.to_owned(),
            |max_chars| fill_number(texts.text_too_long, max_chars as u64),
        ),
        (Field::Text, Problem::ControlCharacter) => texts.text_control.to_owned(),
        (Field::Text, Problem::Malformed) => texts.text_malformed.to_owned(),
        (Field::Text, _) => texts.text_refused.to_owned(),
        (Field::Type, _) => texts.type_refused.to_owned(),
        (Field::Ticket | Field::Author, _) => strings.refusals.invalid_note.to_owned(),
    }
}

/// Returns the sentence for a refusal.
pub(crate) fn of_refusal(refusal: &Refusal, strings: &Strings) -> String {
    let texts = &strings.refusals;
    let Some(code) = refusal.code else {
        return fill_number(texts.unexplained, refusal.status.into());
    };
    match code {
        Code::Unauthenticated | Code::TwoIdentities => texts.session_ended.to_owned(),
        Code::UnknownUser => texts.unknown_user.to_owned(),
        Code::RateLimited => texts.rate_limited.to_owned(),
        Code::UpstreamRefused => texts.upstream_refused.to_owned(),
        Code::UpstreamUnreachable => texts.upstream_unreachable.to_owned(),
        Code::UpstreamMisconfigured => texts.upstream_misconfigured.to_owned(),
        Code::Unavailable | Code::Internal | Code::IncompleteRequest => texts.unavailable.to_owned(),
        Code::TooLarge => texts.too_large.to_owned(),
        Code::InvalidNote => texts.invalid_note.to_owned(),
        Code::KeyReused | Code::InvalidKey | Code::OtherCaller => texts.send_once_more.to_owned(),
        Code::CrossSite
        | Code::NotFound
        | Code::MethodNotAllowed
        | Code::UnsupportedMediaType
        | Code::InvalidJson
        | Code::OutcomeUnknown
        | Code::OutcomeUnknownTimeout => texts.misplaced.to_owned(),
    }
}

/// Returns the sentence for an invalid attribute.
pub(crate) fn of_rejection(rejection: &Rejection, strings: &Strings) -> &'static str {
    let texts = &strings.settings;
    match rejection.reason {
        Reason::Value(Problem::Missing) => texts.missing,
        Reason::Value(Problem::NotAnInteger) => texts.not_an_integer,
        Reason::Value(Problem::UnknownType) => texts.unknown_type,
        Reason::Value(_) => texts.out_of_range,
        Reason::NotOffered => texts.not_offered,
        Reason::Duplicate => texts.duplicate,
        Reason::NothingToLock => texts.nothing_to_lock,
        Reason::NotSameOrigin => texts.not_same_origin,
        Reason::UnknownWord => texts.unknown_word,
    }
}
