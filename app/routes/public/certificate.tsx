// Where anybody who holds the code of a document can check it: whether it is one of ours, whether it still holds, and
// whether a file is the one that we made. Nothing personal is ever on this page.
import { data } from "react-router";
import { formatDay } from "#app/i18n/format.ts";
import { CheckedDocumentPage, UnknownDocument } from "#app/modules/plans/checked-document.tsx";
import { checkDocument, isOurFile, type CheckedDocument } from "#app/modules/plans/check-document.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { appContext, visitContext } from "#app/platform/contexts.server.ts";
import { readUpload } from "#app/platform/form.server.ts";
import type { Language } from "#app/i18n/languages.ts";
import type { Route } from "./+types/certificate";

export function headers(): Record<string, string> {
  return { "X-Robots-Tag": "noindex, nofollow" };
}

function show(app: App, found: CheckedDocument, language: Language) {
  const { kind, code, status, on, withdrawnOn, lender, fingerprint } = found;
  return {
    kind,
    code,
    status,
    on: formatDay(on, language),
    withdrawnOn: withdrawnOn && formatDay(withdrawnOn, language),
    lender: lender?.[language],
    issuer: app.settings.operator.legalName[language],
    fingerprint,
  };
}

export async function loader({ context, params }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const found = await checkDocument(app, params.code);
  if (!found) return data(null, 404);
  return data(show(app, found, context.get(visitContext).language));
}

export async function action({ context, params, request }: Route.ActionArgs) {
  const app = context.get(appContext);
  const { files } = await readUpload(request, "file");
  const found = await checkDocument(app, params.code);
  if (!found) return data(undefined, 404);
  const [file, ...more] = files;
  if (!file || more.length > 0 || file.bytes.byteLength === 0) return data({ compared: "nothing" } as const, 422);
  const same = await isOurFile(app, found, file.bytes);
  return data({ compared: same ? "same" : "altered" } as const);
}

export default function CertificatePage({ loaderData, actionData }: Route.ComponentProps) {
  if (!loaderData) return <UnknownDocument />;
  return <CheckedDocumentPage found={loaderData} compared={actionData?.compared} />;
}
