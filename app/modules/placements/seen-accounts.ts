// Which accounts a file has brought already, so that the second row of one is told. A million account numbers as
// strings would be a hundred megabytes; here each is 96 bits of its hash, in one block sized before the first row.
// Two different accounts would have to share 96 bits to be taken for one: at a million rows 1 in 10^17.
import { hash } from "node:crypto";

const words = 3;

export interface SeenAccounts {
  has(accountKey: string): boolean;
  add(accountKey: string): void;
}

/** Room for `most` accounts. */
export function createSeenAccounts(most: number): SeenAccounts {
  const slots = Math.ceil(most * 1.3) + 16;
  const table = new Uint32Array(slots * words);

  /** The slot that holds the key, or the free one where it belongs. */
  function find(accountKey: string): { at: number; digest: Buffer; found: boolean } {
    const digest = hash("sha256", accountKey, "buffer");
    // A slot of zeros is a free one.
    digest[0] = (digest[0] ?? 0) | 1;
    for (let slot = digest.readUIntLE(6, 6) % slots; ; slot = (slot + 1) % slots) {
      const at = slot * words;
      if (table[at] === 0) return { at, digest, found: false };
      if (
        table[at] === digest.readUInt32LE(0) &&
        table[at + 1] === digest.readUInt32LE(4) &&
        table[at + 2] === digest.readUInt32LE(8)
      ) {
        return { at, digest, found: true };
      }
    }
  }

  let count = 0;
  return {
    has: (accountKey) => find(accountKey).found,
    add: (accountKey) => {
      const { at, digest, found } = find(accountKey);
      if (found) return;
      count += 1;
      if (count > most) throw new RangeError("more accounts than lines");
      for (let word = 0; word < words; word += 1) table[at + word] = digest.readUInt32LE(word * 4);
    },
  };
}
