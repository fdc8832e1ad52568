-- When a person chose the language themselves; from then on no creditor's file changes it.
ALTER TABLE "borrower" ADD COLUMN "language_chosen_at" TIMESTAMPTZ(6);
