-- What the books refuse, whoever asks. The application's role owns no table; the rules below hold for the owner
-- of the tables too, who would have to disable a trigger by name to get round one.
--
-- SQLSTATEs of class AH say which rule refused:
--   AH001 unbalanced   AH002 empty       AH003 two currencies   AH004 not the journal's own statement
--   AH005 immutable    AH006 same key for another request        AH007 closed period
--   AH008 entry and account disagree     AH009 reversal is no mirror

-- Shapes.
ALTER TABLE ledger_account
  ADD CONSTRAINT ledger_account_book CHECK (book IN ('claims', 'money')),
  ADD CONSTRAINT ledger_account_book_of_name CHECK (
    (book = 'claims') = (split_part(name, ':', 1) IN ('debt', 'claim'))),
  ADD CONSTRAINT ledger_account_component CHECK (
    component IN ('principal', 'interest', 'penalty_interest', 'fee', 'cost')),
  ADD CONSTRAINT ledger_account_component_of_claims CHECK ((component IS NOT NULL) = (book = 'claims')),
  ADD CONSTRAINT ledger_account_currency CHECK (currency IN ('CNY', 'USD', 'GBP')),
  ADD CONSTRAINT ledger_account_name CHECK (
    CASE WHEN debt_id IS NULL
      THEN family IS NOT NULL AND name = family || coalesce(':' || shard, '') AND NOT starts_with(name, 'debt:')
      ELSE family IS NULL AND shard IS NULL AND non_negative AND name = 'debt:' || debt_id || ':' || component
    END),
  -- A component of a debt never goes below zero: whoever pays more has the excess elsewhere.
  ADD CONSTRAINT ledger_account_non_negative CHECK (NOT non_negative OR balance >= 0),
  -- Room on the page, so that a new balance stays beside the old one and no index is touched.
  SET (fillfactor = 70);

ALTER TABLE journal
  ADD CONSTRAINT journal_kind CHECK (kind ~ '^[a-z][a-z_]{2,31}$'),
  ADD CONSTRAINT journal_idem_key CHECK (length(idem_key) BETWEEN 3 AND 200),
  ADD CONSTRAINT journal_request_hash CHECK (octet_length(request_hash) = 32),
  ADD CONSTRAINT journal_reverses_another CHECK (reverses_id <> id);

ALTER TABLE entry ADD CONSTRAINT entry_amount CHECK (amount <> 0);

ALTER TABLE allocation
  ADD CONSTRAINT allocation_amount CHECK (amount_minor > 0),
  ADD CONSTRAINT allocation_component CHECK (
    component IN ('principal', 'interest', 'penalty_interest', 'fee', 'cost'));

ALTER TABLE period
  ADD CONSTRAINT period_book CHECK (book IN ('claims', 'money')),
  ADD CONSTRAINT period_month CHECK (extract(day FROM month) = 1);

GRANT INSERT (family, shard) ON ledger_account TO anhuan_app;

-- Nothing that was written is written over.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is refused: what was written stays', TG_OP, TG_TABLE_NAME USING ERRCODE = 'AH005';
END
$$;

CREATE TRIGGER journal_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER allocation_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON allocation
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_account_stays BEFORE DELETE OR TRUNCATE ON ledger_account
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- A balance moves inside the entry trigger only; a statement of anybody's own is at depth 0.
CREATE TRIGGER ledger_account_balance_stays BEFORE UPDATE ON ledger_account
  FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_change();

-- Who closes a month waits for the postings of that month that are under way, and they for nobody but him.
-- 7240611 names this lock among the advisory locks of the database.
CREATE FUNCTION journal_stamp() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_waited text;
BEGIN
  v_waited := pg_advisory_xact_lock_shared(7240611,
    (extract(year FROM NEW.effective_on) * 100 + extract(month FROM NEW.effective_on))::int)::text;
  NEW.made_in := pg_current_xact_id()::text::bigint;
  NEW.posted_at := clock_timestamp();
  RETURN NEW;
END
$$;
CREATE TRIGGER journal_stamp BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION journal_stamp();

CREATE FUNCTION period_waits() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7240611,
    (extract(year FROM NEW.month) * 100 + extract(month FROM NEW.month))::int);
  RETURN NEW;
END
$$;
CREATE TRIGGER period_waits BEFORE INSERT OR UPDATE ON period FOR EACH ROW EXECUTE FUNCTION period_waits();

