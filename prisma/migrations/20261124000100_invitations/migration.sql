-- A code that a creditor's letter may carry instead of the account number; kept as its blind index only.
ALTER TABLE "debt_account" ADD COLUMN "invitation_key" BYTEA;

-- CreateIndex
CREATE UNIQUE INDEX "debt_account_invitation_key_key" ON "debt_account"("invitation_key");
