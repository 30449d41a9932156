-- For reading the ticket of an unknown attempt. `text_mark` is a hash of the ticket and the text with
-- folded white space; it is NULL if the instance does not read tickets. The indexes have only rows of
-- attempts whose ticket may be read.
ALTER TABLE ticket_note_attempt ADD COLUMN text_mark bytea;
-- the ID of the timeline entry that was found for the attempt
ALTER TABLE ticket_note_attempt ADD COLUMN entry bytea;
ALTER TABLE ticket_note_attempt ADD COLUMN read_at timestamptz;
-- 1: an entry has the same text, 2: no entry has it
ALTER TABLE ticket_note_attempt ADD COLUMN finding smallint;
ALTER TABLE ticket_note_attempt ADD COLUMN found_at timestamptz;
CREATE INDEX ticket_note_attempt_mark ON ticket_note_attempt (text_mark) WHERE text_mark IS NOT NULL;
CREATE UNIQUE INDEX ticket_note_attempt_entry ON ticket_note_attempt (ticket, entry)
    WHERE entry IS NOT NULL;
