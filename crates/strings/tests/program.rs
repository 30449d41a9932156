//! The program, run as the bundle step runs it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Runs the program with these arguments.
fn run(arguments: &[&Path]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ticket-note-strings")).args(arguments).output().unwrap()
}

/// Returns a path that is this test's own and does not exist.
fn absent_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    drop(fs::remove_dir_all(&folder));
    folder
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn the_folder_gets_the_files_of_all_languages() {
    let folder = absent_folder("written");
    fs::create_dir_all(&folder).unwrap();
    let output = run(&[&folder]);
    assert!(output.status.success(), "{}", stderr(&output));
    let entries = fs::read_dir(&folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let languages = ["ar", "de", "en", "es", "fr", "nl"].map(|lang| format!("strings-{lang}.json"));
    assert_eq!(names[1..7], languages);
    assert_eq!([&names[0], &names[7]], ["sign-in.json", "ticket.json"]);
}

#[test]
fn without_a_folder_the_program_shows_its_usage() {
    let output = run(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("ticket-note-strings FOLDER"), "{}", stderr(&output));
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let folder = absent_folder("absent");
    let output = run(&[&folder]);
    assert_eq!(output.status.code(), Some(1));
    let path = folder.join("strings-en.json");
    assert!(stderr(&output).contains(&path.display().to_string()), "{}", stderr(&output));
}
