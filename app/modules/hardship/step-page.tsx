// The frame of every step before a proposal is sent: which step it is, its form, and a way to stop here and come back.
import type { ReactNode } from "react";
import { usePage } from "#app/i18n/use-t.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary, type FieldError } from "#app/ui/error-summary.tsx";
import { Page } from "#app/ui/page.tsx";
import { MoreLink, Quiet } from "#app/ui/prose.tsx";
import { stepBefore, steps, type Step } from "./steps.ts";

export function StepMark({ step }: { step: Step }) {
  const { t } = usePage();
  return <Quiet>{t("hardship.step.of", { number: steps.indexOf(step) + 1, count: steps.length })}</Quiet>;
}

/** Leads to one's accounts, where the draft waits. */
export function PauseLink() {
  const { t } = usePage();
  return (
    <p>
      <MoreLink to="/my">{t("hardship.step.pause")}</MoreLink> <small>{t("hardship.step.pauseNote")}</small>
    </p>
  );
}

interface StepPageProps {
  readonly proposalId: string;
  readonly step: Step;
  readonly title: string;
  readonly errors: readonly FieldError[];
  /** Opened from the check page: saving leads back there. */
  readonly changing: boolean;
  readonly children: ReactNode;
}

export function StepPage({ proposalId, step, title, errors, changing, children }: StepPageProps) {
  const { t } = usePage();
  const here = `/my/hardship/${proposalId}/${step}`;
  const back = changing ? `/my/hardship/${proposalId}/check` : stepBefore(proposalId, step);
  return (
    <Page title={title} back={{ to: back }} error={errors.length > 0} narrow>
      <ErrorSummary errors={errors} />
      <StepMark step={step} />
      <form method="post" action={changing ? `${here}?change=1` : here} noValidate>
        {children}
        <Button>{t(changing ? "hardship.step.save" : "hardship.step.next")}</Button>
      </form>
      <PauseLink />
    </Page>
  );
}
