import { expect, test } from "vitest";
import {
  budgets,
  delayAfter,
  isMuted,
  networkOf,
  roundUpToMinute,
  sendingOpensAt,
  triesAllowed,
  tryingOpensAt,
  type Counter,
  type CounterKind,
} from "./sign-in-limits.ts";

const now = new Date("2026-11-23T12:00:00+08:00");
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);

function counter(kind: CounterKind, count: number, changes: Partial<Counter> = {}): Counter {
  return { kind, count, windowStart: now, updatedAt: now, ...changes };
}

test("the first code may be mistyped five times; then waits grow from 30 seconds to one hour and no further", () => {
  expect([0, 1, 5].map(delayAfter)).toEqual([0, 0, 0]);
  expect([6, 7, 8, 9, 10, 11, 12, 13, 40].map((failures) => delayAfter(failures) / 1000)).toEqual([
    30, 60, 120, 240, 480, 960, 1920, 3600, 3600,
  ]);
});

test("a wait counts from the last failure and ends by itself", () => {
  const failures = [counter("fail_claim", 6)];
  expect(tryingOpensAt(failures, now)).toEqual(later(30));
  expect(tryingOpensAt(failures, later(29.9))).toEqual(later(30));
  expect(tryingOpensAt(failures, later(30))).toBeUndefined();
  expect(sendingOpensAt(failures, now)).toEqual(later(30));
});

test("five codes a day for one claim, then none until the day is over", () => {
  expect(sendingOpensAt([counter("send_claim", 4)], now)).toBeUndefined();
  expect(sendingOpensAt([counter("send_claim", 5)], now)).toEqual(later(86_400));
  expect(sendingOpensAt([counter("send_claim", 5)], later(86_400))).toBeUndefined();
});

test("the person's own day is kept quietly: it never shows, it only keeps a code from leaving", () => {
  expect(sendingOpensAt([counter("send_person", 5)], now)).toBeUndefined();
  expect(isMuted([counter("send_person", 4)], now)).toBe(false);
  expect(isMuted([counter("send_person", 5)], now)).toBe(true);
});

test("after thirty failures in a row a code is good for one try, until a right one or ten days without any", () => {
  expect(triesAllowed([counter("fail_person", 29)], now)).toBe(5);
  expect(triesAllowed([counter("fail_person", 30)], now)).toBe(1);
  expect(triesAllowed([counter("fail_person", 30)], later(9 * 86_400))).toBe(1);
  expect(triesAllowed([counter("fail_person", 30)], later(10 * 86_400))).toBe(5);
});

test("an address, its network and everybody have budgets for sends and for failures", () => {
  for (const kind of ["send_ip", "send_prefix", "send_all"] as const) {
    expect(sendingOpensAt([counter(kind, budgets[kind].limit - 1)], now)).toBeUndefined();
    expect(sendingOpensAt([counter(kind, budgets[kind].limit)], now)).toEqual(later(3600));
    expect(tryingOpensAt([counter(kind, budgets[kind].limit)], now)).toBeUndefined();
  }
  for (const kind of ["fail_ip", "fail_prefix", "fail_all"] as const) {
    expect(tryingOpensAt([counter(kind, budgets[kind].limit)], now)).toEqual(later(3600));
    expect(sendingOpensAt([counter(kind, budgets[kind].limit)], now)).toBeUndefined();
  }
});

test("the longest of several waits is the one that is told", () => {
  expect(tryingOpensAt([counter("fail_claim", 6), counter("fail_ip", 100)], now)).toEqual(later(3600));
});

test("a network is the first 24 bits of IPv4 and the first 64 of IPv6", () => {
  expect(networkOf("192.0.2.77")).toBe("192.0.2");
  expect(networkOf("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2");
  expect(networkOf("2001:db8::1")).toBe("2001:db8:0:0");
  expect(networkOf("2001:0DB8:0:0::9")).toBe("2001:db8:0:0");
  expect(networkOf("::1")).toBe("0:0:0:0");
});

test("a time on a page is never earlier than the wait", () => {
  expect(roundUpToMinute(later(1))).toEqual(later(60));
  expect(roundUpToMinute(now)).toEqual(now);
});
