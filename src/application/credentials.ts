import { createHash, timingSafeEqual } from "node:crypto";
import { type OrganisationState, SYSTEM } from "../domain/organisation/organisation.ts";
import type { Principal } from "./ledger.ts";

const TOKEN = /^([A-Za-z0-9][A-Za-z0-9_-]{0,39})\.([A-Za-z0-9_-]{32,256})$/;

/** Whom a token `{keyId}.{secret}` speaks for; nobody when it is unknown, wrong, revoked or expired. Only the hash of a secret is stored. */
export function credentialOf(people: OrganisationState, token: string, nowMs: number): Principal | undefined {
  const [, keyId = "", secret = ""] = TOKEN.exec(token) ?? [];
  const key = people.apiKeys.get(keyId);
  const given = createHash("sha256").update(secret).digest();
  const matches = key !== undefined && timingSafeEqual(given, Buffer.from(key.secretHash, "hex"));
  // No key can be issued for the processes; one that an older version issued to a person of that name speaks for nobody.
  if (!matches || key.personId === SYSTEM) return undefined;
  if (key.revoked || (key.expiresAt !== undefined && Date.parse(key.expiresAt) < nowMs)) return undefined;
  return { personId: key.personId, keyId };
}

export function secretHashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** The parts of a whole token, or nothing when it does not have the form of one. */
export function partsOfToken(token: string): { readonly keyId: string; readonly secret: string } | undefined {
  const [, keyId, secret] = TOKEN.exec(token) ?? [];
  return keyId === undefined || secret === undefined ? undefined : { keyId, secret };
}
