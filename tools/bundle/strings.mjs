import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fail } from "./fail.mjs";

const FILE = /^strings-(\w+)\.json$/;
const FAILURES_AT = 2;
// The English sentences by which the sentences of the other languages are found.
const OUTCOMES = {
  saved: "Your note on ticket {} was added.",
  refused: "Your note was not added to ticket {}. Open that ticket and send the note again.",
  unknown: "We could not confirm that your note was added to ticket {}. Check that ticket.",
};
const FIRST_VIEW = "static/embed/first-view.json";

// Writes the strings of each language into the folder. Returns the constants of the scripts: the English
// sentences for a form that cannot run, and in each language the strings of the first view, the sentences
// about the outcomes, the texts of the sign-in, and the sentences about the ticket of an unknown note.
export function writeStrings(folder) {
  runStringsProgram(folder);
  const languages = readdirSync(folder).flatMap((name) => name.match(FILE)?.[1] ?? []);
  const texts = Object.fromEntries(languages.map((language) => [language, read(folder, language)]));
  // English is part of the module.
  rmSync(fileOf(folder, "en"));
  const { strings } = JSON.parse(readFileSync(FIRST_VIEW, "utf8"));
  const firstOf = (language) => strings.map((index) => texts[language][index]);
  // A script falls back to the first of these languages.
  const ordered = [...new Set(["en", ...languages])];
  return {
    FAILURE_SENTENCES: texts.en.slice(FAILURES_AT, FAILURES_AT + 2),
    FIRST_STRINGS: ordered.map(firstOf),
    SIGN_IN_TEXTS: table(folder, "sign-in.json"),
    TICKET_TEXTS: table(folder, "ticket.json"),
    OUTCOME_SENTENCES: ordered.map((lang) => ({ lang, ...outcomesIn(texts[lang], texts.en) })),
  };
}

// Returns one object for each language. The first row of the file has the names of the texts.
function table(folder, name) {
  const file = join(folder, name);
  const [names, ...rows] = JSON.parse(readFileSync(file, "utf8"));
  rmSync(file);
  return rows.map((texts) => Object.fromEntries(names.map((text, index) => [text, texts[index]])));
}

function outcomesIn(texts, english) {
  const translated = (sentence) => texts[english.indexOf(sentence)] ?? fail(`English has no text "${sentence}"`);
  return Object.fromEntries(Object.entries(OUTCOMES).map(([outcome, sentence]) => [outcome, translated(sentence)]));
}

function runStringsProgram(folder) {
  // The program runs on this machine, with the compiler's own standard library. The settings that build
  // another one are for the widget.
  const { CARGO_UNSTABLE_BUILD_STD, CARGO_UNSTABLE_BUILD_STD_FEATURES, RUSTC_BOOTSTRAP, ...env } = process.env;
  execFileSync("cargo", ["run", "--quiet", "--offline", "--package", "ticket-note-strings", "--", folder], { env });
}

function read(folder, language) {
  const texts = JSON.parse(readFileSync(fileOf(folder, language), "utf8"));
  if (!Array.isArray(texts) || texts[0] !== language) fail(`the strings program wrote no texts for ${language}`);
  return texts;
}

function fileOf(folder, language) {
  return join(folder, `strings-${language}.json`);
}
