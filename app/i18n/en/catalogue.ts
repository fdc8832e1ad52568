import type { Catalogue } from "../zh/catalogue.ts";
import { shared } from "./shared.ts";

export const en = { shared } satisfies Catalogue;
