import type { Sealed } from "../kernel/decider.ts";
import { type Plan, walk } from "./body-plan.ts";
import type { KeyRing } from "./ports.ts";

/** The body with every personal text sealed under its subject's key: what is decided on and stored. */
export function sealBody(plan: Plan | undefined, body: unknown, subjectId: string, keys: KeyRing): unknown {
  if (plan === undefined) return body;
  return walk(plan, body, (leaf, schema, value) => {
    if (leaf !== "personal") return value;
    const text = value as string;
    return keys.seal(
      subjectId,
      text,
      schema["x-personal"] === "identifier" ? text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "") : text.trim(),
    );
  });
}

/** Whether a body has anything to seal, so that a command without personal data asks for no key. */
export function hasPersonal(plan: Plan | undefined, body: unknown): boolean {
  let found = false;
  if (plan !== undefined) {
    walk(plan, body, (leaf, _schema, value) => {
      found ||= leaf === "personal";
      return value;
    });
  }
  return found;
}

export function isSealed(value: unknown): value is Sealed {
  return typeof value === "object" && value !== null && "ciphertext" in value && "mac" in value && "subjectId" in value;
}

/** The subjects whose personal values stand anywhere in a value. */
export function subjectsIn(value: unknown, found = new Set<string>()): Set<string> {
  if (isSealed(value)) found.add(value.subjectId);
  else if (Array.isArray(value)) for (const each of value) subjectsIn(each, found);
  else if (typeof value === "object" && value !== null) for (const each of Object.values(value)) subjectsIn(each, found);
  return found;
}

/** A copy in which personal values read as text, or as `erased`. Their keys were loaded before. */
export function opened(value: unknown, keys: KeyRing): unknown {
  if (isSealed(value)) return keys.open(value);
  if (Array.isArray(value)) return value.map((each) => opened(each, keys));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, opened(each, keys)]));
}
