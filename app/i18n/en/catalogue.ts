import type { Catalogue } from "../zh/catalogue.ts";
import { accounts } from "./accounts.ts";
import { placements } from "./placements.ts";
import { problems } from "./problems.ts";
import { shared } from "./shared.ts";

export const en = { accounts, placements, problems, shared } satisfies Catalogue;
