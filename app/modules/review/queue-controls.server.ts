// What this reader may do with one piece of work, as its controls show it. It refuses to offer what would be refused.
import type { StaffActor } from "#app/kernel/actor.ts";
import { dayAt } from "#app/kernel/calendar.ts";
import { isStaffRole, may, permissions } from "#app/kernel/permissions.ts";
import { revealUnseen } from "#app/kernel/foreign-text.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { translator } from "#app/i18n/i18n.ts";
import type { Language } from "#app/i18n/languages.ts";
import { addWorkingDays, requirePolicy } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import { isOwnDebt } from "./access.server.ts";
import type { ItemControls } from "./queue-controls.tsx";
import { findItem, type WorkItem } from "./queue-item.server.ts";
import { latestSnooze, refuseTaker } from "./work-items.ts";

/** To whom it may be given: who works at the desk, has the creditor, and is not kept from it. */
async function readColleagues(app: App, actor: StaffActor, item: WorkItem, language: Language) {
  if (!may(actor.role, "case.assign")) return [];
  const t = translator(language);
  const staff = await readAsStaff(app.db, actor, (tx) =>
    tx.staff.findMany({
      where: {
        status: "active",
        role: { in: [...permissions["case.claim"]] },
        ...(item.creditorCode !== undefined && { creditors: { has: item.creditorCode } }),
      },
      select: { id: true, name: true, role: true },
      orderBy: [{ name: "asc" }, { id: "asc" }],
    }),
  );
  return staff.flatMap(({ id, name, role }) =>
    isStaffRole(role) && id !== item.holder?.id && !refuseTaker(item, { staffId: id, role })
      ? [{ id, name: revealUnseen(name), role: t(`desk.role.${role}`) }]
      : [],
  );
}

/** Undefined where nothing waits under this id, or not in this portfolio, or where it is the reader's own debt. */
export async function readItemControls(
  app: App,
  actor: StaffActor,
  id: string,
  language: Language,
): Promise<ItemControls | undefined> {
  const item = await findItem(app, actor, id);
  if (!item || (item.borrowerId !== undefined && (await isOwnDebt(app, actor, item.borrowerId)))) return undefined;
  const calendar = requirePolicy(app.settings.policyPack).calendar.value;
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  const latest = latestSnooze(calendar, today, item);
  const first = addWorkingDays(calendar, today, 1);
  const { holder } = item;
  return {
    id,
    reference: item.reference,
    holder: holder && {
      name: holder.name,
      mine: holder.id === actor.staffId,
      since: formatMoment(holder.since, language, app.settings.timeZone),
    },
    snoozedUntil: item.snoozedUntil,
    snooze: latest !== undefined && first <= latest ? { first, latest } : undefined,
    mayClaim: may(actor.role, "case.claim") && refuseTaker(item, actor) === undefined,
    colleagues: await readColleagues(app, actor, item, language),
  };
}
