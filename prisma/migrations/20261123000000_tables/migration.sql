-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "debt_account" (
    "id" UUID NOT NULL,
    "borrower_id" UUID NOT NULL,
    "creditor_code" TEXT NOT NULL,
    "account_number" TEXT NOT NULL,
    "reference_key" TEXT NOT NULL,
    "product_type" TEXT NOT NULL,
    "lender_type" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "borrower_ref" TEXT NOT NULL,
    "contract_date" DATE NOT NULL,
    "itemization_date" DATE NOT NULL,
    "first_unpaid_due_date" DATE NOT NULL,
    "annual_rate_ppm" INTEGER NOT NULL,
    "secured" BOOLEAN NOT NULL,
    "last_payment_date" DATE,
    "last_payment_minor" BIGINT,
    "mobile_id" UUID,
    "email_id" UUID,
    "policy_pack_id" TEXT NOT NULL,
    "placement_id" UUID NOT NULL,
    "accrued_through" DATE NOT NULL,
    "interest_carry" INTEGER NOT NULL DEFAULT 0,
    "interest_frozen_from" DATE,
    "disputed_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "debt_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "seq" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "prev_hmac" BYTEA NOT NULL,
    "hmac" BYTEA NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "message" (
    "id" UUID NOT NULL,
    "borrower_id" UUID,
    "contact_point_id" UUID,
    "channel" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "to_enc" BYTEA,
    "body_enc" BYTEA,
    "idem_key" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "status_reason" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "not_before" TIMESTAMPTZ(6) NOT NULL,
    "sent_at" TIMESTAMPTZ(6),
    "attempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "borrower" (
    "id" UUID NOT NULL,
    "id_type" TEXT NOT NULL,
    "id_number_enc" BYTEA NOT NULL,
    "id_blind" BYTEA NOT NULL,
    "birth_date_enc" BYTEA,
    "full_name_enc" BYTEA NOT NULL,
    "name_blind" BYTEA NOT NULL,
    "language" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "borrower_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_point" (
    "id" UUID NOT NULL,
    "borrower_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "value_enc" BYTEA NOT NULL,
    "value_blind" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "stopped_at" TIMESTAMPTZ(6),
    "stopped_reason" TEXT,

    CONSTRAINT "contact_point_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_challenge" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "reference_key" BYTEA NOT NULL,
    "reference_enc" BYTEA NOT NULL,
    "borrower_id" UUID,
    "claim_key" BYTEA,
    "step" TEXT NOT NULL,
    "ip_key" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "verified_at" TIMESTAMPTZ(6),

    CONSTRAINT "sign_in_challenge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "one_time_code" (
    "id" UUID NOT NULL,
    "challenge_id" UUID,
    "subject_key" BYTEA NOT NULL,
    "purpose" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "code_hmac" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "used_at" TIMESTAMPTZ(6),
    "superseded_at" TIMESTAMPTZ(6),

    CONSTRAINT "one_time_code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_counter" (
    "key" BYTEA NOT NULL,
    "kind" TEXT NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "window_start" TIMESTAMPTZ(6) NOT NULL,
    "blocked_until" TIMESTAMPTZ(6),
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "sign_in_counter_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "borrower_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "help_case" (
    "id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "borrower_id" UUID,
    "account_id" UUID,
    "language" TEXT NOT NULL,
    "details_enc" BYTEA NOT NULL,
    "answer_by" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "closed_at" TIMESTAMPTZ(6),

    CONSTRAINT "help_case_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_account" (
    "id" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "family" TEXT,
    "shard" SMALLINT,
    "book" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "debt_id" UUID,
    "component" TEXT,
    "non_negative" BOOLEAN NOT NULL DEFAULT false,
    "balance" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "ledger_account_pkey" PRIMARY KEY ("id","currency")
);

-- CreateTable
CREATE TABLE "journal" (
    "id" UUID NOT NULL,
    "idem_key" TEXT NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "kind" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "effective_on" DATE NOT NULL,
    "posted_at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),
    "reverses_id" UUID,
    "source_ref" TEXT,
    "made_in" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "journal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "entry" (
    "id" BIGSERIAL NOT NULL,
    "journal_id" UUID NOT NULL,
    "account_id" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "debt_id" UUID,
    "component" TEXT,

    CONSTRAINT "entry_pkey" PRIMARY KEY ("account_id","id")
);

-- CreateTable
CREATE TABLE "period" (
    "book" TEXT NOT NULL,
    "month" DATE NOT NULL,
    "closed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "period_pkey" PRIMARY KEY ("book","month")
);

-- CreateTable
CREATE TABLE "payment_attempt" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "borrower_id" UUID NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "choice" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "last_problem" TEXT,
    "idem_key" TEXT NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "provider_session_id" TEXT,
    "provider_intent_id" TEXT,
    "provider_url" TEXT,
    "policy_pack_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "payment_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment" (
    "id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "attempt_id" UUID,
    "account_id" UUID,
    "borrower_id" UUID,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "method_detail" TEXT,
    "provider_intent_id" TEXT NOT NULL,
    "provider_charge_id" TEXT,
    "received_at" TIMESTAMPTZ(6) NOT NULL,
    "effective_on" DATE NOT NULL,
    "journal_id" UUID,
    "excess_minor" BIGINT NOT NULL DEFAULT 0,
    "refunded_minor" BIGINT NOT NULL DEFAULT 0,
    "policy_pack_id" TEXT NOT NULL,
    "rule_version" TEXT NOT NULL,
    "balance_after" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "allocation" (
    "payment_id" UUID NOT NULL,
    "debt_id" UUID NOT NULL,
    "component" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "rule_version" TEXT NOT NULL,

    CONSTRAINT "allocation_pkey" PRIMARY KEY ("payment_id","debt_id","component")
);

-- CreateTable
CREATE TABLE "webhook_event" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "livemode" BOOLEAN NOT NULL,
    "api_version" TEXT,
    "object_id" TEXT NOT NULL,
    "object_kind" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL,
    "processed_at" TIMESTAMPTZ(6),
    "outcome" TEXT,
    "source" TEXT NOT NULL,

    CONSTRAINT "webhook_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "closed_at" TIMESTAMPTZ(6),

    CONSTRAINT "alert_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_cursor" (
    "provider" TEXT NOT NULL,
    "read_through" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "event_cursor_pkey" PRIMARY KEY ("provider")
);

-- CreateTable
CREATE TABLE "placement" (
    "id" UUID NOT NULL,
    "file_hash" BYTEA NOT NULL,
    "file_name" TEXT NOT NULL,
    "encoding" TEXT NOT NULL,
    "creditor_code" TEXT,
    "done_line" INTEGER NOT NULL DEFAULT 0,
    "accepted" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "updated" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(6) NOT NULL,
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "placement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "placement_refusal" (
    "placement_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "column" TEXT NOT NULL,
    "code" TEXT NOT NULL,

    CONSTRAINT "placement_refusal_pkey" PRIMARY KEY ("placement_id","line")
);

-- CreateIndex
CREATE INDEX "debt_account_reference_key_idx" ON "debt_account"("reference_key");

-- CreateIndex
CREATE INDEX "debt_account_borrower_id_idx" ON "debt_account"("borrower_id");

-- CreateIndex
CREATE INDEX "debt_account_accrued_through_idx" ON "debt_account"("accrued_through");

-- CreateIndex
CREATE UNIQUE INDEX "debt_account_creditor_code_account_number_key" ON "debt_account"("creditor_code", "account_number");

-- CreateIndex
CREATE UNIQUE INDEX "audit_event_prev_hmac_key" ON "audit_event"("prev_hmac");

-- CreateIndex
CREATE INDEX "audit_event_subject_seq_idx" ON "audit_event"("subject", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "message_idem_key_key" ON "message"("idem_key");

-- CreateIndex
CREATE INDEX "message_status_not_before_idx" ON "message"("status", "not_before");

-- CreateIndex
CREATE INDEX "message_borrower_id_created_at_idx" ON "message"("borrower_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "borrower_id_blind_key" ON "borrower"("id_blind");

-- CreateIndex
CREATE INDEX "contact_point_value_blind_idx" ON "contact_point"("value_blind");

-- CreateIndex
CREATE UNIQUE INDEX "contact_point_borrower_id_channel_value_blind_key" ON "contact_point"("borrower_id", "channel", "value_blind");

-- CreateIndex
CREATE UNIQUE INDEX "sign_in_challenge_token_hash_key" ON "sign_in_challenge"("token_hash");

-- CreateIndex
CREATE INDEX "sign_in_challenge_expires_at_idx" ON "sign_in_challenge"("expires_at");

-- CreateIndex
CREATE INDEX "one_time_code_subject_key_created_at_idx" ON "one_time_code"("subject_key", "created_at");

-- CreateIndex
CREATE INDEX "one_time_code_challenge_id_idx" ON "one_time_code"("challenge_id");

-- CreateIndex
CREATE INDEX "sign_in_counter_updated_at_idx" ON "sign_in_counter"("updated_at");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_hash_key" ON "session"("token_hash");

-- CreateIndex
CREATE INDEX "session_borrower_id_idx" ON "session"("borrower_id");

-- CreateIndex
CREATE UNIQUE INDEX "help_case_reference_key" ON "help_case"("reference");

-- CreateIndex
CREATE INDEX "help_case_status_created_at_idx" ON "help_case"("status", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_account_name_key" ON "ledger_account"("name");

-- CreateIndex
CREATE INDEX "ledger_account_family_idx" ON "ledger_account"("family") WHERE (family IS NOT NULL);

-- CreateIndex
CREATE UNIQUE INDEX "ledger_account_debt_id_component_key" ON "ledger_account"("debt_id", "component");

-- CreateIndex
CREATE UNIQUE INDEX "journal_idem_key_key" ON "journal"("idem_key");

-- CreateIndex
CREATE UNIQUE INDEX "journal_reverses_id_key" ON "journal"("reverses_id") WHERE (reverses_id IS NOT NULL);

-- CreateIndex
CREATE INDEX "entry_journal_id_idx" ON "entry"("journal_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_attempt_idem_key_key" ON "payment_attempt"("idem_key");

-- CreateIndex
CREATE UNIQUE INDEX "payment_attempt_provider_session_id_key" ON "payment_attempt"("provider_session_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_attempt_provider_intent_id_key" ON "payment_attempt"("provider_intent_id");

-- CreateIndex
CREATE INDEX "payment_attempt_account_id_status_idx" ON "payment_attempt"("account_id", "status");

-- CreateIndex
CREATE INDEX "payment_attempt_status_updated_at_idx" ON "payment_attempt"("status", "updated_at");

-- CreateIndex
CREATE UNIQUE INDEX "payment_reference_key" ON "payment"("reference");

-- CreateIndex
CREATE UNIQUE INDEX "payment_provider_intent_id_key" ON "payment"("provider_intent_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_provider_charge_id_key" ON "payment"("provider_charge_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_journal_id_key" ON "payment"("journal_id");

-- CreateIndex
CREATE INDEX "payment_borrower_id_received_at_idx" ON "payment"("borrower_id", "received_at");

-- CreateIndex
CREATE INDEX "payment_account_id_received_at_idx" ON "payment"("account_id", "received_at");

-- CreateIndex
CREATE INDEX "webhook_event_processed_at_received_at_idx" ON "webhook_event"("processed_at", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "alert_kind_subject_key" ON "alert"("kind", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "placement_file_hash_key" ON "placement"("file_hash");

-- AddForeignKey
ALTER TABLE "debt_account" ADD CONSTRAINT "debt_account_borrower_id_fkey" FOREIGN KEY ("borrower_id") REFERENCES "borrower"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "debt_account" ADD CONSTRAINT "debt_account_mobile_id_fkey" FOREIGN KEY ("mobile_id") REFERENCES "contact_point"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "debt_account" ADD CONSTRAINT "debt_account_email_id_fkey" FOREIGN KEY ("email_id") REFERENCES "contact_point"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_point" ADD CONSTRAINT "contact_point_borrower_id_fkey" FOREIGN KEY ("borrower_id") REFERENCES "borrower"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "one_time_code" ADD CONSTRAINT "one_time_code_challenge_id_fkey" FOREIGN KEY ("challenge_id") REFERENCES "sign_in_challenge"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_borrower_id_fkey" FOREIGN KEY ("borrower_id") REFERENCES "borrower"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "journal" ADD CONSTRAINT "journal_reverses_id_fkey" FOREIGN KEY ("reverses_id") REFERENCES "journal"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "entry" ADD CONSTRAINT "entry_account_id_currency_fkey" FOREIGN KEY ("account_id", "currency") REFERENCES "ledger_account"("id", "currency") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_attempt" ADD CONSTRAINT "payment_attempt_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "debt_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_attempt_id_fkey" FOREIGN KEY ("attempt_id") REFERENCES "payment_attempt"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "debt_account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation" ADD CONSTRAINT "allocation_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "placement_refusal" ADD CONSTRAINT "placement_refusal_placement_id_fkey" FOREIGN KEY ("placement_id") REFERENCES "placement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
