use clap::error::{ContextKind, ContextValue};
use clap::parser::ValueSource;
use clap::{ArgMatches, Command};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ffi::OsString;

/// The names of the settings in messages: the flag, or the variable that set it.
#[derive(Clone, Debug, Default)]
pub struct SettingNames {
    /// The flags whose values come from variables, such as `--upstream`.
    from_variables: BTreeSet<String>,
}

impl SettingNames {
    /// Returns the name by which the operator set `flag`. A name that is not a flag stays as it is.
    #[must_use]
    pub fn of<'a>(&self, flag: &'a str) -> Cow<'a, str> {
        if self.from_variables.contains(flag) { variable_of(flag).into() } else { flag.into() }
    }

    /// Reads from the parsed command line which flags were set by variables.
    pub(super) fn of_matches(command: &Command, matches: &ArgMatches) -> Self {
        let (command, matches) = match matches.subcommand() {
            Some((name, inner)) => (command.find_subcommand(name).unwrap_or(command), inner),
            None => (command, matches),
        };
        let is_from_variable = |id: &str| matches.value_source(id) == Some(ValueSource::EnvVariable);
        let arguments =
            command.get_arguments().filter(|argument| is_from_variable(argument.get_id().as_str()));
        let flags = arguments.filter_map(|argument| argument.get_long()).map(|long| format!("--{long}"));
        Self { from_variables: flags.collect() }
    }

    /// Finds out whether the value that clap refuses comes from a variable: its flag is then not
    /// among the arguments.
    pub(super) fn of_error(error: &clap::Error, arguments: &[OsString]) -> Self {
        let Some(flag) = refused_flag(error) else { return Self::default() };
        let is_flag = |argument: &OsString| {
            let argument = argument.to_string_lossy();
            argument.split('=').next() == Some(flag)
        };
        let is_argument = arguments.iter().any(is_flag);
        Self { from_variables: (!is_argument).then(|| flag.to_owned()).into_iter().collect() }
    }

    /// Replaces the flag in a message of clap by the variable, if a variable set it. The value is
    /// left out: a key that was assigned to the wrong variable must not be printed.
    pub(super) fn rename_refused(&self, error: &clap::Error, message: &str) -> String {
        let (Some(flag), Some(argument)) = (refused_flag(error), error.get(ContextKind::InvalidArg)) else {
            return message.to_owned();
        };
        // clap leaves control characters out of the value, so the message is split after it.
        match message.rsplit_once(&format!("' for '{argument}'")) {
            Some((_, problem)) if self.from_variables.contains(flag) => {
                format!("invalid value for {}{problem}", variable_of(flag))
            }
            _ => message.to_owned(),
        }
    }
}

/// Returns the flag whose value clap refuses, such as `--listen`. `None`: the value has no flag, and no variable.
fn refused_flag(error: &clap::Error) -> Option<&str> {
    match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(argument)) => {
            argument.split(' ').next().filter(|name| name.starts_with("--"))
        }
        _ => None,
    }
}

/// Returns the variable of a flag (`docs/specification.md`, section 7.1).
fn variable_of(flag: &str) -> String {
    format!("TICKET_NOTE_{}", flag.trim_start_matches('-').replace('-', "_").to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::super::CommandLine;
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_variable_of_every_flag_follows_from_its_name() {
        for argument in CommandLine::command().get_arguments() {
            let (long, variable) = (argument.get_long().unwrap(), argument.get_env());
            if let Some(variable) = variable {
                assert_eq!(variable_of(&format!("--{long}")), variable.to_str().unwrap());
            }
        }
    }
}
