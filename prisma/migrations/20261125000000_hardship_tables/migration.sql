-- Policy packs as they were, budgets and proposals, evidence, agreements, plans and certificates.
-- AlterTable
ALTER TABLE "debt_account"
    ADD COLUMN "plan_rate_ppm" INTEGER,
    ADD COLUMN "plan_interest_left" BIGINT,
    ADD COLUMN "agreed_order" TEXT[] DEFAULT ARRAY[]::TEXT[],
    ADD COLUMN "plan_id" UUID,
    ADD COLUMN "plan_since" TIMESTAMPTZ(6);

-- CreateIndex
CREATE INDEX "help_case_account_id_idx" ON "help_case"("account_id");

-- CreateTable
CREATE TABLE "agreed_due" (
    "plan_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "account_id" UUID NOT NULL,
    "due_on" DATE NOT NULL,
    "amount_minor" BIGINT NOT NULL,

    CONSTRAINT "agreed_due_pkey" PRIMARY KEY ("plan_id","seq","account_id")
);

-- CreateTable
CREATE TABLE "proposal" (
    "id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "borrower_id" UUID NOT NULL,
    "creditor_code" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "language" TEXT NOT NULL,
    "policy_pack_id" TEXT NOT NULL,
    "care" BOOLEAN NOT NULL DEFAULT false,
    "terms" JSONB,
    "quote" JSONB,
    "offered_terms" JSONB,
    "offered_quote" JSONB,
    "decision" JSONB,
    "round" INTEGER NOT NULL DEFAULT 0,
    "note_enc" BYTEA,
    "submitted_at" TIMESTAMPTZ(6),
    "answer_by" DATE,
    "decided_at" TIMESTAMPTZ(6),
    "open_until" DATE,
    "follows_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "proposal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "proposal_account" (
    "proposal_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "intention" TEXT NOT NULL DEFAULT 'unsure',
    "reasons_enc" BYTEA,
    "balance_sent" JSONB,

    CONSTRAINT "proposal_account_pkey" PRIMARY KEY ("proposal_id","account_id")
);

-- CreateTable
CREATE TABLE "budget" (
    "id" UUID NOT NULL,
    "proposal_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "body_enc" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,
    "sent_at" TIMESTAMPTZ(6),

    CONSTRAINT "budget_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "proposal_event" (
    "id" UUID NOT NULL,
    "proposal_id" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "from_status" TEXT NOT NULL,
    "to_status" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "proposal_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "proposal_question" (
    "id" UUID NOT NULL,
    "proposal_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(6) NOT NULL,
    "answer_enc" BYTEA,
    "answered_at" TIMESTAMPTZ(6),

    CONSTRAINT "proposal_question_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stored_file" (
    "id" UUID NOT NULL,
    "bytes_enc" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,
    "size" INTEGER NOT NULL,
    "media_type" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "stored_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evidence" (
    "id" UUID NOT NULL,
    "proposal_id" UUID NOT NULL,
    "borrower_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name_enc" BYTEA NOT NULL,
    "status" TEXT NOT NULL,
    "problem" TEXT,
    "media_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "file_id" UUID,
    "consent_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consent" (
    "id" UUID NOT NULL,
    "borrower_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "text_version" TEXT NOT NULL,
    "text_hash" BYTEA NOT NULL,
    "language" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "given_at" TIMESTAMPTZ(6) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(6),

    CONSTRAINT "consent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "limitation_event" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "happened_on" DATE NOT NULL,
    "runs_until" DATE NOT NULL,
    "pack_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "limitation_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan" (
    "id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "borrower_id" UUID NOT NULL,
    "creditor_code" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "policy_pack_id" TEXT NOT NULL,
    "quote" JSONB NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "cost_minor" BIGINT NOT NULL,
    "waived_minor" BIGINT NOT NULL,
    "sign_until" DATE NOT NULL,
    "signed_at" TIMESTAMPTZ(6),
    "last_on" DATE NOT NULL,
    "behind_since" DATE,
    "evaluated_on" DATE,
    "paid_minor" BIGINT NOT NULL DEFAULT 0,
    "ended_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_account" (
    "plan_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "balance_minor" BIGINT NOT NULL,
    "waived_minor" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "plan_account_pkey" PRIMARY KEY ("plan_id","account_id")
);

-- CreateTable
CREATE TABLE "plan_event" (
    "id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "from_status" TEXT NOT NULL,
    "to_status" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "plan_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_revision" (
    "plan_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "cause" TEXT NOT NULL,
    "schedule" JSONB NOT NULL,
    "made_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "plan_revision_pkey" PRIMARY KEY ("plan_id","revision")
);

-- CreateTable
CREATE TABLE "agreement" (
    "plan_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "borrower_id" UUID NOT NULL,
    "text_version" TEXT NOT NULL,
    "body_enc" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,
    "prepared_at" TIMESTAMPTZ(6) NOT NULL,
    "language" TEXT,
    "signed_at" TIMESTAMPTZ(6),
    "signing_code_id" UUID,
    "seal" BYTEA,
    "zh_file_id" UUID,
    "en_file_id" UUID,

    CONSTRAINT "agreement_pkey" PRIMARY KEY ("plan_id")
);

-- CreateTable
CREATE TABLE "certificate" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "plan_id" UUID,
    "account_id" UUID NOT NULL,
    "borrower_id" UUID NOT NULL,
    "body_enc" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,
    "seal" BYTEA NOT NULL,
    "zh_file_id" UUID NOT NULL,
    "en_file_id" UUID NOT NULL,
    "issued_at" TIMESTAMPTZ(6) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(6),
    "withdrawn_reason" TEXT,

    CONSTRAINT "certificate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policy_record" (
    "id" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "hash" BYTEA NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "policy_record_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "agreed_due_account_id_due_on_idx" ON "agreed_due"("account_id", "due_on");

-- CreateIndex
CREATE INDEX "agreed_due_due_on_idx" ON "agreed_due"("due_on");

-- CreateIndex
CREATE UNIQUE INDEX "proposal_reference_key" ON "proposal"("reference");

-- CreateIndex
CREATE INDEX "proposal_borrower_id_created_at_idx" ON "proposal"("borrower_id", "created_at");

-- CreateIndex
CREATE INDEX "proposal_status_answer_by_idx" ON "proposal"("status", "answer_by");

-- CreateIndex
CREATE INDEX "proposal_account_account_id_idx" ON "proposal_account"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "budget_proposal_id_version_key" ON "budget"("proposal_id", "version");

-- CreateIndex
CREATE INDEX "proposal_event_proposal_id_at_idx" ON "proposal_event"("proposal_id", "at");

-- CreateIndex
CREATE INDEX "proposal_question_proposal_id_asked_at_idx" ON "proposal_question"("proposal_id", "asked_at");

-- CreateIndex
CREATE UNIQUE INDEX "evidence_file_id_key" ON "evidence"("file_id");

-- CreateIndex
CREATE INDEX "evidence_proposal_id_idx" ON "evidence"("proposal_id");

-- CreateIndex
CREATE INDEX "consent_borrower_id_purpose_idx" ON "consent"("borrower_id", "purpose");

-- CreateIndex
CREATE UNIQUE INDEX "limitation_event_account_id_reason_source_key" ON "limitation_event"("account_id", "reason", "source");

-- CreateIndex
CREATE UNIQUE INDEX "plan_reference_key" ON "plan"("reference");

-- CreateIndex
CREATE INDEX "plan_borrower_id_created_at_idx" ON "plan"("borrower_id", "created_at");

-- CreateIndex
CREATE INDEX "plan_status_evaluated_on_idx" ON "plan"("status", "evaluated_on");

-- CreateIndex
CREATE INDEX "plan_account_account_id_idx" ON "plan_account"("account_id");

-- CreateIndex
CREATE INDEX "plan_event_plan_id_at_idx" ON "plan_event"("plan_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "agreement_code_key" ON "agreement"("code");

-- CreateIndex
CREATE UNIQUE INDEX "certificate_code_key" ON "certificate"("code");

-- CreateIndex
CREATE INDEX "certificate_account_id_idx" ON "certificate"("account_id");

-- CreateIndex
CREATE INDEX "certificate_borrower_id_idx" ON "certificate"("borrower_id");

-- AddForeignKey
ALTER TABLE "agreed_due" ADD CONSTRAINT "agreed_due_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "debt_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_borrower_id_fkey" FOREIGN KEY ("borrower_id") REFERENCES "borrower"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proposal_account" ADD CONSTRAINT "proposal_account_proposal_id_fkey" FOREIGN KEY ("proposal_id") REFERENCES "proposal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proposal_account" ADD CONSTRAINT "proposal_account_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "debt_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "budget" ADD CONSTRAINT "budget_proposal_id_fkey" FOREIGN KEY ("proposal_id") REFERENCES "proposal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proposal_event" ADD CONSTRAINT "proposal_event_proposal_id_fkey" FOREIGN KEY ("proposal_id") REFERENCES "proposal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proposal_question" ADD CONSTRAINT "proposal_question_proposal_id_fkey" FOREIGN KEY ("proposal_id") REFERENCES "proposal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_proposal_id_fkey" FOREIGN KEY ("proposal_id") REFERENCES "proposal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan" ADD CONSTRAINT "plan_borrower_id_fkey" FOREIGN KEY ("borrower_id") REFERENCES "borrower"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_account" ADD CONSTRAINT "plan_account_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_account" ADD CONSTRAINT "plan_account_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "debt_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_event" ADD CONSTRAINT "plan_event_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_revision" ADD CONSTRAINT "plan_revision_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agreement" ADD CONSTRAINT "agreement_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certificate" ADD CONSTRAINT "certificate_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certificate" ADD CONSTRAINT "certificate_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "debt_account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
