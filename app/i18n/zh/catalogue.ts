// One file per room; keys are `room.key`.
import { problems } from "./problems.ts";
import { shared } from "./shared.ts";

export const zh = { problems, shared };

export type Catalogue = typeof zh;
