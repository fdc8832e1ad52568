// One file per room; keys are `room.key`.
import { accounts } from "./accounts.ts";
import { placements } from "./placements.ts";
import { problems } from "./problems.ts";
import { shared } from "./shared.ts";

export const zh = { accounts, placements, problems, shared };

export type Catalogue = typeof zh;
