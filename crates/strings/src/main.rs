//! Writes a file such as `strings-nl.json` for each language into a folder. The bundle step reads them. It
//! ships all but the English one, whose texts are part of the module.

mod files;
mod json;

use files::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    let Some(folder) = env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("ticket-note-strings: no folder given. Usage: ticket-note-strings FOLDER");
        return ExitCode::from(2);
    };
    match files::all().try_for_each(|file| write(&folder, &file)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("ticket-note-strings: {message}");
            ExitCode::FAILURE
        }
    }
}

fn write(folder: &Path, file: &File) -> Result<(), String> {
    let path = folder.join(&file.name);
    fs::write(&path, &file.content).map_err(|error| format!("cannot write {}: {error}", path.display()))
}