-- The heart: every statement that adds entries is checked as a whole, then moves the balances.
-- That a journal is written by one statement closes the way round the deferred check below, which
-- SET CONSTRAINTS ALL IMMEDIATE would otherwise open for later entries of the same transaction.
-- Plans are kept for a session: without the settings one made while a table was small would read all of it later.
CREATE FUNCTION entry_book() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  v_xact bigint := pg_current_xact_id()::text::bigint;
  v_bad record;
BEGIN
  SELECT journal_id,
         bool_or(foreign_xact) OR sum(n) <> (SELECT count(*) FROM public.entry o WHERE o.journal_id = g.journal_id)
           AS not_own,
         min(currency) <> max(currency) AS two_currencies,
         bool_or(total <> 0) AS unbalanced,
         bool_or(disagrees) AS disagrees,
         bool_or(closed) AS closed
    INTO v_bad
    FROM (
      SELECT e.journal_id, e.currency, count(*) AS n, sum(e.amount) AS total,
             bool_or(j.made_in <> v_xact) AS foreign_xact,
             bool_or(e.debt_id IS DISTINCT FROM a.debt_id OR e.component IS DISTINCT FROM a.component) AS disagrees,
             bool_or(EXISTS (
               SELECT FROM public.period p
                WHERE p.book = a.book
                  AND p.month = j.effective_on - (extract(day FROM j.effective_on)::int - 1))) AS closed
        FROM made e
        JOIN public.journal j ON j.id = e.journal_id
        JOIN public.ledger_account a ON a.id = e.account_id AND a.currency = e.currency
       GROUP BY e.journal_id, a.book, e.currency
    ) g
   GROUP BY journal_id
  HAVING bool_or(foreign_xact OR disagrees OR closed OR total <> 0)
      OR min(currency) <> max(currency)
      OR sum(n) <> (SELECT count(*) FROM public.entry o WHERE o.journal_id = g.journal_id)
   LIMIT 1;
  IF FOUND THEN
    IF v_bad.not_own THEN
      RAISE EXCEPTION 'journal % takes entries only in the statement that fills it', v_bad.journal_id USING ERRCODE = 'AH004';
    ELSIF v_bad.two_currencies THEN
      RAISE EXCEPTION 'journal % mixes currencies', v_bad.journal_id USING ERRCODE = 'AH003';
    ELSIF v_bad.unbalanced THEN
      RAISE EXCEPTION 'journal % does not balance', v_bad.journal_id USING ERRCODE = 'AH001';
    ELSIF v_bad.disagrees THEN
      RAISE EXCEPTION 'journal %: debt or component is not the account''s', v_bad.journal_id USING ERRCODE = 'AH008';
    ELSE
      RAISE EXCEPTION 'journal % falls into a closed period', v_bad.journal_id USING ERRCODE = 'AH007';
    END IF;
  END IF;
  -- In the order of ids, so that two postings never wait for each other in a circle.
  UPDATE public.ledger_account a SET balance = a.balance + d.delta
    FROM (SELECT account_id, currency, sum(amount) AS delta FROM made GROUP BY 1, 2 ORDER BY 1) d
   WHERE a.id = d.account_id AND a.currency = d.currency;
  RETURN NULL;
END
$$;
CREATE TRIGGER entry_book AFTER INSERT ON entry REFERENCING NEW TABLE AS made
  FOR EACH STATEMENT EXECUTE FUNCTION entry_book();

-- At the end of the transaction, once for each journal.
CREATE FUNCTION journal_whole() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  v_books int;
  v_bad boolean;
  v_currencies int;
BEGIN
  SELECT count(*), bool_or(total <> 0), count(DISTINCT currency) INTO v_books, v_bad, v_currencies
    FROM (
      SELECT e.currency, sum(e.amount) AS total
        FROM public.entry e JOIN public.ledger_account a ON a.id = e.account_id AND a.currency = e.currency
       WHERE e.journal_id = NEW.id
       GROUP BY a.book, e.currency
    ) g;
  IF v_books = 0 THEN
    RAISE EXCEPTION 'journal % is empty', NEW.id USING ERRCODE = 'AH002';
  ELSIF v_currencies > 1 THEN
    RAISE EXCEPTION 'journal % mixes currencies', NEW.id USING ERRCODE = 'AH003';
  ELSIF v_bad THEN
    RAISE EXCEPTION 'journal % does not balance', NEW.id USING ERRCODE = 'AH001';
  END IF;
  IF NEW.reverses_id IS NOT NULL AND EXISTS (
    SELECT FROM public.entry e WHERE e.journal_id IN (NEW.id, NEW.reverses_id)
     GROUP BY e.account_id HAVING sum(e.amount) <> 0
  ) THEN
    RAISE EXCEPTION 'journal % is no mirror of what it reverses', NEW.id USING ERRCODE = 'AH009';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER journal_whole AFTER INSERT ON journal
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION journal_whole();

