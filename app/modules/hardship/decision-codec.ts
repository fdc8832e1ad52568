// A decision as JSON; amounts as text.
import { declineReasons, type Decision, type DeclineReason } from "./decisions.ts";
import { decodeQuote, encodeQuote } from "./terms-codec.ts";

type Json = string | boolean | readonly Json[] | { readonly [key: string]: Json };

export function encodeDecision(decision: Decision): { readonly [key: string]: Json } {
  switch (decision.kind) {
    case "approve":
      return { kind: "approve", by: decision.by };
    case "counter":
      return { kind: "counter", by: decision.by, binds: decision.binds };
    case "decline": {
      const { reasons, acceptable } = decision;
      return {
        kind: "decline",
        by: decision.by,
        reasons,
        ...(acceptable ? { acceptable: encodeQuote(acceptable) as Json } : {}),
      };
    }
    default:
      return decision satisfies never;
  }
}

/** Of JSON that encodeDecision wrote. */
export function decodeDecision(json: unknown): Decision {
  const stored = json as {
    kind: string;
    by: "rule" | "person";
    binds?: boolean;
    reasons?: string[];
    acceptable?: unknown;
  };
  if (stored.kind === "approve") return { kind: "approve", by: stored.by };
  if (stored.kind === "counter") return { kind: "counter", by: "person", binds: stored.binds === true };
  const reasons: readonly DeclineReason[] = declineReasons.filter((reason) => stored.reasons?.includes(reason));
  const acceptable = stored.acceptable === undefined ? undefined : decodeQuote(stored.acceptable);
  return { kind: "decline", by: "person", reasons, acceptable };
}
