//! Writes the description of the form's first view: `make first-view`. A test compares the committed file
//! with what the form renders.

mod describe;
mod placeholders;

use describe::describe;
use std::path::Path;
use std::process::ExitCode;
use std::{fs, io};
use ticket_note::first_view::render;

/// The description that the bundle step reads.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../static/embed/first-view.json");

fn main() -> ExitCode {
    match description().and_then(|text| fs::write(Path::new(FILE), text).map_err(Error::from)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("ticket-note-first-view: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Renders the first view with a placeholder for each string, and describes it.
fn description() -> Result<String, Error> {
    let strings = placeholders::strings().ok_or(Error::Strings)?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let html = tokio::task::LocalSet::new().block_on(&runtime, render(strings));
    Ok(describe(&html, strings)?)
}

/// The reason why the view cannot be described.
#[derive(Debug)]
enum Error {
    Strings,
    Io(io::Error),
    Html(roxmltree::Error),
}

impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Strings => formatter.write_str("the placeholders do not match the record of strings"),
            Self::Io(error) => write!(formatter, "{error}"),
            Self::Html(error) => write!(formatter, "the rendered view is not well-formed: {error}"),
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<roxmltree::Error> for Error {
    fn from(error: roxmltree::Error) -> Self {
        Self::Html(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_description_is_of_the_rendered_view() {
        let committed = fs::read_to_string(FILE).unwrap();
        assert_eq!(committed, description().unwrap(), "run `make first-view` and commit the file");
    }
}
