import type { policy as zh } from "../zh/policy.ts";

export const policy = {} satisfies typeof zh;
