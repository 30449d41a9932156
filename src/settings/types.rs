use super::rejection::{Reason, Rejection};
use ticket_note_core::note::NoteType;

/// A type that the user may choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OfferedType {
    /// The type that the note gets.
    pub(crate) note_type: NoteType,
    /// The name that the page gives it.
    pub(crate) name: Option<String>,
}

impl OfferedType {
    /// Returns all eleven types, without names.
    pub(crate) fn all() -> Vec<Self> {
        NoteType::ALL.iter().map(|&note_type| Self { note_type, name: None }).collect()
    }
}

const ATTRIBUTE: &str = "types";

/// Parses a list such as `calllog,1=E-mail,5=Phone`. If the attribute is absent, all eleven types are
/// offered, without names.
pub(super) fn resolve(value: Option<&str>) -> Result<Vec<OfferedType>, Rejection> {
    let Some(value) = value else { return Ok(OfferedType::all()) };
    let mut types: Vec<OfferedType> = Vec::new();
    for item in value.split(',') {
        let offered = read(item).map_err(|problem| Rejection::new(ATTRIBUTE, value, problem))?;
        if types.iter().any(|known| known.note_type == offered.note_type) {
            return Err(Rejection::new(ATTRIBUTE, value, Reason::Duplicate));
        }
        types.push(offered);
    }
    Ok(types)
}

/// Parses `customer-types`, a list of codes. An empty value is an empty list.
pub(super) fn codes(value: &str) -> Result<Vec<NoteType>, Rejection> {
    let codes = value.split(',').map(str::trim).filter(|_| !value.is_empty());
    let read = |code: &str| code.parse().map_err(|problem| Reason::Value(problem));
    codes
        .map(read)
        .collect::<Result<_, _>>()
        .map_err(|reason| Rejection::new("customer-types", value, reason))
}

fn read(item: &str) -> Result<OfferedType, Reason> {
    let (code, name) = item.split_once('=').unwrap_or((item, ""));
    let note_type = code.trim().parse().map_err(Reason::Value)?;
    let name = name.trim();
    Ok(OfferedType { note_type, name: (!name.is_empty()).then(|| name.to_owned()) })
}
