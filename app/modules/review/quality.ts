// How good an answer was: five things that somebody who did not give it looks at, each not yet, partly or fully. Pure.
// Answers are drawn, not picked: in an order that nobody chooses and that comes out the same for everybody.
export const qualityCriteria = ["budget_read", "right_offer", "reasons_fit", "kind_and_clear", "in_time"] as const;
export type QualityCriterion = (typeof qualityCriteria)[number];

export const qualityScores = [0, 1, 2] as const;
export type QualityScore = (typeof qualityScores)[number];

/** How each score is called. */
export const scoreNames = ["notYet", "partly", "fully"] as const satisfies Readonly<Record<QualityScore, string>>;

export type QualityScores = Readonly<Record<QualityCriterion, QualityScore>>;

/** How far back answers are drawn from. */
export const drawnFromDays = 30;
/** What the page lists to be looked at next. */
export const drawnListed = 5;
/** What may be opened and scored: somebody else may have scored what stood before it. */
export const drawnOpen = 20;

export const qualityNoteLimit = 2000;

export function sumScores(scores: QualityScores): number {
  return qualityCriteria.reduce((sum, criterion) => sum + scores[criterion], 0);
}

/** Of JSON that was written from QualityScores. */
export function readScores(json: unknown): QualityScores {
  const stored = json as Partial<Record<QualityCriterion, number>>;
  const scoreOf = (criterion: QualityCriterion): QualityScore =>
    qualityScores.find((score) => score === stored[criterion]) ?? 0;
  return {
    budget_read: scoreOf("budget_read"),
    right_offer: scoreOf("right_offer"),
    reasons_fit: scoreOf("reasons_fit"),
    kind_and_clear: scoreOf("kind_and_clear"),
    in_time: scoreOf("in_time"),
  };
}

export type QualityRefusal =
  /** Unknown, in another portfolio, or not drawn: the same. */
  | { readonly kind: "not-found" }
  /** Nobody judges an answer of their own. */
  | { readonly kind: "own" }
  | { readonly kind: "already-scored" };
