-- What the application may do with the tables of hardship and plans, and what nobody may change afterwards.
GRANT SELECT, INSERT, UPDATE, DELETE ON agreed_due, proposal, proposal_account, budget, proposal_question, evidence, plan, plan_account TO anhuan_app;
GRANT SELECT, INSERT, UPDATE ON consent, agreement, certificate TO anhuan_app;
GRANT SELECT, INSERT, DELETE ON stored_file TO anhuan_app;
GRANT SELECT, INSERT ON policy_record, proposal_event, plan_event, plan_revision, limitation_event TO anhuan_app;

ALTER TABLE agreed_due ADD CONSTRAINT agreed_due_above_zero CHECK (amount_minor > 0);
ALTER TABLE debt_account ADD CONSTRAINT plan_interest_not_negative CHECK (plan_interest_left IS NULL OR plan_interest_left >= 0);
ALTER TABLE debt_account ADD CONSTRAINT plan_rate_not_negative CHECK (plan_rate_ppm IS NULL OR plan_rate_ppm >= 0);

CREATE FUNCTION keep_as_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME USING ERRCODE = 'AH010';
END
$$;

CREATE TRIGGER policy_record_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON policy_record FOR EACH STATEMENT EXECUTE FUNCTION keep_as_written();
CREATE TRIGGER proposal_event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON proposal_event FOR EACH STATEMENT EXECUTE FUNCTION keep_as_written();
CREATE TRIGGER plan_event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_event FOR EACH STATEMENT EXECUTE FUNCTION keep_as_written();
CREATE TRIGGER plan_revision_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_revision FOR EACH STATEMENT EXECUTE FUNCTION keep_as_written();
CREATE TRIGGER limitation_event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON limitation_event FOR EACH STATEMENT EXECUTE FUNCTION keep_as_written();
CREATE TRIGGER stored_file_stays BEFORE UPDATE OR TRUNCATE ON stored_file FOR EACH STATEMENT EXECUTE FUNCTION keep_as_written();

-- A budget that was sent with a proposal stays as it was sent.
CREATE TRIGGER budget_sent_stays BEFORE UPDATE OR DELETE ON budget
  FOR EACH ROW WHEN (OLD.sent_at IS NOT NULL) EXECUTE FUNCTION keep_as_written();
-- An agreement that was signed stays as it was signed.
CREATE TRIGGER agreement_signed_stays BEFORE UPDATE OR DELETE ON agreement
  FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL) EXECUTE FUNCTION keep_as_written();
CREATE TRIGGER agreement_whole_stays BEFORE TRUNCATE ON agreement FOR EACH STATEMENT EXECUTE FUNCTION keep_as_written();

-- A certificate can only be withdrawn, once.
CREATE FUNCTION keep_certificate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.withdrawn_at IS NOT NULL
     OR (to_jsonb(NEW) - 'withdrawn_at' - 'withdrawn_reason') <> (to_jsonb(OLD) - 'withdrawn_at' - 'withdrawn_reason') THEN
    RAISE EXCEPTION 'a certificate can only be withdrawn' USING ERRCODE = 'AH010';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER certificate_stays BEFORE UPDATE ON certificate FOR EACH ROW EXECUTE FUNCTION keep_certificate();
CREATE TRIGGER certificate_kept BEFORE DELETE OR TRUNCATE ON certificate FOR EACH STATEMENT EXECUTE FUNCTION keep_as_written();
