//! Writes each language other than English into a folder: `strings-nl.json` and so on, each a JSON
//! array of the texts in the order of the record.

mod json;

use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs, io};
use ticket_note_strings::{ALL, ENGLISH, Strings};

fn main() -> ExitCode {
    let Some(folder) = env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("strings: say the folder to write into");
        return ExitCode::from(2);
    };
    let write = |strings: &&Strings| -> io::Result<()> {
        let name = format!("strings-{}.json", strings.lang);
        fs::write(folder.join(name), json::array(&strings.texts()))
    };
    match ALL.iter().filter(|strings| strings.lang != ENGLISH.lang).try_for_each(write) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("strings: cannot write into {}: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}
