import { expect, test } from "vitest";
import { createAddressReader } from "./http-address.server.ts";

const direct = createAddressReader([]);
const behindProxy = createAddressReader(["127.0.0.1", "::1", "10.0.0.0/8", "fd00::/8"]);

test("without a trusted proxy the header says nothing", () => {
  expect(direct("203.0.113.9", "198.51.100.1")).toBe("203.0.113.9");
  expect(behindProxy("203.0.113.9", "198.51.100.1")).toBe("203.0.113.9");
});

test("the address is the right-most one that is not a proxy of ours, whatever a visitor wrote before it", () => {
  expect(behindProxy("127.0.0.1", "198.51.100.1")).toBe("198.51.100.1");
  expect(behindProxy("127.0.0.1", "1.2.3.4, 198.51.100.1, 10.1.2.3")).toBe("198.51.100.1");
  expect(behindProxy("::ffff:127.0.0.1", "1.2.3.4,198.51.100.1")).toBe("198.51.100.1");
  expect(behindProxy("10.1.1.1", "10.2.2.2, fd00::5")).toBe("10.2.2.2");
});

test("ports, brackets and the many spellings of IPv6 are one address", () => {
  expect(behindProxy("127.0.0.1", "198.51.100.1:4711")).toBe("198.51.100.1");
  expect(behindProxy("127.0.0.1", "[2001:DB8::0001]:443")).toBe("2001:db8::1");
  expect(behindProxy("::1", "2001:db8:0:0:0:0:0:1")).toBe("2001:db8::1");
  expect(behindProxy("127.0.0.1", "::ffff:198.51.100.1")).toBe("198.51.100.1");
  expect(direct("fe80::1%eth0", undefined)).toBe("fe80::1");
});

test("garbage ends the walk at the last proxy that is known", () => {
  for (const garbage of ["", "unknown", "_hidden", "1.2.3", "999.1.1.1", "198.51.100.1;x", "a".repeat(10_000)]) {
    expect(behindProxy("127.0.0.1", garbage)).toBe("127.0.0.1");
  }
  expect(behindProxy("127.0.0.1", "198.51.100.1, unknown, 10.1.1.1")).toBe("10.1.1.1");
  expect(direct(undefined, "198.51.100.1")).toBe("unknown");
});

test("a list of proxies that names none is a fault at the start", () => {
  for (const wrong of ["proxy.example", "10.0.0.0/33", "10.0.0.0/x"]) {
    expect(() => createAddressReader([wrong])).toThrow("TRUSTED_PROXIES");
  }
});
