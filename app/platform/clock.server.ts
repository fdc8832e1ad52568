// The only place that asks the machine what time it is; tests hand in a clock of their own.
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is moved. */
export function frozenClock(
  start: string | Date,
): Clock & { set(moment: string | Date): void; advance(ms: number): void } {
  let moment = new Date(start);
  return {
    now: () => new Date(moment),
    set: (next) => {
      moment = new Date(next);
    },
    advance: (ms) => {
      moment = new Date(moment.getTime() + ms);
    },
  };
}
