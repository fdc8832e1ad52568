// One file per room; keys are `room.key`.
import { shared } from "./shared.ts";

export const zh = { shared };

export type Catalogue = typeof zh;
