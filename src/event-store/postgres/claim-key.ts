import { createHash } from "node:crypto";

const KEY_BYTES = 16;
const VARIANT_BYTE = 8;

/**
 * What a claim is stored under: 16 bytes, as hexadecimal digits. They are the first of the SHA-256 of its text, with the bit cleared that is set
 * in every UUID of RFC 9562, so that no claim can equal the id of a command, which stands in the same table as it is. `claim_key` in the
 * database gives the same.
 *
 * 127 bits are left. Among 10^10 claims the odds that any two of different text meet are 2^-62; the later one would then be refused as taken.
 */
export function claimKey(claim: string): string {
  const digest = createHash("sha256").update(claim).digest();
  digest.writeUInt8(digest.readUInt8(VARIANT_BYTE) & 0x7f, VARIANT_BYTE);
  return digest.toString("hex", 0, KEY_BYTES);
}
