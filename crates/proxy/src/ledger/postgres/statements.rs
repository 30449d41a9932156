//! The statements. None of them needs an explicit transaction.
//!
//! `clock_timestamp()` is the time at which a row is examined. `now()` would be the time at which
//! the statement began, before it waited for another one.

/// Inserts the row of a claim, or replaces the row of a refusal. Returns a row if the claim holds
/// the attempt. It is safe to repeat: the same claim gets the same result.
pub(super) const CLAIM: &str = "
    INSERT INTO ticket_note_attempt AS held
        (caller, id, fingerprint, ticket, claim, instance, state, answer, claimed_at, lease_until,
        text_mark)
    SELECT $1, $2, $3, $4, $5, $6, 0, ''::bytea, clock_timestamp(),
        clock_timestamp() + $7 * interval '1 second', NULLIF($8, ''::bytea)
    WHERE $1 = ''::bytea OR 20000 > (SELECT count(*) FROM
        (SELECT 1 FROM ticket_note_attempt WHERE caller = $1 LIMIT 20000) AS own)
    ON CONFLICT (caller, id) DO UPDATE SET
        fingerprint = excluded.fingerprint, ticket = excluded.ticket, claim = excluded.claim,
        instance = excluded.instance, state = 0, answer = ''::bytea,
        claimed_at = excluded.claimed_at, lease_until = excluded.lease_until,
        settled_at = NULL, unknown_at = NULL, text_mark = excluded.text_mark, entry = NULL,
        read_at = NULL, finding = NULL, found_at = NULL
    WHERE held.state = 3 OR (held.state = 0 AND held.claim = excluded.claim)
    RETURNING 1";

/// Returns fingerprint, state and answer of a row, and what its ticket said. A row whose lease has
/// ended is unknown.
pub(super) const FIND: &str = "
    SELECT fingerprint,
        CASE WHEN state = 0 AND lease_until <= clock_timestamp() THEN 2 ELSE state END::smallint,
        answer, finding, extract(epoch FROM found_at)::bigint
    FROM ticket_note_attempt WHERE caller = $1 AND id = $2";

/// Extends the lease of a claim that still has one.
pub(super) const RENEW: &str = "
    UPDATE ticket_note_attempt SET lease_until = clock_timestamp() + $4 * interval '1 second'
    WHERE caller = $1 AND id = $2 AND claim = $3 AND state = 0 AND lease_until > clock_timestamp()
    RETURNING 1";

/// Records the outcome of a claim that still has its lease. If the outcome is already in the row,
/// an earlier response of the database was lost. A refused attempt has no text on its ticket.
pub(super) const SETTLE: &str = "
    UPDATE ticket_note_attempt SET state = $4, answer = $5,
        settled_at = COALESCE(settled_at, clock_timestamp()),
        unknown_at = CASE WHEN $4 = 2 THEN COALESCE(unknown_at, clock_timestamp()) END,
        text_mark = CASE WHEN $4 <> 3 THEN text_mark END
    WHERE caller = $1 AND id = $2 AND claim = $3
        AND ((state = 0 AND lease_until > clock_timestamp()) OR (state = $4 AND answer = $5))
    RETURNING 1";

/// Deletes the row of a claim for which nothing was sent, in flight or unknown. Returns a row if there was one.
pub(super) const WITHDRAW: &str = "
    DELETE FROM ticket_note_attempt WHERE caller = $1 AND id = $2 AND claim = $3 AND state IN (0, 2)
    RETURNING 1";

/// Takes a token from a caller's bucket. Returns a row if there was one. `used_until` is the time
/// at which the bucket is full again; it holds the tokens of one minute.
pub(super) const TAKE_TOKEN: &str = "
    INSERT INTO ticket_note_rate AS rate (caller, used_until)
    VALUES ($1, clock_timestamp() + $2 * interval '1 second')
    ON CONFLICT (caller) DO UPDATE
        SET used_until = greatest(rate.used_until, clock_timestamp()) + $2 * interval '1 second'
    WHERE rate.used_until + $2 * interval '1 second' <= clock_timestamp() + interval '1 minute'
    RETURNING 1";

/// Returns the number of seconds until a caller's bucket has a token.
pub(super) const NEXT_TOKEN: &str = "
    SELECT (extract(epoch FROM used_until - clock_timestamp()) - 60 + $2)::double precision
    FROM ticket_note_rate WHERE caller = $1";

