import { createHash } from "node:crypto";
import type { Role } from "../../schemas/roles.ts";

export interface Person {
  readonly personId: string;
  readonly role: Role;
  readonly name: string;
}

const person = (personId: string, role: Role, name: string): Person => ({ personId, role, name });

/** Who works in the branches, each with one role. The director is hired last: from then on a role takes two people. */
export const STAFF: readonly Person[] = [
  person("CAROLINA", "CC", "Carolina Mejía"),
  person("FELIPE", "CHF", "Felipe Arango"),
  person("SERGIO", "SM", "Sergio Villamil"),
  person("ADELA", "AM", "Adela Pineda"),
  person("PILAR", "PA", "Pilar Quintero"),
  person("ARIEL", "ARA", "Ariel Cifuentes"),
  person("BRUNO", "BIL", "Bruno Salcedo"),
  person("TERESA", "TRE", "Teresa Bernal"),
  person("ANDRES", "ACC", "Andrés Lozano"),
  person("VERA", "SR", "Vera Castaño"),
  person("SIMON", "SR", "Simón Gaitán"),
  person("SARA", "SR", "Sara Montoya"),
  person("CAMILO", "CA", "Camilo Duarte"),
  person("DIEGO", "DIR", "Diego Restrepo"),
];

export const OWNER_ID = "OWNER";

/** Everybody's API key, made of the seed: whoever knows the seed has them all, so a demonstration holds nothing but itself. */
export function tokenOf(seed: string, personId: string): string {
  return `${personId.toLowerCase()}.${createHash("sha256").update(`${seed} ${personId}`).digest("base64url")}`;
}

export function secretHashOf(seed: string, personId: string): string {
  return sha256(tokenOf(seed, personId).split(".")[1] ?? "");
}

/** What stands for a paper that nobody looks at. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
