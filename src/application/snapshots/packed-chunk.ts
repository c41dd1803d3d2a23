import { deserialize, serialize } from "node:v8";
import { deflateSync, inflateSync } from "node:zlib";
import { DELETED } from "../../kernel/journal.ts";
import type { PackedChunk } from "../ports.ts";

export type Key = PackedChunk["first"];
/** A value, or that there is none any more. */
export type Entry = readonly [key: Key, value: unknown | typeof DELETED];

/** Fast rather than small: what is packed is mostly the same names and similar ids anyway. */
const COMPRESSION = { level: 1 };
/** Of the filter before the packed entries: of a hundred keys that are not in a chunk, one passes it. */
const FILTER_BITS_PER_ENTRY = 10;
const FILTER_PROBES = 4;
const LENGTH_BYTES = 2;

/** The chunk of some entries, which are in the order of their keys. */
export function pack(entries: readonly Entry[]): PackedChunk {
  const keys = entries.map(([key]) => key);
  const values = entries.map(([, value]) => (value === DELETED ? undefined : value));
  const deleted = entries.flatMap(([, value], place) => (value === DELETED ? [place] : []));
  const filter = filterOf(keys);
  const packed = deflateSync(serialize([keys, values, deleted]), COMPRESSION);
  const body = new Uint8Array(LENGTH_BYTES + filter.length + packed.length);
  new DataView(body.buffer).setUint16(0, filter.length);
  body.set(filter, LENGTH_BYTES);
  body.set(packed, LENGTH_BYTES + filter.length);
  return { first: keys[0] as Key, entries: entries.length, body };
}

export function unpack({ body }: PackedChunk): readonly Entry[] {
  const [keys, values, deleted] = deserialize(inflateSync(body.subarray(LENGTH_BYTES + filterLength(body)))) as [
    Key[],
    unknown[],
    number[],
  ];
  for (const place of deleted) values[place] = DELETED;
  return keys.map((key, place) => [key, values[place]]);
}

/** False when the key is certainly not in the chunk. */
export function mayHold({ body }: PackedChunk, key: Key): boolean {
  const bits = filterLength(body) * 8;
  for (const bit of probes(key, bits)) if (((body[LENGTH_BYTES + (bit >> 3)] as number) & (1 << (bit & 7))) === 0) return false;
  return true;
}

/** A Bloom filter, so that a key that is nowhere is not looked for in packed bytes: most ids that a command brings are new. */
function filterOf(keys: readonly Key[]): Uint8Array {
  const filter = new Uint8Array(Math.ceil((keys.length * FILTER_BITS_PER_ENTRY) / 8));
  for (const key of keys)
    for (const bit of probes(key, filter.length * 8)) filter[bit >> 3] = (filter[bit >> 3] as number) | (1 << (bit & 7));
  return filter;
}

function filterLength(body: Uint8Array): number {
  return ((body[0] as number) << 8) | (body[1] as number);
}

/** Bits for a key, by two hashes of it (FNV-1a from two beginnings). */
function probes(key: Key, bits: number): readonly number[] {
  const text = String(key);
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b);
  }
  return Array.from({ length: FILTER_PROBES }, (_, n) => ((a + Math.imul(n, b)) >>> 0) % bits);
}
