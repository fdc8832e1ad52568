-- What the books refuse, whoever asks. The application's role owns no table; the rules below hold for the owner
-- of the tables too, who would have to disable a trigger by name to get round one.
--
-- SQLSTATEs of class AH say which rule refused:
--   AH001 unbalanced   AH002 empty       AH003 two currencies   AH004 not the journal's own statement
--   AH005 immutable    AH006 same key for another request        AH007 closed period
--   AH008 entry and account disagree     AH009 reversal is no mirror

-- Shapes. On the two tables that every posting writes to, they are looked at by triggers on insert instead of
-- CHECKs: rows stay as they were made, and the server prepares every CHECK of a table anew for each statement.
ALTER TABLE ledger_account
  -- A component of a debt never goes below zero: whoever pays more has the excess elsewhere.
  ADD CONSTRAINT ledger_account_non_negative CHECK (NOT non_negative OR balance >= 0),
  -- Room on the page, so that a new balance stays beside the old one and no index is touched.
  SET (fillfactor = 70);

CREATE FUNCTION ledger_account_shape() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (NEW.book IN ('claims', 'money')
      AND NEW.currency IN ('CNY', 'USD', 'GBP')
      AND (NEW.book = 'claims') = (split_part(NEW.name, ':', 1) IN ('debt', 'claim'))
      AND (NEW.component IS NOT NULL) = (NEW.book = 'claims')
      AND (NEW.component IS NULL OR NEW.component IN ('principal', 'interest', 'penalty_interest', 'fee', 'cost'))
      AND CASE WHEN NEW.debt_id IS NULL
        THEN NEW.name = NEW.family || ':' || NEW.currency || coalesce(':' || NEW.shard, '') AND NOT starts_with(NEW.name, 'debt:')
        ELSE NEW.family IS NULL AND NEW.shard IS NULL AND NEW.non_negative
             AND NEW.name = 'debt:' || NEW.debt_id || ':' || NEW.component
      END) IS NOT TRUE
  THEN
    RAISE EXCEPTION 'ledger account % is not of the chart of accounts', NEW.name USING ERRCODE = 'check_violation';
  END IF;
  NEW.balance := 0;
  RETURN NEW;
END
$$;
CREATE TRIGGER ledger_account_shape BEFORE INSERT ON ledger_account
  FOR EACH ROW EXECUTE FUNCTION ledger_account_shape();

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
-- A balance moves inside the entry trigger only: there this one is the second trigger, and the first for a statement
-- of anybody's own. (Not as a WHEN clause, which the server would prepare anew for each statement.)
CREATE FUNCTION refuse_own_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION '% of % is refused: entries alone move it', TG_OP, TG_TABLE_NAME USING ERRCODE = 'AH005';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER ledger_account_balance_stays BEFORE UPDATE ON ledger_account
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_own_change();

-- Who closes a month waits for the postings of that month that are under way, and they for nobody but him.
-- 7240611 names this lock among the advisory locks of the database.
CREATE FUNCTION journal_stamp() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_waited text;
BEGIN
  IF (NEW.kind ~ '^[a-z][a-z_]{2,31}$' AND length(NEW.idem_key) BETWEEN 3 AND 200
      AND octet_length(NEW.request_hash) = 32 AND NEW.reverses_id IS DISTINCT FROM NEW.id) IS NOT TRUE
  THEN
    RAISE EXCEPTION 'journal % has no proper kind, key, hash or reversal', NEW.id USING ERRCODE = 'check_violation';
  END IF;
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

