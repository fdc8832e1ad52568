// A decision as JSON, and an answer that waits for a second person; amounts as text.
import { declineReasons, questionCodes, type Answer, type Decision, type DeclineReason } from "./decisions.ts";
import { decodeQuote, decodeTerms, encodeQuote, encodeTerms } from "./terms-codec.ts";

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

export function encodeAnswer(answer: Answer): { readonly [key: string]: Json } {
  switch (answer.kind) {
    case "approve":
      return { kind: "approve" };
    case "counter":
      return { kind: "counter", terms: encodeTerms(answer.terms) as Json };
    case "ask":
      return { kind: "ask", question: answer.question };
    case "decline": {
      const { kind, reasons, acceptable } = answer;
      return { kind, reasons, ...(acceptable ? { acceptable: encodeTerms(acceptable) as Json } : {}) };
    }
    default:
      return answer satisfies never;
  }
}

/** Of JSON that encodeAnswer wrote. */
export function decodeAnswer(json: unknown): Answer {
  const stored = json as {
    kind: string;
    terms?: unknown;
    question?: string;
    reasons?: string[];
    acceptable?: unknown;
  };
  const question = questionCodes.find((code) => code === stored.question);
  if (stored.kind === "approve") return { kind: "approve" };
  if (stored.kind === "counter") return { kind: "counter", terms: decodeTerms(stored.terms) };
  if (stored.kind === "ask" && question) return { kind: "ask", question };
  if (stored.kind !== "decline") throw new TypeError("a stored answer cannot be read");
  const reasons = declineReasons.filter((reason) => stored.reasons?.includes(reason));
  const acceptable = stored.acceptable === undefined ? undefined : decodeTerms(stored.acceptable);
  return { kind: "decline", reasons, acceptable };
}
