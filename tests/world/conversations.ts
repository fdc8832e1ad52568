// Borrowers who write to the desk, and somebody of the desk who has their case: for tests of what is written to and fro.
import { newId } from "#app/kernel/ids.ts";
import { writeFromBorrower } from "#app/modules/conversation/conversation.server.ts";
import { writeFromDesk, type DeskContent } from "#app/modules/conversation/desk-thread.server.ts";
import type { TestApp } from "./database.ts";
import { beyondAtOnce, sendDraft, type Written } from "./proposals.ts";
import { addStaff, type TestStaff } from "./staff.ts";

export interface Correspondence {
  readonly agent: TestStaff;
  /** A proposal that waits, and that is this person's; nobody's where that is told. */
  propose(staff?: TestStaff | "nobody"): Promise<Written>;
  give(id: string, staff: TestStaff): Promise<void>;
  write(written: Written, text?: string, once?: string): ReturnType<typeof writeFromBorrower>;
  send(written: Written, ...files: readonly Uint8Array[]): ReturnType<typeof writeFromBorrower>;
  /** By the agent; closing words unless told. */
  answer(id: string, content?: DeskContent, close?: boolean): ReturnType<typeof writeFromDesk>;
}

export async function openCorrespondence(app: TestApp): Promise<Correspondence> {
  const agent = await addStaff(app, "agent", { creditors: ["BJCF"], name: "Wang" });
  const give = async (id: string, { actor }: TestStaff): Promise<void> => {
    await app.db.prisma.workItem.update({ where: { id }, data: { assigneeId: actor.staffId } });
  };
  return {
    agent,
    give,
    propose: async (staff = agent) => {
      const written = await sendDraft(app, beyondAtOnce);
      if (staff !== "nobody") await give(written.proposalId, staff);
      return written;
    },
    write: ({ actor, proposalId }, text = "你好，我有一个问题", once = newId()) =>
      writeFromBorrower(app, actor, proposalId, { text, once }, "zh-CN"),
    send: ({ actor, proposalId }, ...bytes) => {
      const files = bytes.map((each) => ({ name: "凭证.jpg", bytes: each }));
      return writeFromBorrower(app, actor, proposalId, { text: "", files, once: newId() }, "zh-CN");
    },
    answer: (id, content = { template: "closing", params: {} }, close = false) =>
      writeFromDesk(app, agent.actor, id, { content, once: newId(), close }),
  };
}
