// A paper of one's own, back as a file.
import { data } from "react-router";
import { fileEndings, type EvidenceMediaType } from "#app/modules/hardship/evidence.ts";
import { readEvidenceFile } from "#app/modules/hardship/evidence.server.ts";
import { appContext, borrowerContext } from "#app/platform/contexts.server.ts";
import type { Route } from "./+types/evidence-file";

export async function loader({ context, params }: Route.LoaderArgs) {
  const { proposalId, evidenceId } = params;
  const file = await readEvidenceFile(context.get(appContext), context.get(borrowerContext), proposalId, evidenceId);
  if (!file) throw data(null, 404);
  const ending = fileEndings[file.mediaType as EvidenceMediaType];
  return new Response(file.bytes, {
    headers: {
      "Content-Type": file.mediaType,
      // The name says nothing about the person or the paper: it shows in download lists of shared devices.
      "Content-Disposition": `attachment; filename="paper-${evidenceId.slice(-6)}.${ending}"`,
      "Cache-Control": "no-store",
    },
  });
}
