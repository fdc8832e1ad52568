import { describe, expect, test } from "vitest";
import { type Day, addDays, day, daysBetween } from "#app/kernel/calendar.ts";
import {
  type PlanEventName,
  type PlanFacts,
  type PlanStatus,
  decideStep,
  movePlan,
  planEvents,
  planMoves,
  planStatuses,
  runningStatuses,
} from "./plans.ts";

describe("the graph", () => {
  const legal = new Map<string, PlanStatus>([
    ["unsigned sign", "live"],
    ["unsigned lapse", "lapsed"],
    ["unsigned cancel", "cancelled"],
    ["live fall_behind", "at_risk"],
    ["live complete", "completed"],
    ["live renegotiate", "renegotiating"],
    ["live cancel", "cancelled"],
    ["at_risk catch_up", "live"],
    ["at_risk break", "breached"],
    ["at_risk complete", "completed"],
    ["at_risk renegotiate", "renegotiating"],
    ["at_risk cancel", "cancelled"],
    ["breached cure", "live"],
    ["breached complete", "completed"],
    ["breached renegotiate", "renegotiating"],
    ["breached cancel", "cancelled"],
    ["renegotiating cure", "live"],
    ["renegotiating fall_behind", "at_risk"],
    ["renegotiating complete", "completed"],
    ["renegotiating cancel", "cancelled"],
    ["completed reopen", "live"],
  ]);
  const edges = planStatuses.flatMap((from) => planEvents.map((event) => [from, event] as const));

  test.each(edges)("%s, %s", (from, event) => {
    expect(movePlan(from, event)).toBe(legal.get(`${from} ${event}`));
  });

  test("every state but the first is reached, and nothing leads out of cancelled or lapsed", () => {
    const reached = new Set(planStatuses.flatMap((from) => Object.values(planMoves[from])));
    expect(planStatuses.filter((status) => !reached.has(status))).toEqual(["unsigned"]);
    expect([planMoves.cancelled, planMoves.lapsed]).toEqual([{}, {}]);
  });
});

const today = day("2027-03-31");
const rules = { graceDays: 7, breachAfterMissed: 2, cureDays: 20, fundsClearDays: 7 };

function facts(over: Partial<PlanFacts> & { readonly open?: readonly number[] } = {}): PlanFacts {
  const { open = [10, 40], ...rest } = over;
  return {
    status: "live",
    kind: "instalments",
    lastOn: day("2027-12-31"),
    // Days from today of the instalments of which something is open; one from long ago is paid.
    instalments: [
      { dueOn: addDays(today, -60), openMinor: 0n },
      ...open.map((days) => ({ dueOn: addDays(today, days), openMinor: 100n })),
    ],
    payableMinor: 1000n,
    lastPaidOn: addDays(today, -60),
    asking: false,
    today,
    rules,
    ...rest,
  };
}

