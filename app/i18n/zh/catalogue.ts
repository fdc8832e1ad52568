// One file per room; keys are `room.key`.
import { accessibility } from "./accessibility.ts";
import { accounts } from "./accounts.ts";
import { agreement } from "./agreement.ts";
import { answer } from "./answer.ts";
import { audit } from "./audit.ts";
import { budget } from "./budget.ts";
import { care } from "./care.ts";
import { cases } from "./cases.ts";
import { contact } from "./contact.ts";
import { conversation } from "./conversation.ts";
import { decisions } from "./decisions.ts";
import { desk } from "./desk.ts";
import { evidence } from "./evidence.ts";
import { genuine } from "./genuine.ts";
import { hardship } from "./hardship.ts";
import { help } from "./help.ts";
import { home } from "./home.ts";
import { identity } from "./identity.ts";
import { options } from "./options.ts";
import { parts } from "./parts.ts";
import { payments } from "./payments.ts";
import { placements } from "./placements.ts";
import { plans } from "./plans.ts";
import { policy } from "./policy.ts";
import { privacy } from "./privacy.ts";
import { problems } from "./problems.ts";
import { proposals } from "./proposals.ts";
import { queue } from "./queue.ts";
import { requests } from "./requests.ts";
import { shared } from "./shared.ts";
import { staff } from "./staff.ts";
import { supervision } from "./supervision.ts";

export const zh = {
  accessibility,
  accounts,
  agreement,
  answer,
  audit,
  budget,
  care,
  cases,
  contact,
  conversation,
  decisions,
  desk,
  evidence,
  genuine,
  hardship,
  help,
  home,
  identity,
  options,
  parts,
  payments,
  placements,
  plans,
  policy,
  privacy,
  problems,
  proposals,
  queue,
  requests,
  shared,
  staff,
  supervision,
};

export type Catalogue = typeof zh;
