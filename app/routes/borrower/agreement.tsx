// The agreement: the whole text with its cost table first, a fresh code, and then it is signed. Nothing here presses:
// until the date it can be left, changed or withdrawn.
import { data, redirect } from "react-router";
import { formatDay, formatMoment } from "#app/i18n/format.ts";
import type { Language } from "#app/i18n/languages.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { CodeForm } from "#app/modules/identity/identity.schema.ts";
import { findSigningContact, readSigningStep } from "#app/modules/identity/signing-codes.server.ts";
import { roundUpToMinute } from "#app/modules/identity/sign-in-limits.ts";
import { AgreementForm } from "#app/modules/plans/agreement.schema.ts";
import { AgreementClosed, AgreementSigned, AgreementToSign } from "#app/modules/plans/agreement-pages.tsx";
import { isAgreed, readAgreement, type AgreementView } from "#app/modules/plans/agreements.server.ts";
import { askToSign, signAgreement, type SignRefusal } from "#app/modules/plans/sign-agreement.server.ts";
import { SigningCode } from "#app/modules/plans/signing-code.tsx";
import { appContext, borrowerContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import type { Route } from "./+types/agreement";

function shownOf({ planId, reference, code, state, hash, fingerprint, files }: AgreementView) {
  return { planId, reference, code, state, hash, fingerprint, files };
}

export async function loader({ context, params, request }: Route.LoaderArgs) {
  const [app, actor, { language, ip }] = [
    context.get(appContext),
    context.get(borrowerContext),
    context.get(visitContext),
  ];
  const view = await readAgreement(app, actor, params.planId);
  if (!view && (await isAgreed(app, actor, params.planId))) return { planId: params.planId, state: "closed" } as const;
  if (!view) throw data(null, 404);
  const { timeZone } = app.settings;
  const asked = new URL(request.url).searchParams;
  const written = (moment: Date | undefined) => moment && formatMoment(roundUpToMinute(moment), language, timeZone);
  const signing =
    view.state === "open" ? await readSigningStep(app, actor, Buffer.from(view.hash, "hex"), ip) : undefined;
  return {
    ...shownOf(view),
    text: view.texts[language],
    signUntil: formatDay(view.signUntil, language),
    datesMoved: view.datesMoved,
    signedAt: view.signedAt && formatMoment(view.signedAt, language, timeZone),
    signedLanguage: view.signedLanguage,
    contact: view.state === "open" ? await findSigningContact(app, actor) : undefined,
    changed: asked.has("changed"),
    step: asked.get("step") === "code" && signing?.asked ? "code" : "read",
    sendFrom: written(signing?.sendingOpensAt),
    tryFrom: written(signing?.tryingOpensAt),
  };
}

/** Where a refusal leads; undefined where the page of the code says it. */
function leadTo({ kind }: SignRefusal, here: string): string | undefined {
  if (kind === "changed") return `${here}?changed`;
  return kind === "closed" || kind === "no-contact" ? here : undefined;
}

export async function action({ context, params, request }: Route.ActionArgs) {
  const [app, actor, { language, ip }] = [
    context.get(appContext),
    context.get(borrowerContext),
    context.get(visitContext),
  ];
  const { planId } = params;
  const here = `/my/plans/${planId}/agreement`;
  const fields = await request.formData();
  const form = parseForm(AgreementForm, fields);
  if (!form.ok) throw data(null, 422);
  const { intent, hash } = form.value;
  if (intent === "code") {
    const asked = await askToSign(app, actor, planId, hash, { ip, language });
    if (asked.ok) return redirect(asked.value.kind === "signed" ? here : `${here}?step=code`, 303);
    if (asked.refusal.kind === "not-found") throw data(null, 404);
    // Where none is sent now, the last one may still work.
    return redirect(leadTo(asked.refusal, here) ?? `${here}?step=code`, 303);
  }
  // Whose agreement it is comes before what is wrong with the code.
  if (!(await readAgreement(app, actor, planId))) throw data(null, 404);
  const typed = parseForm(CodeForm, fields);
  if (!typed.ok) return data({ errors: typed.errors, value: typed.values.code?.toString() }, 422);
  const signed = await signAgreement(app, actor, planId, { hash, code: typed.value.code, ip, language });
  if (signed.ok) return redirect(`/my/plans/${planId}`, 303);
  if (signed.refusal.kind === "not-found") throw data(null, 404);
  const elsewhere = leadTo(signed.refusal, here);
  if (elsewhere !== undefined) return redirect(elsewhere, 303);
  const code = signed.refusal.kind === "wait" ? "identity.error.codeWait" : "identity.error.codeWrong";
  return data({ errors: { code }, value: undefined }, 422);
}

export default function AgreementPage({ loaderData, actionData }: Route.ComponentProps) {
  const { language } = usePage();
  const other: Language = language === "en" ? "zh-CN" : "en";
  if (loaderData.state === "closed") return <AgreementClosed planId={loaderData.planId} />;
  if (loaderData.state === "signed") return <AgreementSigned agreement={loaderData} other={other} />;
  if (loaderData.step === "code" || actionData) return <SigningCode agreement={loaderData} answer={actionData} />;
  return <AgreementToSign agreement={loaderData} other={other} />;
}
