// Why somebody may open a case that is not theirs. Pure. There is no reason that needs no words beside it.
export const glassReasons = ["colleague_away", "on_the_phone", "complaint", "safety", "wrong_place"] as const;
export type GlassReason = (typeof glassReasons)[number];

export const glassMinutes = 30;
export const glassNoteLimit = 1000;
