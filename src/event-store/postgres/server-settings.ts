import pg from "pg";

/** Settings without which "acknowledged" does not mean "durable", and the values that are safe. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  fsync: ["on"],
  full_page_writes: ["on"],
  synchronous_commit: ["on", "local", "remote_write", "remote_apply"],
  zero_damaged_pages: ["off"],
};

const FORBIDDEN = "42501";

/** The server would lose or alter events that were acknowledged; the ledger does not run on it. */
export class UnsafeServerSettings extends Error {
  override readonly name = "UnsafeServerSettings";
  readonly settings: readonly string[];
  constructor(settings: readonly string[]) {
    super(`PostgreSQL runs with settings that can lose acknowledged events: ${settings.join(", ")}. Change them and start again.`);
    this.settings = settings;
  }
}

interface Setting {
  readonly name: string;
  readonly value: string;
  /** Where it was set, in the server's words: "configuration file", "database", "user". */
  readonly source: string;
}

/**
 * Looks at the settings that hold for this session, whoever set them: the server, the database, the user or the connection. Throws
 * `UnsafeServerSettings` naming each unsafe one; gives warnings about what could not be seen or should be better.
 */
export async function checkServerSettings(client: pg.Client): Promise<readonly string[]> {
  const settings = new Map((await visibleSettings(client)).map((setting) => [setting.name, setting]));
  const unsafe: string[] = [];
  const warnings: string[] = [];
  for (const [name, safe] of Object.entries(REQUIRED)) {
    const setting = settings.get(name);
    if (setting === undefined) warnings.push(`The server hides its setting ${name}: whether it is safe is not known.`);
    else if (!safe.includes(setting.value)) unsafe.push(`${name} = ${setting.value} (set by: ${setting.source})`);
  }
  if (unsafe.length > 0) throw new UnsafeServerSettings(unsafe);
  if (settings.get("data_checksums")?.value !== "on") {
    warnings.push("Data checksums are off: the server does not notice pages damaged on disk.");
  }
  return warnings;
}

async function visibleSettings(client: pg.Client): Promise<readonly Setting[]> {
  try {
    const text = "select name, setting as value, source from pg_catalog.pg_settings where name = any($1)";
    return (await client.query<Setting>(text, [[...Object.keys(REQUIRED), "data_checksums"]])).rows;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === FORBIDDEN) return [];
    throw error;
  }
}
