-- What the application may do with the tables of the desk, what nobody may change afterwards, and the second wall.
GRANT SELECT, INSERT, UPDATE, DELETE ON
  staff, staff_passkey, staff_recovery_code, staff_link, staff_challenge, staff_session, thread, thread_file, work_item
TO anhuan_app;
GRANT SELECT, INSERT, UPDATE ON approval, care_mark TO anhuan_app;
GRANT SELECT, INSERT ON thread_entry, access_grant, case_note, quality_review TO anhuan_app;

CREATE TRIGGER thread_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON thread_entry FOR EACH STATEMENT EXECUTE FUNCTION keep_as_written();
CREATE TRIGGER access_grant_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON access_grant FOR EACH STATEMENT EXECUTE FUNCTION keep_as_written();
CREATE TRIGGER case_note_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON case_note FOR EACH STATEMENT EXECUTE FUNCTION keep_as_written();
CREATE TRIGGER quality_review_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON quality_review FOR EACH STATEMENT EXECUTE FUNCTION keep_as_written();

-- Two pairs of eyes are two people.
ALTER TABLE approval ADD CONSTRAINT approval_by_another CHECK (decided_by IS NULL OR outcome = 'withdrawn' OR decided_by <> proposed_by);
ALTER TABLE approval ADD CONSTRAINT approval_decided_whole CHECK ((outcome IS NULL) = (decided_at IS NULL));
ALTER TABLE proposal ADD CONSTRAINT proposal_approved_by_another CHECK (approved_by IS NULL OR decided_by IS NOT NULL AND approved_by <> decided_by);
ALTER TABLE quality_review ADD CONSTRAINT quality_by_another CHECK (reviewer_id <> decider_id);
-- What was proposed stays as it was proposed, and what was decided as it was decided.
CREATE FUNCTION keep_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (to_jsonb(NEW) - 'decided_by' - 'decided_at' - 'outcome' - 'note_enc' - 'used_at')
       <> (to_jsonb(OLD) - 'decided_by' - 'decided_at' - 'outcome' - 'note_enc' - 'used_at')
     OR OLD.decided_at IS NOT NULL AND (to_jsonb(NEW) - 'used_at') <> (to_jsonb(OLD) - 'used_at')
     OR OLD.used_at IS NOT NULL THEN
    RAISE EXCEPTION 'an approval stays as it was written' USING ERRCODE = 'AH010';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER approval_stays BEFORE UPDATE ON approval FOR EACH ROW EXECUTE FUNCTION keep_approval();

-- What waits, kept in step with what it is about, whoever changes that.
CREATE FUNCTION follow_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  waits_for text := CASE
    WHEN NEW.status IN ('submitted', 'in_review', 'recountered') THEN 'desk'
    WHEN NEW.status IN ('info_requested', 'countered') THEN 'borrower'
  END;
BEGIN
  IF waits_for IS NULL THEN
    IF TG_OP = 'UPDATE' THEN DELETE FROM work_item WHERE id = NEW.id AND kind = 'proposal'; END IF;
  ELSE
    INSERT INTO work_item AS kept (id, kind, reference, creditor_code, borrower_id, language, stage, due_on, opened_at, level, not_for)
    VALUES (NEW.id, 'proposal', NEW.reference, NEW.creditor_code, NEW.borrower_id, NEW.language, waits_for,
            coalesce(NEW.answer_by, NEW.open_until, NEW.updated_at::date), coalesce(NEW.submitted_at, NEW.updated_at), 'agent',
            (SELECT p.decided_by FROM proposal p WHERE p.id = NEW.follows_id AND p.decision ->> 'kind' = 'decline'))
    ON CONFLICT (id) DO UPDATE
      SET stage = EXCLUDED.stage, due_on = EXCLUDED.due_on, snoozed_until = NULL
      -- Some ids come from outside: nobody's case takes the place of something else.
      WHERE kept.kind = EXCLUDED.kind;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER proposal_is_followed AFTER INSERT OR UPDATE OF status, answer_by, open_until ON proposal
  FOR EACH ROW EXECUTE FUNCTION follow_proposal();