-- Posts any number of journals in one statement; makes the accounts that are missing. It has no rights of its
-- own: what it writes is checked like anybody's. Answers those postings that were in the books already (their
-- place in the call and the stored journal); the same key for another request is an error, and nothing is posted.
CREATE FUNCTION post_journals(
  p_shard int,
  p_id uuid[], p_idem text[], p_hash bytea[], p_kind text[], p_effective date[], p_reverses uuid[], p_source text[],
  p_family text[], p_sharded boolean[], p_currency text[],
  p_line_journal int[], p_line_account int[], p_line_amount bigint[]
) RETURNS TABLE (place int, stored_id uuid) LANGUAGE plpgsql
SET search_path = public, pg_temp
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
  v_made int;
  v_asked int := cardinality(p_id);
  v_account bigint[];
  v_stored uuid[];
  v_conflict text;
BEGIN
  INSERT INTO journal (id, idem_key, request_hash, kind, effective_on, reverses_id, source_ref)
  SELECT * FROM unnest(p_id, p_idem, p_hash, p_kind, p_effective, p_reverses, p_source) q(id, idem, hash, kind, effective, reverses, source)
   ORDER BY idem
  ON CONFLICT (idem_key) DO NOTHING;
  GET DIAGNOSTICS v_made = ROW_COUNT;
  IF v_made < v_asked THEN
    SELECT array_agg(j.id ORDER BY q.n), min(q.idem) FILTER (WHERE j.request_hash <> q.hash)
      INTO v_stored, v_conflict
      FROM unnest(p_idem, p_hash) WITH ORDINALITY q(idem, hash, n) JOIN journal j ON j.idem_key = q.idem;
    IF v_conflict IS NOT NULL THEN
      RAISE EXCEPTION 'the key % is of another request', v_conflict USING ERRCODE = 'AH006';
    END IF;
  ELSE
    v_stored := p_id;
  END IF;

  SELECT array_agg(a.id ORDER BY q.n) INTO v_account
    FROM unnest(p_family, p_sharded, p_currency) WITH ORDINALITY q(family, sharded, currency, n)
    LEFT JOIN ledger_account a
      ON a.name = CASE WHEN q.sharded THEN q.family || ':' || p_shard ELSE q.family END AND a.currency = q.currency;
  IF v_made > 0 AND array_position(v_account, NULL) IS NOT NULL THEN
    INSERT INTO ledger_account (name, family, shard, book, currency, debt_id, component, non_negative)
    SELECT name, CASE WHEN NOT debt THEN family END, CASE WHEN sharded THEN p_shard END,
           CASE WHEN debt OR claim THEN 'claims' ELSE 'money' END, currency,
           CASE WHEN debt THEN split_part(family, ':', 2)::uuid END,
           CASE WHEN debt OR claim THEN split_part(family, ':', 3) END, debt
      FROM (
        SELECT q.*, CASE WHEN q.sharded THEN q.family || ':' || p_shard ELSE q.family END AS name,
               starts_with(q.family, 'debt:') AS debt, starts_with(q.family, 'claim:') AS claim
          FROM unnest(p_family, p_sharded, p_currency, v_account) q(family, sharded, currency, known)
         WHERE q.known IS NULL
      ) missing
     ORDER BY name
    ON CONFLICT DO NOTHING;
    SELECT array_agg(a.id ORDER BY q.n) INTO v_account
      FROM unnest(p_family, p_sharded, p_currency) WITH ORDINALITY q(family, sharded, currency, n)
      LEFT JOIN ledger_account a
        ON a.name = CASE WHEN q.sharded THEN q.family || ':' || p_shard ELSE q.family END AND a.currency = q.currency;
  END IF;

  INSERT INTO entry (journal_id, account_id, currency, amount, debt_id, component)
  SELECT p_id[l.journal], v_account[l.account], a.currency, l.amount, a.debt_id, a.component
    FROM unnest(p_line_journal, p_line_account, p_line_amount) l(journal, account, amount)
    LEFT JOIN ledger_account a ON a.id = v_account[l.account]
   WHERE v_made = v_asked OR p_id[l.journal] = v_stored[l.journal];

  IF v_made < v_asked THEN
    RETURN QUERY SELECT q.n::int, q.id FROM unnest(v_stored) WITH ORDINALITY q(id, n) WHERE q.id <> p_id[q.n];
  END IF;
END
$$;