/// Marks the rows whose lease has ended as `unknown`. Returns them.
pub(super) const END_LEASES: &str = "
    UPDATE ticket_note_attempt SET state = 2, unknown_at = lease_until, settled_at = clock_timestamp()
    WHERE state = 0 AND lease_until <= clock_timestamp()
    RETURNING caller, id, ticket";

/// Deletes refusals that are older than a minute.
pub(super) const DELETE_REFUSALS: &str = "
    DELETE FROM ticket_note_attempt
    WHERE state = 3 AND lease_until <= clock_timestamp() - interval '1 minute'";

/// Deletes at most `$2` rows that are older than `$1` seconds. Returns one row for each.
pub(super) const DELETE_EXPIRED: &str = "
    DELETE FROM ticket_note_attempt WHERE (caller, id) IN
        (SELECT caller, id FROM ticket_note_attempt
        WHERE claimed_at <= clock_timestamp() - $1 * interval '1 second'
        ORDER BY claimed_at LIMIT $2)
    RETURNING 1";

/// Deletes full buckets, and those from before the clock of the database was set back.
pub(super) const DELETE_BUCKETS: &str = "
    DELETE FROM ticket_note_rate WHERE used_until <= clock_timestamp()
        OR used_until > clock_timestamp() + interval '2 minutes'";

/// Returns the number of rows, at most `$1`.
pub(super) const COUNT: &str = "SELECT count(*) FROM (SELECT 1 FROM ticket_note_attempt LIMIT $1) AS rows";

