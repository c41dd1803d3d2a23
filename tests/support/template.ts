import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { migrateTemplate } from "./migrate-template.ts";

export const TEMPLATE = "cartera_template";

const BUILDING = "cartera_template_building";

/** Any number: the same in every process that builds or clones the template of one server. */
export const TEMPLATE_LOCK = 7_201_001;

const REPOSITORY = join(import.meta.dirname, "..", "..");
/** Where migrations and what they are derived from live. */
const SOURCES = ["src", "schemas", "projections"];

/**
 * Makes sure that the server has a template database with the schema of the current sources. The template carries a fingerprint of them, so
 * that a development server rebuilds it after a change and at no other time. Safe to call from several processes at once.
 */
export async function buildTemplate(maintenance: string): Promise<void> {
  const client = new Client({ connectionString: maintenance });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [TEMPLATE_LOCK]);
    const fingerprint = fingerprintOfSources();
    if ((await fingerprintOfTemplate(client)) === fingerprint) return;
    await client.query(`drop database if exists ${BUILDING} with (force)`);
    await client.query(`create database ${BUILDING}`);
    await migrateTemplate(onDatabase(maintenance, BUILDING));
    await client.query(`alter database ${BUILDING} with allow_connections false`);
    await client.query(`comment on database ${BUILDING} is '${fingerprint}'`);
    await client.query(`drop database if exists ${TEMPLATE} with (force)`);
    await client.query(`alter database ${BUILDING} rename to ${TEMPLATE}`);
  } finally {
    await client.end();
  }
}

/** The same connection string on another database of the server. */
export function onDatabase(connectionString: string, database: string): string {
  const url = new URL(connectionString);
  url.pathname = `/${database}`;
  return url.href;
}

async function fingerprintOfTemplate(client: Client): Promise<string | undefined> {
  const { rows } = await client.query<{ comment: string | null }>(
    "select shobj_description(oid, 'pg_database') as comment from pg_database where datname = $1",
    [TEMPLATE],
  );
  return rows[0]?.comment ?? undefined;
}

function fingerprintOfSources(): string {
  const hash = createHash("sha256");
  for (const folder of SOURCES) {
    for (const path of readdirSync(join(REPOSITORY, folder), { recursive: true, encoding: "utf8" }).sort()) {
      if (/\.(ts|sql)$/.test(path)) hash.update(path).update(readFileSync(join(REPOSITORY, folder, path)));
    }
  }
  return hash.digest("hex");
}
