import type pg from "pg";

/** Settings without which "acknowledged" does not mean "durable", and the values that are safe. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  fsync: ["on"],
  full_page_writes: ["on"],
  synchronous_commit: ["on", "local", "remote_write", "remote_apply"],
  zero_damaged_pages: ["off"],
};

/** The server would lose or alter events that were acknowledged; the ledger does not run on it. */
export class UnsafeServerSettings extends Error {
  override readonly name = "UnsafeServerSettings";
  readonly settings: readonly string[];
  constructor(settings: readonly string[]) {
    super(`PostgreSQL runs with settings that can lose acknowledged events: ${settings.join(", ")}. Change them and start again.`);
    this.settings = settings;
  }
}

/** Throws `UnsafeServerSettings` naming each unsafe setting; gives warnings about what could not be seen or should be better. */
export async function checkServerSettings(client: pg.Client): Promise<readonly string[]> {
  const answer = await client.query<{ name: string; value: string | null }>(
    "select name, current_setting(name, true) as value from unnest($1::text[]) as s(name)",
    [[...Object.keys(REQUIRED), "data_checksums"]],
  );
  const values = new Map(answer.rows.map((row) => [row.name, row.value]));
  const unsafe: string[] = [];
  const warnings: string[] = [];
  for (const [name, safe] of Object.entries(REQUIRED)) {
    const value = values.get(name);
    if (value === null || value === undefined) warnings.push(`The server hides its setting ${name}: whether it is safe is not known.`);
    else if (!safe.includes(value)) unsafe.push(`${name} = ${value}`);
  }
  if (unsafe.length > 0) throw new UnsafeServerSettings(unsafe);
  if (values.get("data_checksums") !== "on") warnings.push("Data checksums are off: the server does not notice pages damaged on disk.");
  return warnings;
}
