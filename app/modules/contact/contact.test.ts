import { describe, expect, test } from "vitest";
import { requirePolicy } from "../policy/policy.ts";
import { decideDispatch, nextOpening, retryDelayMs, type Envelope } from "./contact.ts";

const rules = requirePolicy("cn-2026-11");
const at = (text: string): Date => new Date(text);
const noon = at("2026-11-23T12:00:00+08:00");
const notice: Envelope = {
  purpose: "notice",
  createdAt: noon,
  attempts: 1,
  contact: { stopped: false },
  timeZone: "Asia/Shanghai",
  remindersLastDay: 0,
  remindersLastWeek: 0,
  held: { reminder: false, plan_reminder: false },
};

describe("the window is that of the borrower's own day", () => {
  test("in Shanghai from 8:00 to 22:00", () => {
    expect(nextOpening(at("2026-11-23T08:00:00+08:00"), "Asia/Shanghai", rules)).toEqual(
      at("2026-11-23T08:00:00+08:00"),
    );
    expect(nextOpening(at("2026-11-23T21:59:59+08:00"), "Asia/Shanghai", rules)).toEqual(
      at("2026-11-23T21:59:59+08:00"),
    );
    expect(nextOpening(at("2026-11-23T22:00:00+08:00"), "Asia/Shanghai", rules)).toEqual(
      at("2026-11-24T08:00:00+08:00"),
    );
    expect(nextOpening(at("2026-11-24T07:59:59+08:00"), "Asia/Shanghai", rules)).toEqual(
      at("2026-11-24T08:00:00+08:00"),
    );
  });

  test("in Ürümqi two hours later by the clock of Beijing", () => {
    expect(nextOpening(at("2026-11-23T09:00:00+08:00"), "Asia/Urumqi", rules)).toEqual(at("2026-11-23T10:00:00+08:00"));
    expect(nextOpening(at("2026-11-23T23:30:00+08:00"), "Asia/Urumqi", rules)).toEqual(at("2026-11-23T23:30:00+08:00"));
  });

  test("where the zone is unknown, only while it is open in every zone of the country", () => {
    for (const zone of [undefined, "", "Nowhere/Land"]) {
      expect(nextOpening(at("2026-11-23T09:00:00+08:00"), zone, rules)).toEqual(at("2026-11-23T10:00:00+08:00"));
      expect(nextOpening(at("2026-11-23T21:59:00+08:00"), zone, rules)).toEqual(at("2026-11-23T21:59:00+08:00"));
      expect(nextOpening(at("2026-11-23T22:30:00+08:00"), zone, rules)).toEqual(at("2026-11-24T10:00:00+08:00"));
    }
  });

  test("a change to winter time moves the opening with the wall clock", () => {
    expect(nextOpening(at("2026-10-31T23:00:00-04:00"), "America/New_York", rules)).toEqual(
      at("2026-11-01T08:00:00-05:00"),
    );
  });
});

describe("whether a message leaves", () => {
  const night = at("2026-11-24T02:00:00+08:00");

  test("a notice or a reminder that comes up at night waits for the morning, at a retry too", () => {
    for (const attempts of [1, 4]) {
      for (const purpose of ["notice", "reminder", "plan_reminder"] as const) {
        expect(decideDispatch({ ...notice, purpose, attempts }, night, rules)).toEqual({
          kind: "wait",
          until: at("2026-11-24T08:00:00+08:00"),
        });
      }
    }
  });

  test("a code or a receipt that the person asked for leaves at any hour", () => {
    for (const purpose of ["code", "contact_check", "receipt"] as const) {
      expect(decideDispatch({ ...notice, purpose, createdAt: night }, night, rules)).toEqual({ kind: "send" });
    }
  });

  test("a code that came too late is not sent", () => {
    const late = at("2026-11-23T12:10:00+08:00");
    expect(decideDispatch({ ...notice, purpose: "code" }, late, rules)).toEqual({
      kind: "withhold",
      reason: "expired",
    });
    expect(decideDispatch(notice, late, rules)).toEqual({ kind: "send" });
  });

  test("one reminder a day and three in seven days, of whichever kind, and other messages do not count", () => {
    for (const purpose of ["reminder", "plan_reminder"] as const) {
      const reminder = { ...notice, purpose };
      const capped = { kind: "withhold", reason: "cap" };
      expect(decideDispatch(reminder, noon, rules)).toEqual({ kind: "send" });
      expect(decideDispatch({ ...reminder, remindersLastDay: 1 }, noon, rules)).toEqual(capped);
      expect(decideDispatch({ ...reminder, remindersLastWeek: 2 }, noon, rules)).toEqual({ kind: "send" });
      expect(decideDispatch({ ...reminder, remindersLastWeek: 3 }, noon, rules)).toEqual(capped);
    }
    expect(decideDispatch({ ...notice, remindersLastDay: 5 }, noon, rules)).toEqual({ kind: "send" });
  });

  test("a reminder that rests does not leave, the other kind and other messages do", () => {
    const resting = { ...notice, held: { reminder: true, plan_reminder: false } };
    const withheld = { kind: "withhold", reason: "held" };
    expect(decideDispatch({ ...resting, purpose: "reminder" }, noon, rules)).toEqual(withheld);
    expect(decideDispatch({ ...resting, purpose: "plan_reminder" }, noon, rules)).toEqual({ kind: "send" });
    const both = { ...notice, held: { reminder: true, plan_reminder: true } };
    expect(decideDispatch({ ...both, purpose: "plan_reminder" }, noon, rules)).toEqual(withheld);
    expect(decideDispatch(both, noon, rules)).toEqual({ kind: "send" });
  });

  test("a stopped contact gets nothing, whatever it is", () => {
    for (const purpose of ["code", "contact_check", "receipt", "notice", "reminder", "plan_reminder"] as const) {
      const envelope = { ...notice, purpose, contact: { stopped: true } };
      expect(decideDispatch(envelope, noon, rules)).toEqual({ kind: "withhold", reason: "stopped" });
      expect(decideDispatch({ ...envelope, contact: undefined }, noon, rules)).toEqual({
        kind: "withhold",
        reason: "no_contact",
      });
    }
  });
});

test("retries come later and later, up to a quarter of an hour", () => {
  expect([1, 2, 3, 4].map((attempts) => retryDelayMs(attempts) / 1000)).toEqual([2, 4, 8, 16]);
  expect(retryDelayMs(30)).toBe(900_000);
});