/// Records that an instance is running.
pub(super) const RECORD_INSTANCE: &str = "
    INSERT INTO ticket_note_instance (id, version, seen_at) VALUES ($1, $2, clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET seen_at = clock_timestamp()";

/// Deletes instances that were not seen for a day.
pub(super) const DELETE_INSTANCES: &str =
    "DELETE FROM ticket_note_instance WHERE seen_at < clock_timestamp() - interval '1 day'";

/// Adds finished attempts of another store. Returns one row for each that was added.
pub(super) const IMPORT: &str = "
    INSERT INTO ticket_note_attempt
        (caller, id, fingerprint, ticket, state, answer, claim, instance, claimed_at, lease_until,
        settled_at, unknown_at, text_mark, entry)
    SELECT caller, id, fingerprint, ticket, state, answer, ''::bytea, ''::bytea, to_timestamp(at),
        to_timestamp(at), to_timestamp(at), CASE WHEN state = 2 THEN to_timestamp(unknown_at) END,
        NULLIF(text_mark, ''::bytea), CASE WHEN NOT EXISTS (SELECT 1 FROM ticket_note_attempt AS known
            WHERE known.ticket = stored.ticket AND known.entry = stored.entry) THEN NULLIF(entry, ''::bytea) END
    FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        AS stored (caller, id, fingerprint, ticket, state, answer, at, unknown_at, text_mark, entry)
    ON CONFLICT (caller, id) DO NOTHING
    RETURNING 1";

/// Records that the ticket of an unknown attempt is read now, and returns when the note was sent and
/// its age. Returns no row if the ticket was read less than `$4` seconds ago.
pub(super) const START_READING: &str = "
    UPDATE ticket_note_attempt SET read_at = clock_timestamp(), text_mark = $3
    WHERE caller = $1 AND id = $2
        AND (state = 2 OR (state = 0 AND lease_until <= clock_timestamp()))
        AND (read_at IS NULL OR read_at <= clock_timestamp() - $4 * interval '1 second')
    RETURNING extract(epoch FROM claimed_at)::bigint,
        extract(epoch FROM clock_timestamp() - claimed_at)::bigint";

/// Returns at most `$7` other attempts that may have added an entry with the same text to the ticket:
/// those with the mark within `$5` seconds, and those without a mark within `$6` seconds.
pub(super) const CONTENDERS: &str = "
    WITH own AS (SELECT claimed_at, caller, id FROM ticket_note_attempt WHERE caller = $1 AND id = $2)
    SELECT extract(epoch FROM other.claimed_at)::bigint,
        (other.claimed_at, other.caller, other.id) < (own.claimed_at, own.caller, own.id), other.entry
    FROM ticket_note_attempt AS other, own
    WHERE other.text_mark = $3 AND other.state <> 3 AND (other.caller, other.id) <> (own.caller, own.id)
        AND other.claimed_at BETWEEN own.claimed_at - $5 * interval '1 second'
            AND own.claimed_at + $5 * interval '1 second'
    UNION ALL
    SELECT extract(epoch FROM other.claimed_at)::bigint,
        (other.claimed_at, other.caller, other.id) < (own.claimed_at, own.caller, own.id), other.entry
    FROM ticket_note_attempt AS other, own
    WHERE other.text_mark IS NULL AND other.state <> 3 AND other.ticket = $4
        AND (other.caller, other.id) <> (own.caller, own.id)
        AND other.claimed_at BETWEEN own.claimed_at - $6 * interval '1 second'
            AND own.claimed_at + $6 * interval '1 second'
    LIMIT $7";

/// Records the entry of an unknown attempt, which is saved now. Returns a row if the attempt has the
/// entry. It is safe to repeat.
pub(super) const SET_ENTRY: &str = "
    UPDATE ticket_note_attempt AS own SET state = 1, answer = $4, entry = $3,
        settled_at = clock_timestamp(), found_at = clock_timestamp()
    WHERE caller = $1 AND id = $2 AND ((state = 1 AND entry = $3)
        OR ((state = 2 OR (state = 0 AND lease_until <= clock_timestamp())) AND NOT EXISTS (SELECT 1
            FROM ticket_note_attempt AS other WHERE other.ticket = own.ticket AND other.entry = $3)))
    RETURNING 1";

/// Records what the ticket of an unknown attempt says.
pub(super) const SET_FINDING: &str = "
    UPDATE ticket_note_attempt SET finding = $3, found_at = clock_timestamp()
    WHERE caller = $1 AND id = $2
        AND (state = 2 OR (state = 0 AND lease_until <= clock_timestamp()))";

/// Returns the unknown attempts, the oldest first.
pub(super) const UNKNOWN: &str = r#"
    SELECT caller, id, NULLIF(ticket, 0),
        to_char(claimed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        to_char(COALESCE(unknown_at, lease_until) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    FROM ticket_note_attempt
    WHERE state = 2 OR (state = 0 AND lease_until <= clock_timestamp())
    ORDER BY claimed_at"#;

/// Settles an unknown attempt as saved, and records who did so. Returns a row if it was unknown.
pub(super) const RESOLVE_SAVED: &str = "
    WITH settled AS (
        UPDATE ticket_note_attempt SET state = 1, answer = $4, settled_at = clock_timestamp()
        WHERE caller = $1 AND id = $2
            AND (state = 2 OR (state = 0 AND lease_until <= clock_timestamp()))
        RETURNING caller, id, ticket)
    INSERT INTO ticket_note_resolution (caller, id, ticket, is_saved, resolved_by, resolved_at)
    SELECT caller, id, ticket, true, $3, clock_timestamp() FROM settled
    RETURNING 1";

/// Deletes an unknown attempt, so that a retry is sent, and records who did so. Returns a row if it
/// was unknown.
pub(super) const RESOLVE_NOT_SAVED: &str = "
    WITH settled AS (
        DELETE FROM ticket_note_attempt
        WHERE caller = $1 AND id = $2
            AND (state = 2 OR (state = 0 AND lease_until <= clock_timestamp()))
        RETURNING caller, id, ticket)
    INSERT INTO ticket_note_resolution (caller, id, ticket, is_saved, resolved_by, resolved_at)
    SELECT caller, id, ticket, false, $3, clock_timestamp() FROM settled
    RETURNING 1";

/// Returns the secret of the ledger.
pub(super) const SECRET: &str = "SELECT secret FROM ticket_note_secret WHERE id = 1";

/// Replaces the secret of a ledger without attempts. Returns a row if the ledger then has this secret.
pub(super) const IMPORT_SECRET: &str = "
    UPDATE ticket_note_secret SET secret = $1
    WHERE id = 1 AND (secret = $1 OR NOT EXISTS (SELECT 1 FROM ticket_note_attempt))
    RETURNING 1";

/// Returns the number of rows and of unknown attempts.
pub(super) const SIZE: &str = "
    SELECT (SELECT count(*) FROM ticket_note_attempt),
        (SELECT count(*) FROM ticket_note_attempt WHERE state = 2)";

/// Returns the size of the table with its indexes, in bytes. A database that is only compatible with
/// PostgreSQL may not have the function.
pub(super) const BYTES: &str = "SELECT pg_total_relation_size('ticket_note_attempt')";

/// Returns the name and the version of the server.
pub(super) const SERVER_VERSION: &str = "SELECT version()";
