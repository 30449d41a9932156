//! The sentences about the ticket of an unknown attempt, which the element's script shows. They are no part of
//! the module.

/// The sentences in one language about what the proxy found in the ticket.
#[derive(Clone, Copy, Debug)]
pub struct TicketTexts {
    /// The language.
    pub lang: &'static str,
    /// The ticket has a note with the text. It may not be the note of the attempt.
    pub same_text: &'static str,
    /// The ticket had no such note. `{}` is a time of today.
    pub absent: &'static str,
    /// The ticket had no such note. The first `{}` is a time, the second a date.
    pub absent_on: &'static str,
}

impl TicketTexts {
    /// Returns each text with its name in the script.
    #[must_use]
    pub fn entries(&self) -> [(&'static str, &'static str); 4] {
        [
            ("lang", self.lang),
            ("sameText", self.same_text),
            ("absent", self.absent),
            ("absentOn", self.absent_on),
        ]
    }
}

/// The sentences of all languages, English first.
pub static TICKET: [TicketTexts; 6] = [
    TicketTexts {
        lang: "en",
        same_text: "A note with this text is in the ticket.",
        absent: "Not in the ticket at {}.",
        absent_on: "Not in the ticket at {} on {}.",
    },
    TicketTexts {
        lang: "nl",
        same_text: "Er staat een notitie met deze tekst in het ticket.",
        absent: "Stond om {} niet in het ticket.",
        absent_on: "Stond om {} op {} niet in het ticket.",
    },
    TicketTexts {
        lang: "de",
        same_text: "Eine Notiz mit diesem Text ist im Ticket.",
        absent: "Um {} Uhr nicht im Ticket.",
        absent_on: "Um {} Uhr am {} nicht im Ticket.",
    },
    TicketTexts {
        lang: "fr",
        same_text: "Une note avec ce texte est dans le ticket.",
        absent: "Absente du ticket à {}.",
        absent_on: "Absente du ticket à {} le {}.",
    },
    TicketTexts {
        lang: "es",
        same_text: "Hay una nota con este texto en el ticket.",
        absent: "No estaba en el ticket a las {}.",
        absent_on: "No estaba en el ticket a las {} del {}.",
    },
    TicketTexts {
        lang: "ar",
        same_text: "توجد ملاحظة بهذا النص في التذكرة.",
        absent: "لم تكن في التذكرة عند الساعة {}.",
        absent_on: "لم تكن في التذكرة عند الساعة {} بتاريخ {}.",
    },
];
