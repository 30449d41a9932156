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

/// Parses a list such as `calllog,1=E-mail,5=Phone`. If the attribute is absent, all eleven types are
/// offered, without names.
pub(super) fn resolve(value: Option<&str>) -> Result<Vec<OfferedType>, Rejection> {
    value.map_or_else(|| Ok(OfferedType::all()), |value| parse("types", value))
}

/// Parses `customer-types`. An empty value is an empty list.
pub(super) fn customer(value: &str) -> Result<Vec<OfferedType>, Rejection> {
    if value.is_empty() { Ok(Vec::new()) } else { parse("customer-types", value) }
}

fn parse(attribute: &'static str, value: &str) -> Result<Vec<OfferedType>, Rejection> {
    let mut types: Vec<OfferedType> = Vec::new();
    for item in value.split(',') {
        let offered = read(item).map_err(|problem| Rejection::new(attribute, value, problem))?;
        if types.iter().any(|known| known.note_type == offered.note_type) {
            return Err(Rejection::new(attribute, value, Reason::Duplicate));
        }
        types.push(offered);
    }
    Ok(types)
}

fn read(item: &str) -> Result<OfferedType, Reason> {
    let (code, name) = item.split_once('=').unwrap_or((item, ""));
    let note_type = code.trim().parse().map_err(Reason::Value)?;
    let name = name.trim();
    Ok(OfferedType { note_type, name: (!name.is_empty()).then(|| name.to_owned()) })
}
