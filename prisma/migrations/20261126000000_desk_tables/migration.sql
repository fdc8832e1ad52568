-- The desk: staff, what waits for them, what is written to and fro, and who looked at what.
ALTER TABLE "proposal" ADD COLUMN "decided_by" UUID, ADD COLUMN "approved_by" UUID;
ALTER TABLE "proposal_event" ADD COLUMN "staff_id" UUID;
ALTER TABLE "help_case" ADD COLUMN "outcome" TEXT, ADD COLUMN "answer" JSONB, ADD COLUMN "decided_by" UUID;

-- CreateTable
CREATE TABLE "thread" (
    "id" UUID NOT NULL,
    "about" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "borrower_id" UUID NOT NULL,
    "creditor_code" TEXT,
    "answer_by" DATE,
    "last_at" TIMESTAMPTZ(6) NOT NULL,
    "borrower_read_at" TIMESTAMPTZ(6),
    "desk_read_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "thread_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "thread_entry" (
    "id" UUID NOT NULL,
    "thread_id" UUID NOT NULL,
    "author" TEXT NOT NULL,
    "staff_id" UUID,
    "template" TEXT,
    "params" JSONB,
    "body_enc" BYTEA,
    "language" TEXT NOT NULL,
    "once" UUID,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "thread_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "thread_file" (
    "id" UUID NOT NULL,
    "entry_id" UUID NOT NULL,
    "borrower_id" UUID NOT NULL,
    "name_enc" BYTEA NOT NULL,
    "status" TEXT NOT NULL,
    "problem" TEXT,
    "media_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "file_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "thread_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "work_item" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "creditor_code" TEXT,
    "borrower_id" UUID,
    "language" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "due_on" DATE NOT NULL,
    "opened_at" TIMESTAMPTZ(6) NOT NULL,
    "level" TEXT NOT NULL DEFAULT 'agent',
    "assignee_id" UUID,
    "assigned_at" TIMESTAMPTZ(6),
    "snoozed_until" DATE,
    "not_for" UUID,

    CONSTRAINT "work_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "creditor_code" TEXT,
    "body" JSONB NOT NULL,
    "causes" TEXT[],
    "version" INTEGER,
    "proposed_by" UUID NOT NULL,
    "proposed_at" TIMESTAMPTZ(6) NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(6),
    "outcome" TEXT,
    "note_enc" BYTEA,
    "used_at" TIMESTAMPTZ(6),

    CONSTRAINT "approval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "access_grant" (
    "id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "borrower_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "note_enc" BYTEA,
    "granted_at" TIMESTAMPTZ(6) NOT NULL,
    "until" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "access_grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "case_note" (
    "id" UUID NOT NULL,
    "borrower_id" UUID NOT NULL,
    "subject_id" UUID,
    "staff_id" UUID NOT NULL,
    "body_enc" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "case_note_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "care_mark" (
    "id" UUID NOT NULL,
    "borrower_id" UUID NOT NULL,
    "need" TEXT NOT NULL,
    "cause_enc" BYTEA,
    "told_by" TEXT NOT NULL,
    "set_by" UUID NOT NULL,
    "set_at" TIMESTAMPTZ(6) NOT NULL,
    "review_on" DATE NOT NULL,
    "ended_by" UUID,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "care_mark_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quality_review" (
    "id" UUID NOT NULL,
    "proposal_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "decider_id" UUID NOT NULL,
    "reviewer_id" UUID NOT NULL,
    "scores" JSONB NOT NULL,
    "note_enc" BYTEA,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "quality_review_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "creditors" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "language" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "id_blind" BYTEA,
    "password_hash" TEXT,
    "totp_enc" BYTEA,
    "totp_step" BIGINT,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,
    "disabled_at" TIMESTAMPTZ(6),

    CONSTRAINT "staff_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff_passkey" (
    "id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "credential_id" BYTEA NOT NULL,
    "public_key" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL,
    "transports" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "last_used_at" TIMESTAMPTZ(6),

    CONSTRAINT "staff_passkey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff_recovery_code" (
    "id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "code_hmac" BYTEA NOT NULL,
    "used_at" TIMESTAMPTZ(6),

    CONSTRAINT "staff_recovery_code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff_link" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "staff_id" UUID,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "used_at" TIMESTAMPTZ(6),

    CONSTRAINT "staff_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff_challenge" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "staff_id" UUID,
    "kind" TEXT NOT NULL,
    "challenge" TEXT,
    "secret_enc" BYTEA,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "used_at" TIMESTAMPTZ(6),

    CONSTRAINT "staff_challenge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff_session" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "staff_id" UUID NOT NULL,
    "via" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "staff_session_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_event_actor_seq_idx" ON "audit_event"("actor", "seq");

-- CreateIndex
CREATE INDEX "audit_event_action_seq_idx" ON "audit_event"("action", "seq");

-- CreateIndex
CREATE INDEX "thread_borrower_id_last_at_idx" ON "thread"("borrower_id", "last_at");

-- CreateIndex
CREATE INDEX "thread_answer_by_idx" ON "thread"("answer_by");

-- CreateIndex
CREATE UNIQUE INDEX "thread_entry_once_key" ON "thread_entry"("once");

-- CreateIndex
CREATE INDEX "thread_entry_thread_id_at_idx" ON "thread_entry"("thread_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "thread_file_file_id_key" ON "thread_file"("file_id");

-- CreateIndex
CREATE INDEX "thread_file_entry_id_idx" ON "thread_file"("entry_id");

-- CreateIndex
CREATE INDEX "proposal_event_staff_id_at_idx" ON "proposal_event"("staff_id", "at");

-- CreateIndex
CREATE INDEX "proposal_decided_by_decided_at_idx" ON "proposal"("decided_by", "decided_at");

-- CreateIndex
CREATE INDEX "help_case_borrower_id_idx" ON "help_case"("borrower_id");

-- CreateIndex
CREATE INDEX "work_item_kind_stage_creditor_code_due_on_id_idx" ON "work_item"("kind", "stage", "creditor_code", "due_on", "id");

-- CreateIndex
CREATE INDEX "work_item_kind_stage_creditor_code_opened_at_id_idx" ON "work_item"("kind", "stage", "creditor_code", "opened_at", "id");

-- CreateIndex
CREATE INDEX "work_item_free_due" ON "work_item"("kind", "stage", "creditor_code", "due_on", "id") WHERE (assignee_id IS NULL);

-- CreateIndex
CREATE INDEX "work_item_free_opened" ON "work_item"("kind", "stage", "creditor_code", "opened_at", "id") WHERE (assignee_id IS NULL);

-- CreateIndex
CREATE INDEX "work_item_senior_due" ON "work_item"("kind", "stage", "creditor_code", "due_on", "id") WHERE (level = 'senior'::text);

-- CreateIndex
CREATE INDEX "work_item_assignee_id_due_on_id_idx" ON "work_item"("assignee_id", "due_on", "id");

-- CreateIndex
CREATE INDEX "work_item_borrower_id_idx" ON "work_item"("borrower_id");

-- CreateIndex
CREATE INDEX "approval_subject_id_proposed_at_idx" ON "approval"("subject_id", "proposed_at");

-- CreateIndex
CREATE UNIQUE INDEX "approval_one_open" ON "approval"("subject_id") WHERE (decided_at IS NULL);

-- CreateIndex
CREATE INDEX "approval_decided_at_proposed_at_idx" ON "approval"("decided_at", "proposed_at");

-- CreateIndex
CREATE INDEX "access_grant_staff_id_borrower_id_until_idx" ON "access_grant"("staff_id", "borrower_id", "until");

-- CreateIndex
CREATE INDEX "case_note_borrower_id_at_idx" ON "case_note"("borrower_id", "at");

-- CreateIndex
CREATE INDEX "care_mark_borrower_id_ended_at_idx" ON "care_mark"("borrower_id", "ended_at");

-- CreateIndex
CREATE INDEX "care_mark_review_on_idx" ON "care_mark"("review_on");

-- CreateIndex
CREATE UNIQUE INDEX "quality_review_event_id_key" ON "quality_review"("event_id");

-- CreateIndex
CREATE INDEX "quality_review_proposal_id_idx" ON "quality_review"("proposal_id");

-- CreateIndex
CREATE UNIQUE INDEX "staff_email_key" ON "staff"("email");

-- CreateIndex
CREATE UNIQUE INDEX "staff_passkey_credential_id_key" ON "staff_passkey"("credential_id");

-- CreateIndex
CREATE INDEX "staff_passkey_staff_id_idx" ON "staff_passkey"("staff_id");

-- CreateIndex
CREATE INDEX "staff_recovery_code_staff_id_idx" ON "staff_recovery_code"("staff_id");

-- CreateIndex
CREATE UNIQUE INDEX "staff_link_token_hash_key" ON "staff_link"("token_hash");

-- CreateIndex
CREATE INDEX "staff_link_staff_id_idx" ON "staff_link"("staff_id");

-- CreateIndex
CREATE UNIQUE INDEX "staff_challenge_token_hash_key" ON "staff_challenge"("token_hash");

-- CreateIndex
CREATE INDEX "staff_challenge_expires_at_idx" ON "staff_challenge"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "staff_session_token_hash_key" ON "staff_session"("token_hash");

-- CreateIndex
CREATE INDEX "staff_session_staff_id_idx" ON "staff_session"("staff_id");

-- AddForeignKey
ALTER TABLE "thread_entry" ADD CONSTRAINT "thread_entry_thread_id_fkey" FOREIGN KEY ("thread_id") REFERENCES "thread"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "thread_file" ADD CONSTRAINT "thread_file_entry_id_fkey" FOREIGN KEY ("entry_id") REFERENCES "thread_entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff_passkey" ADD CONSTRAINT "staff_passkey_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff_recovery_code" ADD CONSTRAINT "staff_recovery_code_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff_link" ADD CONSTRAINT "staff_link_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff_challenge" ADD CONSTRAINT "staff_challenge_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff_session" ADD CONSTRAINT "staff_session_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
