import { createCipheriv, createDecipheriv, createHmac, randomBytes, randomUUID } from "node:crypto";
import { ERASED, type KeyRing } from "../application/ports.ts";
import type { KeyTable, LedgerRecord } from "./key-table.ts";

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

export interface OpenedKeyRing extends KeyRing {
  readonly settableClock: boolean;
}

/** Opens the keys of a ledger; creates them on its first start. Throws when the master key is not the one they were wrapped with. */
export async function openKeyRing(
  table: KeyTable,
  masterKey: Buffer,
  options: { readonly settableClock: boolean },
): Promise<OpenedKeyRing> {
  const record = (await table.findLedger()) ?? (await table.ledger(newLedger(masterKey, options.settableClock)));
  const hashKey = unwrap(record.wrappedHashKey, masterKey);
  const dataKeys = new Map<string, Buffer>();
  const take = (found: ReadonlyMap<string, Buffer>) => {
    for (const [subjectId, wrapped] of found) dataKeys.set(subjectId, unwrap(wrapped, masterKey));
  };
  const missing = (subjectIds: readonly string[]) => [...new Set(subjectIds)].filter((subjectId) => !dataKeys.has(subjectId));
  return {
    ledgerId: record.ledgerId,
    settableClock: record.settableClock,
    async ensure(subjectIds) {
      const unknown = missing(subjectIds);
      if (unknown.length === 0) return;
      take(await table.keep(unknown.map((subjectId) => ({ subjectId, wrapped: encrypt(randomBytes(KEY_BYTES), masterKey) }))));
    },
    seal(subjectId, text, normalised) {
      const key = dataKeys.get(subjectId);
      if (key === undefined) throw new Error(`the key of ${subjectId} is not at hand`);
      return {
        subjectId,
        ciphertext: encrypt(Buffer.from(text, "utf8"), key).toString("base64"),
        mac: hash(hashKey, `value\n${normalised}`, "base64url"),
      };
    },
    async load(subjectIds) {
      const unknown = missing(subjectIds);
      if (unknown.length > 0) take(await table.find(unknown));
    },
    open({ subjectId, ciphertext }) {
      const key = dataKeys.get(subjectId);
      return key === undefined ? ERASED : decrypt(Buffer.from(ciphertext, "base64"), key).toString("utf8");
    },
    fingerprint: (text) => hash(hashKey, `command\n${text}`, "base64url"),
  };
}

function newLedger(masterKey: Buffer, settableClock: boolean): LedgerRecord {
  return { ledgerId: randomUUID(), wrappedHashKey: encrypt(randomBytes(KEY_BYTES), masterKey), settableClock };
}

function unwrap(wrapped: Buffer, masterKey: Buffer): Buffer {
  try {
    return decrypt(wrapped, masterKey);
  } catch {
    throw new Error("the master key is not the one this ledger was created with");
  }
}

/** AES-256-GCM: nonce, ciphertext, tag. */
function encrypt(clear: Buffer, key: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  return Buffer.concat([iv, cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(sealed: Buffer, key: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, IV_BYTES));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, sealed.length - TAG_BYTES)), decipher.final()]);
}

/** 128 bits of HMAC-SHA-256 are kept: enough to compare by, shorter to store. */
function hash(key: Buffer, text: string, encoding: "base64url"): string {
  return createHmac("sha256", key).update(text).digest().subarray(0, 16).toString(encoding);
}
