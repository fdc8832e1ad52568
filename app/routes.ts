// Every door on one page. Addresses are a contract; what each realm asks of a visitor is in its layout.
import { index, layout, prefix, route, type RouteConfig } from "@react-router/dev/routes";

export default [
  layout("routes/public/layout.tsx", [
    index("routes/public/home.tsx"),
    route("start", "routes/public/start.tsx"),
    route("verify", "routes/public/verify.tsx"),
    route("verify/code", "routes/public/verify-code.tsx"),
    route("verify/help", "routes/public/verify-help.tsx"),
    route("not-me", "routes/public/not-me.tsx"),
    route("genuine", "routes/public/genuine.tsx"),
    route("help", "routes/public/help.tsx"),
    route("privacy", "routes/public/privacy.tsx"),
    route("accessibility", "routes/public/accessibility.tsx"),
    route("certificates/:code", "routes/public/certificate.tsx"),
    route("*", "routes/public/not-found.tsx"),
  ]),
  route("language", "routes/public/language.ts"),
  route("sign-out", "routes/public/sign-out.ts"),

  ...prefix("my", [
    layout("routes/borrower/layout.tsx", [
      index("routes/borrower/my.tsx"),
      route("accounts/:accountId", "routes/borrower/account.tsx"),
      route("accounts/:accountId/statement", "routes/borrower/statement.tsx"),
      route("accounts/:accountId/pay", "routes/borrower/pay.tsx"),
      route("accounts/:accountId/dispute", "routes/borrower/dispute.tsx"),
      route("payments/:paymentId", "routes/borrower/payment.tsx"),
      route("payments/:paymentId/receipt", "routes/borrower/receipt.tsx"),
      route("hardship", "routes/borrower/hardship.tsx"),
      route("hardship/:proposalId", "routes/borrower/proposal.tsx"),
      route("hardship/:proposalId/household", "routes/borrower/household.tsx"),
      route("hardship/:proposalId/income", "routes/borrower/income.tsx"),
      route("hardship/:proposalId/spending", "routes/borrower/spending.tsx"),
      route("hardship/:proposalId/options", "routes/borrower/options.tsx"),
      route("hardship/:proposalId/evidence", "routes/borrower/evidence.tsx"),
      route("hardship/:proposalId/check", "routes/borrower/check.tsx"),
      route("plans/:planId", "routes/borrower/plan.tsx"),
      route("plans/:planId/agreement", "routes/borrower/agreement.tsx"),
      route("plans/:planId/change", "routes/borrower/plan-change.tsx"),
      route("data", "routes/borrower/data.tsx"),
    ]),
    layout("routes/borrower/files-layout.ts", [
      route("accounts/:accountId/statement.pdf", "routes/borrower/statement-pdf.ts"),
      route("payments/:paymentId/receipt.pdf", "routes/borrower/receipt-pdf.ts"),
      route("documents/:documentId", "routes/borrower/document.ts"),
    ]),
  ]),

  route("hooks/stripe", "routes/hooks/stripe.ts"),
  route("healthz", "routes/ops/healthz.ts"),
  route("readyz", "routes/ops/readyz.ts"),
  route("metrics", "routes/ops/metrics.ts"),
  route("ops/policies/:packId", "routes/ops/policy.tsx"),
  route("dev/inbox", "routes/ops/dev-inbox.tsx"),
  route("dev/parts", "routes/ops/dev-parts.tsx"),
  route("dev/proposals", "routes/ops/dev-proposals.tsx"),
] satisfies RouteConfig;
