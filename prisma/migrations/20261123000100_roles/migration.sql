-- The application's role. It owns no table, so that what the ledger refuses, it refuses to the application too.
-- Roles belong to the whole server: another database of it may have made this one already.
DO $$
BEGIN
  CREATE ROLE anhuan_app NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;
END
$$;
DO $$
BEGIN
  EXECUTE format('GRANT anhuan_app TO %I', current_user);
EXCEPTION WHEN OTHERS THEN
  -- A superuser needs no membership, and two databases may grant it at the same moment.
  IF NOT pg_has_role(current_user, 'anhuan_app', 'MEMBER') THEN RAISE; END IF;
END
$$;

GRANT USAGE ON SCHEMA public TO anhuan_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON
  borrower, contact_point, sign_in_challenge, one_time_code, sign_in_counter, session, help_case,
  debt_account, placement, placement_refusal, message, payment_attempt, payment, webhook_event, alert, event_cursor
TO anhuan_app;
GRANT SELECT, INSERT ON allocation, audit_event, journal, entry TO anhuan_app;
GRANT SELECT ON ledger_account, period, _prisma_migrations TO anhuan_app;
-- Everything but the balance.
GRANT INSERT (name, book, currency, debt_id, component, non_negative) ON ledger_account TO anhuan_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO anhuan_app;
