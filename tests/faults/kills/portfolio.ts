import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { customerBody, invoiceBody, lineBody, setUpCompany } from "../../support/company.ts";
import { ended, type Place, send } from "../place.ts";
import type { Acknowledged } from "./callers.ts";

export const ACCOUNTS = Array.from({ length: 200 }, (_, n) => `C${n}.CO01.COP`);

interface Line {
  readonly command: string;
  readonly idempotencyKey: string;
  readonly body: object;
}

/** A company whose customers owe more than the callers pay. */
export async function openAccounts(place: Place): Promise<void> {
  const code = await sendLines(place, await openingLines());
  if (code !== 0) throw new Error(`the accounts could not be opened: ${code}`);
}

/** The same accounts, and what was acknowledged elsewhere: on each account in the order of the log there, refusals last. */
export async function repeatCalmly(place: Place, journal: readonly Acknowledged[]): Promise<number | null> {
  const positionOf = ({ status, text }: Acknowledged) => (status === 201 ? Number(JSON.parse(text).position) : Number.MAX_SAFE_INTEGER);
  const inOrder = journal.map((entry) => ({ entry, position: positionOf(entry) })).sort((a, b) => a.position - b.position);
  const lines = inOrder.map(({ entry: { name, key, body } }) => ({ command: name, idempotencyKey: key, body }));
  return sendLines(place, [...(await openingLines()), ...lines]);
}

async function openingLines(): Promise<readonly Line[]> {
  const lines: Line[] = [];
  const add = async (command: string, body: object) => void lines.push({ command, idempotencyKey: `line ${lines.length}`, body });
  await setUpCompany(add);
  for (const accountId of ACCOUNTS) {
    const [customerId = ""] = accountId.split(".");
    await add("register-customer", customerBody(customerId));
    await add("open-credit-line", lineBody(accountId, "1000000.00"));
    await add("record-invoice", invoiceBody(accountId, `F${customerId}`, "1000000.00", "2025-05-01"));
  }
  return lines;
}

/** Gives the exit code: 0 when all are accepted, 1 when some are refused. */
async function sendLines(place: Place, lines: readonly Line[]): Promise<number | null> {
  const file = join(place.directory, `commands-${place.port}.ndjson`);
  await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  return ended(send(place, file));
}
