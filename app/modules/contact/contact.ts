// When and whether a message may leave: the window of the policy in the borrower's own time, caps, stops, and how
// often a send is tried again. It refuses to know what is owed: no message carries a debt, a creditor, an amount
// or a name, so nothing of that ever comes in here.
import { Temporal } from "temporal-polyfill";
import type { PolicyPack } from "../policy/policy.ts";

export type Channel = "sms" | "email";

/**
 * Codes and receipts answer something that the person did just now; notices and reminders come from us. A running plan
 * has reminders of its own: the other kind rests while it runs.
 */
export type MessagePurpose = "code" | "contact_check" | "receipt" | "notice" | "reminder" | "plan_reminder";

/** Purposes that the caps count together. */
export const reminderPurposes = ["reminder", "plan_reminder"] as const satisfies readonly MessagePurpose[];

/** Sent, and not answered for good: while a proposal stands so, its sender is not reminded. */
export const restfulProposalStatuses = [
  "submitted",
  "in_review",
  "info_requested",
  "countered",
  "recountered",
  "approved",
  "accepted",
] as const;

export type ContactRules = Pick<PolicyPack, "country" | "contactWindow" | "messageCaps">;

/** Where the zone of a person is unknown, the window has to be open in all of the country's. */
const zonesOfCountry: Record<PolicyPack["country"], readonly string[]> = {
  cn: ["Asia/Shanghai", "Asia/Urumqi"],
  us: [
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
  ],
  uk: ["Europe/London"],
};

const askedFor = new Set<MessagePurpose>(["code", "contact_check", "receipt"]);

/** A code is of no use after it has expired; everything else keeps. */
const lifeMs: Partial<Record<MessagePurpose, number>> = { code: 600_000, contact_check: 600_000 };

export const maxAttempts = 10;

/** 2 s, 4 s, … up to a quarter of an hour. */
export function retryDelayMs(attempts: number): number {
  return Math.min(1000 * 2 ** Math.max(attempts, 1), 900_000);
}

function isZone(zone: string): boolean {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).timeZoneId !== "";
  } catch {
    return false;
  }
}

function zonesOf(timeZone: string | undefined, rules: ContactRules): readonly string[] {
  return timeZone !== undefined && isZone(timeZone) ? [timeZone] : zonesOfCountry[rules.country];
}

/** When the window of one zone opens next; `moment` itself where it is open. */
function openingIn(zone: string, moment: Date, { contactWindow }: ContactRules): Date {
  const { fromHour, toHour } = contactWindow.value;
  const local = Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(zone);
  if (local.hour >= fromHour && local.hour < toHour) return moment;
  const day = local.hour < fromHour ? local.toPlainDate() : local.toPlainDate().add({ days: 1 });
  const opening = day.toZonedDateTime({ timeZone: zone, plainTime: new Temporal.PlainTime(fromHour) });
  return new Date(opening.epochMilliseconds);
}

/** The first moment from `now` on at which the window is open in every zone that counts. */
export function nextOpening(now: Date, timeZone: string | undefined, rules: ContactRules): Date {
  const zones = zonesOf(timeZone, rules);
  let moment = now;
  // Two windows of one country always share hours; the bound is for rules that were written wrongly.
  for (let round = 0; round < 20; round += 1) {
    const later = zones.map((zone) => openingIn(zone, moment, rules).getTime());
    const latest = new Date(Math.max(...later));
    if (latest.getTime() === moment.getTime()) return moment;
    moment = latest;
  }
  throw new RangeError("the contact windows of the policy never open together");
}

export interface Envelope {
  readonly purpose: MessagePurpose;
  readonly createdAt: Date;
  readonly attempts: number;
  /** Undefined where there is nowhere to send it. */
  readonly contact: { readonly stopped: boolean } | undefined;
  readonly timeZone: string | undefined;
  readonly remindersLastDay: number;
  readonly remindersLastWeek: number;
  /** Which kinds rest: the person waits for an answer of ours, objects to an account, has a plan or a moratorium. */
  readonly held: Readonly<Record<(typeof reminderPurposes)[number], boolean>>;
}

export type Dispatch =
  | { readonly kind: "send" }
  | { readonly kind: "wait"; readonly until: Date }
  | { readonly kind: "withhold"; readonly reason: "no_contact" | "stopped" | "expired" | "held" | "cap" };

/** Asked at the first dispatch and again before every retry. */
export function decideDispatch(envelope: Envelope, now: Date, rules: ContactRules): Dispatch {
  const { purpose, contact } = envelope;
  if (!contact) return { kind: "withhold", reason: "no_contact" };
  if (contact.stopped) return { kind: "withhold", reason: "stopped" };
  if (now.getTime() - envelope.createdAt.getTime() >= (lifeMs[purpose] ?? Infinity)) {
    return { kind: "withhold", reason: "expired" };
  }
  if (askedFor.has(purpose)) return { kind: "send" };
  const reminds = purpose === "reminder" || purpose === "plan_reminder";
  if (reminds && envelope.held[purpose]) return { kind: "withhold", reason: "held" };
  const opening = nextOpening(now, envelope.timeZone, rules);
  if (opening.getTime() > now.getTime()) return { kind: "wait", until: opening };
  const capped =
    envelope.remindersLastDay >= rules.messageCaps.value.perDay ||
    envelope.remindersLastWeek >= rules.messageCaps.value.per7Days;
  return reminds && capped ? { kind: "withhold", reason: "cap" } : { kind: "send" };
}
