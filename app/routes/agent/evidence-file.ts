// A borrower's paper, marked with who looks at it: a picture in the page of the browser, a PDF as a file.
import { data, redirect } from "react-router";
import { openAccess } from "#app/modules/review/access.server.ts";
import { viewEvidence } from "#app/modules/review/evidence-view.server.ts";
import { appContext, staffContext, visitContext } from "#app/platform/contexts.server.ts";
import type { Route } from "./+types/evidence-file";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { proposalId, evidenceId } = params;
  const app = context.get(appContext);
  const actor = context.get(staffContext);
  const opened = await openAccess(app, actor, { caseId: proposalId }, "evidence");
  // The case's own page says who has it.
  if (!opened.ok && opened.refusal.kind === "not-yours") throw redirect(`/desk/cases/${proposalId}`, 303);
  const file = opened.ok ? await viewEvidence(app, actor, proposalId, evidenceId) : undefined;
  if (!file) throw data(null, 404);
  context.get(visitContext).sandboxed = true;
  const isPicture = file.mediaType !== "application/pdf";
  // The name says nothing about the person or the paper: it shows in download lists.
  const name = `paper-${evidenceId.slice(-6)}.${isPicture ? "jpg" : "pdf"}`;
  return new Response(Buffer.from(file.bytes), {
    headers: {
      "Content-Type": file.mediaType,
      "Content-Disposition": `${isPicture ? "inline" : "attachment"}; filename="${name}"`,
      "Cache-Control": "no-store",
    },
  });
}
