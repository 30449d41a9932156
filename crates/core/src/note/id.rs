use crate::digits::parse_digits;
use crate::problem::Problem;
use std::fmt;
use std::str::FromStr;

/// The largest ID: 2^53-1, the largest integer that JavaScript represents exactly.
pub const MAX_ID: u64 = (1 << 53) - 1;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// From 1 to [`MAX_ID`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl $name {
            /// Returns the ID with this number.
            ///
            /// # Errors
            /// [`Problem::OutOfRange`] outside 1 to [`MAX_ID`].
            pub fn new(number: u64) -> Result<Self, Problem> {
                in_range(number).map(Self)
            }

            /// Returns the ID as a number.
            #[must_use]
            pub const fn get(self) -> u64 {
                self.0
            }
        }

        impl FromStr for $name {
            type Err = Problem;

            /// Parses decimal digits. A sign, point, exponent or space is an error.
            ///
            /// # Errors
            /// [`Problem::Missing`], [`Problem::NotAnInteger`] or [`Problem::OutOfRange`].
            fn from_str(text: &str) -> Result<Self, Problem> {
                number(text).and_then(Self::new)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, formatter)
            }
        }
    };
}

id! {
    /// The number of a ticket in Omnidesk (`ticketID`).
    TicketId
}

id! {
    /// The number of a user in Omnidesk's list of administrators (`userID`).
    UserId
}

const fn in_range(number: u64) -> Result<u64, Problem> {
    match number {
        1..=MAX_ID => Ok(number),
        _ => Err(Problem::OutOfRange),
    }
}

fn number(text: &str) -> Result<u64, Problem> {
    if text.is_empty() {
        return Err(Problem::Missing);
    }
    parse_digits(text).ok_or(Problem::NotAnInteger)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(text: &str, problem: Problem) {
        assert_eq!(text.parse::<TicketId>(), Err(problem));
    }

    #[test]
    fn both_ends_of_the_range_are_ids() {
        assert_eq!("1".parse::<TicketId>().unwrap().get(), 1);
        assert_eq!("9007199254740991".parse::<UserId>().unwrap().get(), MAX_ID);
    }

    #[test]
    fn nothing_is_missing() {
        refused("", Problem::Missing);
    }

    #[test]
    fn numbers_beyond_the_range_are_out_of_range() {
        refused("0", Problem::OutOfRange);
        refused("9007199254740992", Problem::OutOfRange);
        refused(&"9".repeat(500), Problem::OutOfRange);
    }

    #[test]
    fn only_digits_make_an_integer() {
        for text in ["abc", "-1", "+1", "1.5", "1e9", " 7", "٣", "<b>1</b>"] {
            refused(text, Problem::NotAnInteger);
        }
    }
}
