import type { queue as zh } from "../zh/queue.ts";

export const queue = {} satisfies typeof zh;