-- How each rule of the next function is said.
CREATE FUNCTION refuse_entries(p_rule text, p_journal uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  CASE p_rule
    WHEN 'own' THEN
      RAISE EXCEPTION 'journal % takes entries only in the transaction that makes it', p_journal USING ERRCODE = 'AH004';
    WHEN 'currency' THEN
      RAISE EXCEPTION 'journal % has one currency', p_journal USING ERRCODE = 'AH003';
    WHEN 'account' THEN
      RAISE EXCEPTION 'journal %: an entry is not as its account is', p_journal USING ERRCODE = 'AH008';
    WHEN 'period' THEN
      RAISE EXCEPTION 'journal % falls into a closed period', p_journal USING ERRCODE = 'AH007';
    WHEN 'nothing' THEN
      RAISE EXCEPTION 'journal % has an entry of nothing', p_journal USING ERRCODE = 'check_violation';
    ELSE
      RAISE EXCEPTION 'journal % does not balance', p_journal USING ERRCODE = 'AH001';
  END CASE;
END
$$;

-- The heart: every statement that adds entries is checked as a whole, then moves the balances. That each
-- statement balances by itself closes the way round the deferred check below, which SET CONSTRAINTS ALL IMMEDIATE
-- would otherwise open for later entries of the same transaction.
-- Plans are kept for a session. One that was made while a table was small must not read all of it later: hence
-- no sequential scans, OFFSET 0 (which keeps a look-up by key from becoming a join), and a plan of its own for
-- each big statement.
--
-- Two ways through the same rules: a statement that fills one journal, which is the daily business, is walked entry by
-- entry with plans that are kept; one that fills many is checked as a set with a plan of its own.
CREATE FUNCTION entry_book() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET enable_bitmapscan = off
SET enable_hashjoin = off
SET jit = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  v_xact bigint := pg_current_xact_id()::text::bigint;
  v_journal uuid;
  v_many boolean := false;
  v_claims bigint := 0;
  v_money bigint := 0;
  v_place int;
  v_accounts bigint[] := '{}';
  v_amounts bigint[] := '{}';
  v_rule text;
  r record;
BEGIN
  FOR r IN
    SELECT e.journal_id, e.account_id, e.amount, a.book = 'claims' AS claims,
           CASE WHEN j.made_in IS DISTINCT FROM v_xact THEN 'own'
                WHEN j.currency <> e.currency THEN 'currency'
                WHEN a.currency IS DISTINCT FROM e.currency OR a.debt_id IS DISTINCT FROM e.debt_id
                  OR a.component IS DISTINCT FROM e.component THEN 'account'
                WHEN e.amount = 0 THEN 'nothing'
                WHEN EXISTS (SELECT FROM public.period p WHERE p.book = a.book
                     AND p.month = j.effective_on - (extract(day FROM j.effective_on)::int - 1)) THEN 'period' END AS rule
      FROM made e
      LEFT JOIN LATERAL (
        SELECT made_in, currency, effective_on FROM public.journal WHERE id = e.journal_id OFFSET 0) j ON true
      LEFT JOIN LATERAL (
        SELECT currency, debt_id, component, book FROM public.ledger_account WHERE id = e.account_id OFFSET 0) a ON true
  LOOP
    v_many := v_journal <> r.journal_id;
    EXIT WHEN v_many;
    v_journal := r.journal_id;
    IF r.rule IS NOT NULL THEN
      PERFORM public.refuse_entries(r.rule, v_journal);
    ELSIF r.claims THEN
      v_claims := v_claims + r.amount;
    ELSE
      v_money := v_money + r.amount;
    END IF;
    v_place := array_position(v_accounts, r.account_id);
    IF v_place IS NULL THEN
      v_accounts := v_accounts || r.account_id;
      v_amounts := v_amounts || r.amount;
    ELSE
      v_amounts[v_place] := v_amounts[v_place] + r.amount;
    END IF;
  END LOOP;

  -- Balances move in the order of ids, so that two postings never wait for each other in a circle.
  IF v_many THEN
    EXECUTE $check$
      SELECT g.journal_id, coalesce(min(g.rule), 'balance')
        FROM (
          SELECT e.journal_id, sum(e.amount) AS total,
                 min(CASE WHEN j.made_in IS DISTINCT FROM $1 THEN 'own'
                          WHEN j.currency <> e.currency THEN 'currency'
                          WHEN a.currency IS DISTINCT FROM e.currency OR a.debt_id IS DISTINCT FROM e.debt_id
                            OR a.component IS DISTINCT FROM e.component THEN 'account'
                          WHEN e.amount = 0 THEN 'nothing'
                          WHEN p.month IS NOT NULL THEN 'period' END) AS rule
            FROM made e
            LEFT JOIN public.journal j ON j.id = e.journal_id
            LEFT JOIN public.ledger_account a ON a.id = e.account_id
            LEFT JOIN public.period p
              ON p.book = a.book AND p.month = j.effective_on - (extract(day FROM j.effective_on)::int - 1)
           GROUP BY e.journal_id, a.book
        ) g
       WHERE g.rule IS NOT NULL OR g.total <> 0 GROUP BY g.journal_id LIMIT 1
    $check$ INTO v_journal, v_rule USING v_xact;
    IF v_journal IS NOT NULL THEN
      PERFORM public.refuse_entries(v_rule, v_journal);
    END IF;
    EXECUTE 'UPDATE public.ledger_account a SET balance = a.balance + d.delta
               FROM (SELECT account_id, sum(amount)::bigint AS delta FROM made GROUP BY 1 ORDER BY 1) d
              WHERE a.id = d.account_id';
  ELSIF v_claims <> 0 OR v_money <> 0 THEN
    PERFORM public.refuse_entries('balance', v_journal);
  ELSE
    UPDATE public.ledger_account SET balance = balance + v_amounts[array_position(v_accounts, id)]
     WHERE id = ANY (v_accounts);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER entry_book AFTER INSERT ON entry REFERENCING NEW TABLE AS made
  FOR EACH STATEMENT EXECUTE FUNCTION entry_book();

-- At the end of the transaction, once for each journal.
CREATE FUNCTION journal_whole() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  v_entries int;
  v_currencies boolean;
  v_total numeric;
BEGIN
  SELECT count(*), min(currency) <> max(currency), sum(amount) INTO v_entries, v_currencies, v_total
    FROM public.entry WHERE journal_id = NEW.id;
  IF v_entries = 0 THEN
    RAISE EXCEPTION 'journal % is empty', NEW.id USING ERRCODE = 'AH002';
  ELSIF v_currencies THEN
    RAISE EXCEPTION 'journal % mixes currencies', NEW.id USING ERRCODE = 'AH003';
  ELSIF v_total <> 0 THEN
    RAISE EXCEPTION 'journal % does not balance', NEW.id USING ERRCODE = 'AH001';
  END IF;
  IF NEW.reverses_id IS NOT NULL THEN
    IF EXISTS (
      SELECT FROM public.entry WHERE journal_id IN (NEW.id, NEW.reverses_id)
       GROUP BY account_id HAVING sum(amount) <> 0
    ) THEN
      RAISE EXCEPTION 'journal % is no mirror of what it reverses', NEW.id USING ERRCODE = 'AH009';
    END IF;
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER journal_whole AFTER INSERT ON journal
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION journal_whole();

-- The account of that name; made where it is missing. A family is what the chart of accounts calls it; the stored
-- name adds the currency and, where the account is spread over several rows, the shard.
CREATE FUNCTION ledger_account_name(p_family text, p_shard int, p_currency text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN starts_with(p_family, 'debt:') THEN p_family
              ELSE p_family || ':' || p_currency || coalesce(':' || p_shard::text, '') END
$$;

CREATE FUNCTION ledger_account_id(p_family text, p_shard int, p_currency text) RETURNS bigint LANGUAGE plpgsql
SET search_path = public, pg_temp
SET enable_seqscan = off
AS $$
DECLARE
  v_name text := ledger_account_name(p_family, p_shard, p_currency);
  v_part text[] := string_to_array(p_family, ':');
  v_debt boolean := v_part[1] = 'debt';
  v_claims boolean := v_part[1] IN ('debt', 'claim');
  v_id bigint;
BEGIN
  INSERT INTO ledger_account (name, family, shard, book, currency, debt_id, component, non_negative)
  VALUES (v_name, CASE WHEN NOT v_debt THEN p_family END, p_shard, CASE WHEN v_claims THEN 'claims' ELSE 'money' END,
          p_currency, CASE WHEN v_debt THEN v_part[2]::uuid END, CASE WHEN v_claims THEN v_part[3] END, v_debt)
  ON CONFLICT (name) DO NOTHING RETURNING id INTO v_id;
  IF v_id IS NULL THEN
    SELECT id INTO v_id FROM ledger_account WHERE name = v_name;
  END IF;
  RETURN v_id;
END
$$;

-- Posts one journal in one statement and answers its id, or the id of the journal that this key made before; the
-- same key for another request is an error. Like post_journals below it has no rights of its own: what it
-- writes is checked like anybody's. It is apart because most postings are single, and each statement inside counts.
CREATE FUNCTION post_journal(
  p_shard int, p_id uuid, p_idem text, p_hash bytea, p_kind text, p_effective date, p_reverses uuid, p_source text,
  p_currency text, p_family text[], p_sharded boolean[], p_amount bigint[]
) RETURNS uuid LANGUAGE plpgsql
SET search_path = public, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  v_id uuid;
  v_hash bytea;
BEGIN
  INSERT INTO journal (id, idem_key, request_hash, kind, currency, effective_on, reverses_id, source_ref)
  VALUES (p_id, p_idem, p_hash, p_kind, p_currency, p_effective, p_reverses, p_source)
  ON CONFLICT (idem_key) DO NOTHING;
  IF NOT FOUND THEN
    SELECT id, request_hash INTO v_id, v_hash FROM journal WHERE idem_key = p_idem;
    IF v_hash IS DISTINCT FROM p_hash THEN
      RAISE EXCEPTION 'the key % is of another request', p_idem USING ERRCODE = 'AH006';
    END IF;
    RETURN v_id;
  END IF;
  INSERT INTO entry (journal_id, account_id, currency, amount, debt_id, component)
  SELECT p_id,
         coalesce(
           (SELECT a.id FROM ledger_account a WHERE a.name = ledger_account_name(l.family, l.shard, p_currency)),
           ledger_account_id(l.family, l.shard, p_currency)),
         p_currency, l.amount,
         CASE WHEN starts_with(l.family, 'debt:') THEN split_part(l.family, ':', 2)::uuid END,
         CASE WHEN starts_with(l.family, 'debt:') OR starts_with(l.family, 'claim:') THEN split_part(l.family, ':', 3) END
    FROM (
      SELECT family, CASE WHEN sharded THEN p_shard END AS shard, amount
        FROM unnest(p_family, p_sharded, p_amount) q(family, sharded, amount)
    ) l;
  RETURN p_id;
END
$$;

-- Posts any number of journals in one statement; makes the accounts that are missing. Answers those postings that
-- were in the books already (their place in the call and the stored journal). Where a key was used for another
-- request it is an error, and nothing is posted. `p_line_*` say which account of the call each journal moves.
CREATE FUNCTION post_journals(
  p_shard int,
  p_id uuid[], p_idem text[], p_hash bytea[], p_kind text[], p_unit text[], p_effective date[], p_reverses uuid[], p_source text[],
  p_family text[], p_sharded boolean[], p_currency text[],
  p_line_journal int[], p_line_account int[], p_line_amount bigint[]
) RETURNS TABLE (place int, stored_id uuid) LANGUAGE plpgsql
SET search_path = public, pg_temp
SET enable_seqscan = off
SET jit = off
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
  INSERT INTO journal (id, idem_key, request_hash, kind, currency, effective_on, reverses_id, source_ref)
  SELECT *
    FROM unnest(p_id, p_idem, p_hash, p_kind, p_unit, p_effective, p_reverses, p_source)
      q(id, idem, hash, kind, unit, effective, reverses, source)
   ORDER BY idem
  ON CONFLICT (idem_key) DO NOTHING;
  GET DIAGNOSTICS v_made = ROW_COUNT;
  IF v_made < v_asked THEN
    SELECT array_agg(j.id ORDER BY q.n), min(q.idem) FILTER (WHERE j.request_hash IS DISTINCT FROM q.hash)
      INTO v_stored, v_conflict
      FROM unnest(p_idem, p_hash) WITH ORDINALITY q(idem, hash, n)
      LEFT JOIN LATERAL (SELECT id, request_hash FROM journal WHERE idem_key = q.idem OFFSET 0) j ON true;
    IF v_conflict IS NOT NULL THEN
      RAISE EXCEPTION 'the key % is of another request', v_conflict USING ERRCODE = 'AH006';
    END IF;
  END IF;

  v_account := ARRAY(
    SELECT (SELECT a.id FROM ledger_account a
             WHERE a.name = ledger_account_name(q.family, CASE WHEN q.sharded THEN p_shard END, q.currency))
      FROM unnest(p_family, p_sharded, p_currency) WITH ORDINALITY q(family, sharded, currency, n) ORDER BY q.n);
  IF v_made > 0 AND array_position(v_account, NULL) IS NOT NULL THEN
    INSERT INTO ledger_account (name, family, shard, book, currency, debt_id, component, non_negative)
    SELECT name, CASE WHEN NOT debt THEN family END, CASE WHEN sharded THEN p_shard END,
           CASE WHEN debt OR claim THEN 'claims' ELSE 'money' END, currency,
           CASE WHEN debt THEN split_part(family, ':', 2)::uuid END,
           CASE WHEN debt OR claim THEN split_part(family, ':', 3) END, debt
      FROM (
        SELECT q.*, ledger_account_name(q.family, CASE WHEN q.sharded THEN p_shard END, q.currency) AS name,
               starts_with(q.family, 'debt:') AS debt, starts_with(q.family, 'claim:') AS claim
          FROM unnest(p_family, p_sharded, p_currency, v_account) q(family, sharded, currency, known)
         WHERE q.known IS NULL
      ) missing
     ORDER BY name
    ON CONFLICT (name) DO NOTHING;
    v_account := ARRAY(
      SELECT (SELECT a.id FROM ledger_account a
               WHERE a.name = ledger_account_name(q.family, CASE WHEN q.sharded THEN p_shard END, q.currency))
        FROM unnest(p_family, p_sharded, p_currency) WITH ORDINALITY q(family, sharded, currency, n) ORDER BY q.n);
  END IF;

  INSERT INTO entry (journal_id, account_id, currency, amount, debt_id, component)
  SELECT p_id[l.journal], v_account[l.account], p_currency[l.account], l.amount,
         CASE WHEN starts_with(p_family[l.account], 'debt:') THEN split_part(p_family[l.account], ':', 2)::uuid END,
         CASE WHEN starts_with(p_family[l.account], 'debt:') OR starts_with(p_family[l.account], 'claim:')
           THEN split_part(p_family[l.account], ':', 3) END
    FROM unnest(p_line_journal, p_line_account, p_line_amount) l(journal, account, amount)
   WHERE v_made = v_asked OR p_id[l.journal] = v_stored[l.journal];

  IF v_made < v_asked THEN
    RETURN QUERY SELECT q.n::int, q.id FROM unnest(v_stored) WITH ORDINALITY q(id, n) WHERE q.id <> p_id[q.n];
  END IF;
END
$$;