-- A moratorium is no work: it is a hold that ends by itself.
CREATE FUNCTION follow_help_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.kind = 'moratorium' THEN RETURN NULL; END IF;
  IF NEW.status NOT IN ('open', 'waiting_borrower') THEN
    IF TG_OP = 'UPDATE' THEN DELETE FROM work_item WHERE id = NEW.id AND kind = NEW.kind; END IF;
  ELSE
    INSERT INTO work_item AS kept (id, kind, reference, creditor_code, borrower_id, language, stage, due_on, opened_at, not_for)
    VALUES (NEW.id, NEW.kind, NEW.reference, (SELECT a.creditor_code FROM debt_account a WHERE a.id = NEW.account_id),
            NEW.borrower_id, NEW.language, CASE NEW.status WHEN 'open' THEN 'desk' ELSE 'borrower' END, NEW.answer_by, NEW.created_at,
            -- Who asks again, because they see it differently, is read by another person.
            (SELECT h.decided_by FROM help_case h
              WHERE h.borrower_id = NEW.borrower_id AND h.kind = NEW.kind AND h.kind IN ('dispute', 'not_mine', 'data')
                AND h.account_id IS NOT DISTINCT FROM NEW.account_id AND h.status = 'closed' AND h.decided_by IS NOT NULL
              ORDER BY h.closed_at DESC LIMIT 1))
    ON CONFLICT (id) DO UPDATE
      SET stage = EXCLUDED.stage, due_on = EXCLUDED.due_on, snoozed_until = NULL
      -- Some ids come from outside: nobody's case takes the place of something else.
      WHERE kept.kind = EXCLUDED.kind;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER help_case_is_followed AFTER INSERT OR UPDATE OF status, answer_by ON help_case
  FOR EACH ROW EXECUTE FUNCTION follow_help_case();

-- What waited already.
INSERT INTO work_item (id, kind, reference, creditor_code, borrower_id, language, stage, due_on, opened_at)
SELECT id, 'proposal', reference, creditor_code, borrower_id, language,
       CASE WHEN status IN ('info_requested', 'countered') THEN 'borrower' ELSE 'desk' END,
       coalesce(answer_by, open_until, updated_at::date), coalesce(submitted_at, updated_at)
  FROM proposal WHERE status IN ('submitted', 'in_review', 'recountered', 'info_requested', 'countered');
INSERT INTO work_item (id, kind, reference, creditor_code, borrower_id, language, stage, due_on, opened_at)
SELECT h.id, h.kind, h.reference, a.creditor_code, h.borrower_id, h.language, 'desk', h.answer_by, h.created_at
  FROM help_case h LEFT JOIN debt_account a ON a.id = h.account_id
 WHERE h.status = 'open' AND h.kind <> 'moratorium';

-- The second wall. Staff read through a role that can write nothing and sees nothing until the transaction says for
-- whom it reads (platform/desk-reading.server.ts); then it sees that person's portfolio. The WHERE of each statement
-- stands before it. Roles belong to the whole server: another database of it may have made this one already.
DO $$
BEGIN
  CREATE ROLE anhuan_desk NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;
END
$$;
DO $$
BEGIN
  EXECUTE format('GRANT anhuan_desk TO %I', current_user);
EXCEPTION WHEN OTHERS THEN
  IF NOT pg_has_role(current_user, 'anhuan_desk', 'MEMBER') THEN RAISE; END IF;
END
$$;
-- Whoever may take the application's role takes this one as well, so that an upgrade asks nothing of anybody.
DO $$
DECLARE
  login text;
BEGIN
  FOR login IN
    SELECT m.rolname FROM pg_auth_members g JOIN pg_roles m ON m.oid = g.member WHERE g.roleid = 'anhuan_app'::regrole
  LOOP
    BEGIN
      EXECUTE format('GRANT anhuan_desk TO %I', login);
    EXCEPTION WHEN OTHERS THEN
      IF NOT pg_has_role(login, 'anhuan_desk', 'MEMBER') THEN RAISE; END IF;
    END;
  END LOOP;
END
$$;
GRANT USAGE ON SCHEMA public TO anhuan_desk;

CREATE FUNCTION desk_creditors() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT string_to_array(nullif(current_setting('anhuan.creditors', true), ''), ',') $$;
CREATE FUNCTION desk_reader() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('anhuan.staff', true), '')::uuid $$;

DO $$
DECLARE
  wall record;
