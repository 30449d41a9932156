use crate::problem::FieldProblem;
use serde::{Serialize, Serializer};

/// The rejected fields, serialised as an object of field names and problem codes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fields<'a>(pub &'a [FieldProblem]);

impl Fields<'_> {
    /// Returns whether no field was rejected.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|found| (found.field.wire_name(), found.problem.code())))
    }
}
