use super::rejection::{Reason, Rejection};
use ticket_note_core::note::NoteType;

/// Parses a list such as `calllog,1=E-mail,5=Phone`. If the attribute is absent, all eleven types are
/// offered. The element's script shows the names.
pub(super) fn resolve(value: Option<&str>) -> Result<Vec<NoteType>, Rejection> {
    value.map_or_else(|| Ok(NoteType::ALL.to_vec()), |value| parse("types", value))
}

/// Parses `customer-types`. An empty value is an empty list.
pub(super) fn customer(value: &str) -> Result<Vec<NoteType>, Rejection> {
    if value.is_empty() { Ok(Vec::new()) } else { parse("customer-types", value) }
}

fn parse(attribute: &'static str, value: &str) -> Result<Vec<NoteType>, Rejection> {
    let mut types = Vec::new();
    for item in value.split(',') {
        let code = item.split('=').next().unwrap_or_default();
        let note_type = code
            .trim()
            .parse()
            .map_err(|problem| Rejection::new(attribute, value, Reason::Value(problem)))?;
        if types.contains(&note_type) {
            return Err(Rejection::new(attribute, value, Reason::Duplicate));
        }
        types.push(note_type);
    }
    Ok(types)
}
