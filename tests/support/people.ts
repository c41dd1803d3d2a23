import { createHash } from "node:crypto";
import type { Role } from "../../schemas/roles.ts";
import type { Body } from "./ledger.ts";

type Send = (command: string, body: Body) => Promise<unknown>;

/** People with one role each, everywhere. As long as OWNER directs alone no approval is needed: a second director comes last. */
export async function employ(send: Send, roles: Readonly<Record<string, Role>>): Promise<void> {
  const people = Object.entries(roles).sort(([, a], [, b]) => Number(a === "DIR") - Number(b === "DIR"));
  for (const [personId] of people) await send("register-person", { personId, name: personId });
  for (const [personId, role] of people) {
    await send("assign-role", { personId, role, entityIds: [], branchIds: [], from: "2025-01-01" });
  }
}

/** Another key of a person; gives its token. */
export async function issueKey(send: Send, personId: string, keyId: string): Promise<string> {
  const secret = `${keyId}-`.padEnd(43, "s");
  await send("issue-api-key", { keyId, personId, secretHash: createHash("sha256").update(secret).digest("hex") });
  return `${keyId}.${secret}`;
}
