import { expect, test } from "vitest";
import { createBodyRoom } from "./http-body.server.ts";

test("one sender on a slow line holds a part of the room, and all together never more than it has", async () => {
  const room = createBodyRoom({ inAll: 50, ofOne: 20 });
  const ends: (() => void)[] = [];
  const wait = () => new Promise<"taken">((resolve) => ends.push(() => resolve("taken")));
  const first = [room("a", 10, wait), room("a", 10, wait)];
  expect(await room("a", 10, wait)).toBeUndefined();
  const others = [room("b", 20, wait), room("c", 10, wait)];
  expect(await room("d", 10, wait)).toBeUndefined();
  for (const end of ends) end();
  expect(await Promise.all([...first, ...others])).toEqual(["taken", "taken", "taken", "taken"]);
  expect(await room("a", 20, () => Promise.resolve("again"))).toBe("again");
});

test("room that was taken by something that went wrong is free again", async () => {
  const room = createBodyRoom({ inAll: 10, ofOne: 10 });
  await expect(room("a", 10, () => Promise.reject(new Error("broken off")))).rejects.toThrow("broken off");
  expect(await room("a", 10, () => Promise.resolve("again"))).toBe("again");
});
