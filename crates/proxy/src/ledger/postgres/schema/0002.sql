-- The secret that makes the opaque callers of responses. One row.
CREATE TABLE ticket_note_secret (id integer PRIMARY KEY, secret bytea NOT NULL);
INSERT INTO ticket_note_secret (id, secret)
    SELECT 1, decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex');