BEGIN
  FOR wall IN SELECT * FROM (VALUES
    ('debt_account', 'creditor_code = ANY ((SELECT desk_creditors())::text[])'),
    ('borrower', 'EXISTS (SELECT FROM debt_account a WHERE a.borrower_id = borrower.id)'),
    ('contact_point', 'EXISTS (SELECT FROM debt_account a WHERE a.borrower_id = contact_point.borrower_id)'),
    ('agreed_due', 'EXISTS (SELECT FROM debt_account a WHERE a.id = agreed_due.account_id)'),
    ('ledger_account', 'EXISTS (SELECT FROM debt_account a WHERE a.id = ledger_account.debt_id)'),
    ('entry', 'EXISTS (SELECT FROM debt_account a WHERE a.id = entry.debt_id)'),
    ('journal', 'EXISTS (SELECT FROM entry e WHERE e.journal_id = journal.id)'),
    ('payment', 'EXISTS (SELECT FROM debt_account a WHERE a.id = payment.account_id)'),
    ('allocation', 'EXISTS (SELECT FROM debt_account a WHERE a.id = allocation.debt_id)'),
    ('proposal', 'creditor_code = ANY ((SELECT desk_creditors())::text[])'),
    ('proposal_account', 'EXISTS (SELECT FROM proposal p WHERE p.id = proposal_account.proposal_id)'),
    ('budget', 'EXISTS (SELECT FROM proposal p WHERE p.id = budget.proposal_id)'),
    ('proposal_event', 'EXISTS (SELECT FROM proposal p WHERE p.id = proposal_event.proposal_id)'),
    ('proposal_question', 'EXISTS (SELECT FROM proposal p WHERE p.id = proposal_question.proposal_id)'),
    ('evidence', 'EXISTS (SELECT FROM proposal p WHERE p.id = evidence.proposal_id)'),
    ('limitation_event', 'EXISTS (SELECT FROM debt_account a WHERE a.id = limitation_event.account_id)'),
    ('plan', 'creditor_code = ANY ((SELECT desk_creditors())::text[])'),
    ('plan_account', 'EXISTS (SELECT FROM plan p WHERE p.id = plan_account.plan_id)'),
    ('plan_event', 'EXISTS (SELECT FROM plan p WHERE p.id = plan_event.plan_id)'),
    ('plan_revision', 'EXISTS (SELECT FROM plan p WHERE p.id = plan_revision.plan_id)'),
    ('message', 'EXISTS (SELECT FROM debt_account a WHERE a.borrower_id = message.borrower_id)'),
    ('help_case', 'CASE WHEN account_id IS NOT NULL THEN EXISTS (SELECT FROM debt_account a WHERE a.id = help_case.account_id)
                        WHEN borrower_id IS NOT NULL THEN EXISTS (SELECT FROM debt_account a WHERE a.borrower_id = help_case.borrower_id)
                        ELSE desk_reader() IS NOT NULL END'),
    ('work_item', 'CASE WHEN creditor_code IS NOT NULL THEN creditor_code = ANY ((SELECT desk_creditors())::text[])
                        WHEN borrower_id IS NOT NULL THEN EXISTS (SELECT FROM debt_account a WHERE a.borrower_id = work_item.borrower_id)
                        ELSE desk_reader() IS NOT NULL END'),
    ('thread', 'CASE WHEN creditor_code IS NOT NULL THEN creditor_code = ANY ((SELECT desk_creditors())::text[])
                     ELSE EXISTS (SELECT FROM debt_account a WHERE a.borrower_id = thread.borrower_id) END'),
    ('thread_entry', 'EXISTS (SELECT FROM thread t WHERE t.id = thread_entry.thread_id)'),
    ('thread_file', 'EXISTS (SELECT FROM thread_entry e WHERE e.id = thread_file.entry_id)'),
    ('approval', 'CASE WHEN creditor_code IS NOT NULL THEN creditor_code = ANY ((SELECT desk_creditors())::text[]) ELSE desk_reader() IS NOT NULL END'),
    ('access_grant', 'EXISTS (SELECT FROM debt_account a WHERE a.borrower_id = access_grant.borrower_id)'),
    ('case_note', 'EXISTS (SELECT FROM debt_account a WHERE a.borrower_id = case_note.borrower_id)'),
    ('care_mark', 'EXISTS (SELECT FROM debt_account a WHERE a.borrower_id = care_mark.borrower_id)'),
    ('quality_review', 'EXISTS (SELECT FROM proposal p WHERE p.id = quality_review.proposal_id)'),
    ('staff', 'desk_reader() IS NOT NULL'),
    ('audit_event', $q$current_setting('anhuan.audit', true) = 'yes'$q$)
  ) AS walls (of_table, sees)
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', wall.of_table);
    EXECUTE format('CREATE POLICY app_works ON %I TO anhuan_app USING (true) WITH CHECK (true)', wall.of_table);
    EXECUTE format('CREATE POLICY desk_reads ON %I FOR SELECT TO anhuan_desk USING (%s)', wall.of_table, wall.sees);
    IF wall.of_table <> 'staff' THEN EXECUTE format('GRANT SELECT ON %I TO anhuan_desk', wall.of_table); END IF;
  END LOOP;
END
$$;
-- Of each other staff see who they are, never what they sign in with.
GRANT SELECT (id, email, name, role, creditors, language, status) ON staff TO anhuan_desk;
