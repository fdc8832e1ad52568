// Whose request it is, where proxies stand before the portal. A header that anybody can write counts only as far as
// a trusted proxy wrote it: from the right, up to the first address that is not one of ours.
import { BlockList, SocketAddress, isIP } from "node:net";

/** "::ffff:10.0.0.1" is 10.0.0.1, and every spelling of an IPv6 address becomes one. */
function canonical(text: string): string | undefined {
  const plain = text.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  const version = isIP(plain);
  if (version === 0) return undefined;
  return new SocketAddress({ address: plain, family: version === 6 ? "ipv6" : "ipv4" }).address;
}

/** One item of X-Forwarded-For: an address, perhaps with a port. */
function readHop(item: string): string | undefined {
  const text = item.trim();
  const bracketed = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(text)?.[1];
  const withPort = /^([\d.]+):\d{1,5}$/.exec(text)?.[1];
  return canonical(bracketed ?? withPort ?? text);
}

function listOf(proxies: readonly string[]): BlockList {
  const list = new BlockList();
  for (const item of proxies) {
    const [address = "", prefix] = item.split("/");
    const version = isIP(address);
    const bits = prefix === undefined ? undefined : Number(prefix);
    const widest = version === 6 ? 128 : 32;
    if (version === 0 || (bits !== undefined && !(Number.isInteger(bits) && bits >= 0 && bits <= widest))) {
      throw new TypeError("TRUSTED_PROXIES: each item is an address such as 10.0.0.1 or a range such as 10.0.0.0/8");
    }
    const family = version === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, bits, family);
  }
  return list;
}

export type AddressReader = (peer: string | undefined, forwardedFor: string | undefined) => string;

export function createAddressReader(trustedProxies: readonly string[]): AddressReader {
  const trusted = listOf(trustedProxies);
  const isTrusted = (address: string): boolean => trusted.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
  return (peer, forwardedFor) => {
    let nearest = canonical(peer ?? "") ?? "unknown";
    if (forwardedFor === undefined || nearest === "unknown") return nearest;
    const hops = forwardedFor.split(",");
    while (isTrusted(nearest)) {
      const hop = hops.pop();
      const address = hop === undefined ? undefined : readHop(hop);
      // Nothing more, or nothing that can be read: the last one that we know is the answer.
      if (address === undefined) break;
      nearest = address;
    }
    return nearest;
  };
}