describe("what a day brings", () => {
  const table: readonly (readonly [string, ReturnType<typeof facts>, PlanEventName | undefined, number])[] = [
    ["nothing due: rests until the next due day", facts(), undefined, 10],
    ["due today: the day is not over", facts({ open: [0, 30] }), undefined, 0],
    ["a day late: told early", facts({ open: [-1, 30] }), "fall_behind", 0],
    ["behind and inside grace: nothing follows yet", facts({ status: "at_risk", open: [-7] }), undefined, 20],
    ["one missed past grace: still nothing", facts({ status: "at_risk", open: [-8, 20] }), undefined, 19],
    ["the second inside its grace", facts({ status: "at_risk", open: [-20, -6] }), undefined, 1],
    ["two missed past grace", facts({ status: "at_risk", open: [-20, -8] }), "break", 0],
    ["one open for grace and cure days", facts({ status: "at_risk", open: [-27] }), undefined, 0],
    ["one open for longer than that", facts({ status: "at_risk", open: [-28] }), "break", 0],
    ["caught up", facts({ status: "at_risk", open: [5] }), "catch_up", 0],
    ["broken stays broken", facts({ status: "breached", open: [-60, -30] }), undefined, 365],
    ["broken and paid", facts({ status: "breached", open: [5] }), "cure", 0],
    ["behind, and something new is proposed", facts({ open: [-1], asking: true }), "renegotiate", 0],
    [
      "broken, and something new is proposed",
      facts({ status: "breached", open: [-60], asking: true }),
      "renegotiate",
      0,
    ],
    ["kept, and something new is proposed: the plan goes on", facts({ asking: true }), undefined, 10],
    [
      "still being looked at: nothing breaks",
      facts({ status: "renegotiating", open: [-90, -60], asking: true }),
      undefined,
      0,
    ],
    ["nothing came of it, behind", facts({ status: "renegotiating", open: [-3] }), "fall_behind", 0],
    ["nothing came of it, kept", facts({ status: "renegotiating", open: [3] }), "cure", 0],
    ["paid, not cleared", facts({ open: [], payableMinor: 0n, lastPaidOn: addDays(today, -6) }), undefined, 0],
    ["paid today", facts({ open: [], payableMinor: 0n, lastPaidOn: today }), undefined, 6],
    ["paid and cleared", facts({ open: [], payableMinor: 0n, lastPaidOn: addDays(today, -7) }), "complete", 0],
    [
      "behind, paid, not cleared",
      facts({ status: "at_risk", open: [], payableMinor: 0n, lastPaidOn: today }),
      "catch_up",
      6,
    ],
    ["nothing owed and never paid", facts({ open: [], payableMinor: 0n, lastPaidOn: undefined }), "complete", 0],
    [
      "a pause rests until the day before its last",
      facts({ kind: "pause", open: [], lastOn: addDays(today, 20) }),
      undefined,
      19,
    ],
    ["a pause ends on its last day", facts({ kind: "pause", open: [], lastOn: today }), "complete", 0],
    ["small payments, kept to the last day", facts({ kind: "token", open: [], lastOn: today }), "complete", 0],
    ["small payments, not kept", facts({ kind: "token", status: "breached", open: [-40], lastOn: today }), "cancel", 0],
    ["nothing is done to one that is over", facts({ status: "cancelled", open: [-40] }), undefined, 0],
  ];

  test.each(table)("%s", (_, given, event, rests) => {
    const step = decideStep(given);
    expect([step.event, step.restsThrough]).toEqual([event, addDays(today, rests)]);
    expect(event === undefined || movePlan(given.status, event) !== undefined).toBe(true);
  });

  test("while a plan rests no day would bring it an event, and the day after does", () => {
    const eventOn = (status: PlanStatus, open: readonly number[], on: Day): PlanEventName | undefined =>
      decideStep(facts({ status, today: on, instalments: facts({ open }).instalments })).event;
    for (const open of [[3, 33], [0, 30], [-3, 4, 27], [-1, 29], [-20, -6], [-6], [-60, -30]]) {
      for (const status of runningStatuses) {
        const { event, restsThrough } = decideStep(facts({ status, open }));
        if (event !== undefined) continue;
        const days = Array.from({ length: daysBetween(today, restsThrough) + 1 }, (_, index) => addDays(today, index));
        expect([status, open, days.filter((on) => eventOn(status, open, on) !== undefined)]).toEqual([
          status,
          open,
          [],
        ]);
        const waits = status === "live" || status === "at_risk";
        expect(!waits || eventOn(status, open, addDays(restsThrough, 1)) !== undefined).toBe(true);
      }
    }
  });

  test("from every running state and whatever is open, the events of a day come to an end", () => {
    const opens = [[], [5], [0], [-1], [-8], [-28], [-20, -8], [-60, -30, -10]];
    for (const first of runningStatuses) {
      for (const open of opens) {
        for (const asking of [false, true]) {
          let status: PlanStatus = first;
          let steps = 0;
          for (; steps < 6; steps += 1) {
            const { event } = decideStep(facts({ status, open, asking }));
            if (event === undefined) break;
            const next = movePlan(status, event);
            if (next === undefined) throw new Error(`${status} ${event}`);
            status = next;
          }
          expect([first, open, asking, steps < 6]).toEqual([first, open, asking, true]);
        }
      }
    }
  });
});
