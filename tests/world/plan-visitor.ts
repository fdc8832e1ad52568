// Somebody with a signed plan, who reads its pages and pays over HTTP, day by day: each morning the night's jobs have
// run as the worker runs them, and the provider's clock says the same day.
import { addDays, dayAt, type Day } from "#app/kernel/calendar.ts";
import { expireProposals } from "#app/modules/hardship/expire-proposals.server.ts";
import type { OptionTerms } from "#app/modules/hardship/options.ts";
import { openSession } from "#app/modules/identity/sessions.server.ts";
import { accountMoved } from "#app/modules/plans/evaluate-plans.server.ts";
import { accrueInterest } from "#app/jobs/accrue-interest.ts";
import { lookAtPlans } from "#app/jobs/look-at-plans.ts";
import { addressOf, agreeProposal, signWithCode } from "./agreed.ts";
import { placePayer } from "./paying.ts";
import { openPortal, type Portal } from "./portal.ts";
import { startStandin, type Standin } from "./stripe/standin.ts";

export interface PlanWorld {
  readonly portal: Portal;
  /** The jobs of the night, and then it is noon of that day. */
  wakeOn(day: string): Promise<void>;
  /** Owes ¥1,200.00, and has agreed to three months from 10 December 2026 unless told. */
  agree(terms?: OptionTerms): Promise<PlanVisitor>;
  close(): Promise<void>;
}

export interface ReadPage {
  readonly status: number;
  readonly html: string;
  /** What a person reads. */
  readonly text: string;
}

export interface PlanVisitor {
  readonly planId: string;
  readonly accountId: string;
  sign(): Promise<void>;
  read(path: string, language?: "zh-CN" | "en"): Promise<ReadPage>;
  readonly plan: (language?: "zh-CN" | "en") => Promise<ReadPage>;
  fetch(path: string): Promise<Response>;
  post(path: string, body: string): Promise<Response>;
  /** Chooses what to pay on the account's own page, pays by card and comes back; answers the payment's id. */
  pay(choice: "due" | "full"): Promise<string>;
}

function textOf(html: string): string {
  return html.replaceAll(/<style[^]*?<\/style>|<script[^]*?<\/script>|<[^>]+>/g, " ").replaceAll(/\s+/g, " ");
}

/** Minor units of the amount that carries this name. */
export function amountIn(html: string, name: string): bigint | undefined {
  const found = new RegExp(`data-amount="(-?\\d+)"[^>]*data-name="${name}"`).exec(html)?.[1];
  return found === undefined ? undefined : BigInt(found);
}

export const statusIn = (html: string): string | undefined => /data-status="(\w+)"/.exec(html)?.[1];

async function visit(portal: Portal, standin: Standin, terms?: OptionTerms): Promise<PlanVisitor> {
  const { app } = portal;
  const { actor, accountId } = await placePayer(app, { principal: 120_000n });
  const openUntil: Day = addDays(dayAt(app.clock.now(), app.settings.timeZone), 14);
  const planId = await agreeProposal(app, actor, { accountIds: [accountId], openUntil, ...(terms && { terms }) });
  // Weeks pass between two visits, so each is a session of its own.
  const signedIn = async () => ({
    Cookie: `__Host-anhuan=s.${await app.db.prisma.$transaction((tx) => openSession(tx, app, actor.borrowerId))}`,
  });
  const visitor: PlanVisitor = {
    planId,
    accountId,
    sign: async () => signWithCode(app, actor, planId, await addressOf(app, actor)),
    fetch: async (path) => fetch(portal.origin + path, { headers: await signedIn(), redirect: "manual" }),
    read: async (path, language = "en") => {
      const answer = await visitor.fetch(`${path}${path.includes("?") ? "&" : "?"}lang=${language}`);
      const html = await answer.text();
      return { status: answer.status, html, text: textOf(html) };
    },
    plan: (language) => visitor.read(`/my/plans/${planId}`, language),
    post: async (path, body) => portal.post(path, body, await signedIn()),
    pay: async (choice) => {
      const chosen = await visitor.post(`/my/accounts/${accountId}/pay`, `choice=${choice}`);
      const session = new URL(chosen.headers.get("Location") ?? "http://none/").pathname.split("/").at(-1) ?? "";
      const paid = await standin.control.pay({ session, method: "card" });
      const back = new URL((paid.success_url ?? "").replace("{CHECKOUT_SESSION_ID}", session));
      const { status, html } = await visitor.read(back.pathname + back.search);
      if (status !== 200 || statusIn(html) !== "settled") throw new Error(`not paid: ${status} ${statusIn(html)}`);
      await accountMoved(app, accountId);
      return back.pathname.split("/").at(-1) ?? "";
    },
  };
  return visitor;
}

export async function openPlanWorld(): Promise<PlanWorld> {
  const standin = await startStandin();
  const payments = { STRIPE_API_BASE: standin.url, STRIPE_WEBHOOK_SECRET: standin.webhookSecret };
  const portal = await openPortal(payments);
  const { app } = portal;
  const agreeClocks = () => standin.control.clock.setOffset(app.clock.now().getTime() - Date.now());
  await agreeClocks();
  return {
    portal,
    wakeOn: async (day) => {
      app.clock.set(`${day}T12:00:00+08:00`);
      await agreeClocks();
      await expireProposals(app);
      await accrueInterest(app);
      await lookAtPlans(app);
    },
    agree: (terms) => visit(portal, standin, terms),
    close: async () => {
      await portal.close();
      await standin.close();
    },
  };
}
