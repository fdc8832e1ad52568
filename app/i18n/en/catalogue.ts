import type { Catalogue } from "../zh/catalogue.ts";
import { problems } from "./problems.ts";
import { shared } from "./shared.ts";

export const en = { problems, shared } satisfies Catalogue;
