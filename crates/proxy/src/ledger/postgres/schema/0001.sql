-- The attempts. `caller` and `id` are bytes, so that no collation or encoding of the database
-- changes how they compare. Times are those of the database.
CREATE TABLE ticket_note_attempt (
    caller bytea NOT NULL,
    id bytea NOT NULL,
    fingerprint bytea NOT NULL,
    ticket bigint NOT NULL,
    -- 0: in flight, 1: saved, 2: unknown, 3: refused
    state smallint NOT NULL,
    -- the message of Omnidesk, or the refusal as JSON
    answer bytea NOT NULL,
    -- the claim that owns the row, and the instance that made it
    claim bytea NOT NULL,
    instance bytea NOT NULL,
    claimed_at timestamptz NOT NULL,
    -- while the row is in flight: when it becomes unknown unless its instance renews the lease
    lease_until timestamptz NOT NULL,
    settled_at timestamptz,
    unknown_at timestamptz,
    PRIMARY KEY (caller, id)
);
CREATE INDEX ticket_note_attempt_claimed ON ticket_note_attempt (claimed_at);
CREATE INDEX ticket_note_attempt_open ON ticket_note_attempt (lease_until) WHERE state IN (0, 3);
CREATE INDEX ticket_note_attempt_unknown ON ticket_note_attempt (unknown_at) WHERE state = 2;
-- A bucket of each caller for the rate limit. A crash of the database may empty it, so it is not
-- logged and a request does not wait for the disk.
CREATE UNLOGGED TABLE ticket_note_rate (
    caller bytea PRIMARY KEY,
    used_until timestamptz NOT NULL
);
-- The instances of the proxy, for the operator.
CREATE TABLE ticket_note_instance (
    id bytea PRIMARY KEY,
    version text NOT NULL,
    seen_at timestamptz NOT NULL
);
-- The decisions of operators about unknown attempts.
CREATE TABLE ticket_note_resolution (
    caller bytea NOT NULL,
    id bytea NOT NULL,
    ticket bigint NOT NULL,
    is_saved boolean NOT NULL,
    resolved_by text NOT NULL,
    resolved_at timestamptz NOT NULL
);
