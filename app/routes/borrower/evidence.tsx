// Papers that somebody may add to a proposal: which help, what became of each, and how to take one back.
import { data, redirect } from "react-router";
import { usePage } from "#app/i18n/use-t.ts";
import { EvidenceForm } from "#app/modules/hardship/evidence-form.tsx";
import { EvidenceList } from "#app/modules/hardship/evidence-list.tsx";
import { EvidenceFields, RemoveField } from "#app/modules/hardship/evidence.schema.ts";
import {
  addEvidence,
  readEvidence,
  removeEvidence,
  withdrawHealthConsent,
} from "#app/modules/hardship/evidence.server.ts";
import { sayRefusal, type UploadRefusal } from "#app/modules/hardship/evidence-words.ts";
import { appContext, borrowerContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm, readUpload } from "#app/platform/form.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Page } from "#app/ui/page.tsx";
import { Quiet } from "#app/ui/prose.tsx";
import type { Route } from "./+types/evidence";

export async function loader({ context, params, request }: Route.LoaderArgs) {
  const found = await readEvidence(context.get(appContext), context.get(borrowerContext), params.proposalId);
  if (!found) throw data(null, 404);
  // The server sends here whoever chose more than it takes at once, without having read it.
  const tooMuch = new URL(request.url).searchParams.has("too-large");
  const { open, needed, healthConsent, files } = found;
  const draft = found.status === "draft";
  return data({ id: params.proposalId, draft, open, needed, healthConsent, files, tooMuch }, tooMuch ? 413 : 200);
}

function refuse(refusal: UploadRefusal, kind?: string) {
  return data({ refusal, kind }, 422);
}

export async function action({ context, params, request }: Route.ActionArgs) {
  const [app, actor] = [context.get(appContext), context.get(borrowerContext)];
  const { proposalId } = params;
  const here = `/my/hardship/${proposalId}/evidence`;
  const { form, files } = await readUpload(request, "files");
  if (form.has("withdraw")) {
    if (!(await withdrawHealthConsent(app, actor, proposalId))) throw data(null, 404);
    return redirect(here, 303);
  }
  if (form.has("remove")) {
    const asked = parseForm(RemoveField, form);
    const removed = asked.ok ? await removeEvidence(app, actor, proposalId, asked.value.remove) : undefined;
    if (!removed) throw data(null, 404);
    return removed === "closed" ? refuse({ kind: "closed" }) : redirect(here, 303);
  }
  const fields = parseForm(EvidenceFields, form);
  // Whose proposal it is comes before what is wrong with the form.
  if (!(await readEvidence(app, actor, proposalId))) throw data(null, 404);
  if (!fields.ok) return refuse({ kind: "no-kind" });
  const { kind, consent } = fields.value;
  const uploads = files.map(({ name, bytes }) => ({ name, bytes, kind }));
  const consentIn = consent === undefined ? undefined : context.get(visitContext).language;
  const added = await addEvidence(app, actor, proposalId, uploads, consentIn);
  if (!added) throw data(null, 404);
  return added.ok ? redirect(`${here}#papers`, 303) : refuse(added.refusal, kind);
}

export default function EvidencePage({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = usePage();
  const { id, draft, open, needed, healthConsent, files } = loaderData;
  const proposal = `/my/hardship/${id}`;
  const here = `${proposal}/evidence`;
  const after = draft ? `${proposal}/check` : proposal;
  const refusal: UploadRefusal | undefined = loaderData.tooMuch ? { kind: "too-much" } : actionData?.refusal;
  const errors = refusal ? [sayRefusal(t, refusal)] : [];
  const onward = files.length > 0 ? "evidence.goOn" : "evidence.goOnWithout";
  return (
    <Page
      title={t(needed ? "evidence.titleNeeded" : "evidence.title")}
      back={{ to: after }}
      error={errors.length > 0}
      narrow
    >
      <ErrorSummary errors={errors} />
      {refusal && refusal.kind !== "closed" && <p>{t("evidence.refusal.none")}</p>}
      <p>{t(open ? (needed ? "evidence.leadNeeded" : "evidence.lead") : "evidence.closed")}</p>
      <EvidenceList here={here} papers={files} open={open} />
      {healthConsent && (
        <Card title={t("evidence.consent.title")}>
          <p>{t("evidence.consent.given")}</p>
          <form method="post" action={here}>
            <Button quiet name="withdraw" value="health">
              {t("evidence.consent.withdraw")}
            </Button>
          </form>
        </Card>
      )}
      {open && (
        <Card title={t("evidence.add")}>
          <EvidenceForm action={here} kind={actionData?.kind} consented={healthConsent} errors={errors} />
          <Quiet>{t("evidence.privacy")}</Quiet>
        </Card>
      )}
      <LinkButton to={after} quiet={open}>
        {t(draft ? onward : "evidence.toProposal")}
      </LinkButton>
    </Page>
  );
}
