// A database that answers from memory what the real one answered the first time: it tells what a page costs without
// PostgreSQL and its driver, on the very same data.
import type { Db } from "#app/platform/db.server.ts";

function keyOf(name: string, inputs: readonly unknown[]): string {
  // The time of the request is the only input that changes from one request to the next.
  return `${name}:${JSON.stringify(inputs, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value)).replaceAll(/"\d{4}-\d\d-\d\dT[^"]*"/g, '"time"')}`;
}

function replaying<Target extends object>(
  target: Target,
  name: string,
  answers: Map<string, Promise<unknown>>,
): Target {
  return new Proxy(target, {
    get(inner, property) {
      const value = Reflect.get(inner, property) as unknown;
      const path = `${name}.${String(property)}`;
      if (typeof value === "function") {
        return (...inputs: unknown[]) => {
          const key = keyOf(path, inputs);
          let answer = answers.get(key);
          if (!answer) {
            answer = Promise.resolve((value as (...given: unknown[]) => unknown).apply(inner, inputs));
            answers.set(key, answer);
          }
          return answer;
        };
      }
      return typeof value === "object" && value !== null ? replaying(value, path, answers) : value;
    },
  });
}

/** Wraps a database so that each distinct read goes to PostgreSQL once. */
export function replayDatabase(db: Db): Db {
  const answers = new Map<string, Promise<unknown>>();
  return { ...db, prisma: replaying(db.prisma, "prisma", answers), pool: replaying(db.pool, "pool", answers) };
}
