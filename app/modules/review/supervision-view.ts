// What the page of supervision shows, as it is read.
import type { Day } from "#app/kernel/calendar.ts";
import type { StaffRole } from "#app/kernel/permissions.ts";
import type { QualityCriterion } from "./quality.ts";
import type { AgeGroup, AnswerKind, AnswerTimes, WorkCounts } from "./supervision.ts";

export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly role: StaffRole;
}

export interface Alarm {
  readonly staffId: string;
  readonly on: Day;
  readonly people: string;
}

/** Whoever has it; null: nobody. */
export type WorkOf = WorkCounts & { readonly staffId: string | null };

export interface AnswersOf {
  readonly staffId: string;
  readonly kind: AnswerKind;
  readonly count: number;
}

export interface ReasonsOf {
  readonly staffId: string;
  readonly reason: string;
  readonly count: number;
}

export interface SecondsOf {
  readonly kind: "answer" | "export";
  /** Null: it still waits. */
  readonly outcome: "approved" | "returned" | "withdrawn" | "lapsed" | null;
  readonly count: number;
}

export interface GlassOf {
  readonly staffId: string;
  readonly reason: string;
  readonly count: number;
}

export interface ScoresOf {
  readonly staffId: string;
  readonly criterion: QualityCriterion;
  readonly sum: number;
  readonly count: number;
}

export interface DrawnAnswer {
  readonly eventId: string;
  readonly reference: string;
  readonly event: "approve" | "counter" | "decline";
  readonly at: Date;
}

export interface Supervision {
  readonly colleagues: readonly Colleague[];
  readonly work: readonly WorkOf[];
  readonly ages: Readonly<Record<AgeGroup, number>>;
  readonly times: AnswerTimes & { readonly newestOnly: boolean };
  readonly answers: readonly AnswersOf[];
  readonly reasons: readonly ReasonsOf[];
  readonly seconds: readonly SecondsOf[];
  readonly glass: readonly GlassOf[];
  readonly alarms: readonly Alarm[];
  readonly scores: readonly ScoresOf[];
  readonly drawn: readonly DrawnAnswer[];
}
