import pg from "pg";

/**
 * Roles of a ledger's database. None can log in; the user of the connection string is a member and takes one on per connection:
 * the owner owns schema and functions, the writer may run the append function, the reader and the projector may read the log.
 * docs/database-roles.md says what each may do.
 */
const ROLES = ["cartera_owner", "cartera_writer", "cartera_projector", "cartera_reader"] as const;

/** Roles belong to the whole server, so that several databases being set up at once meet here, where no lock of ours can keep order. */
const ATTEMPTS = 20;
const RACES = new Set(["23505", "42710", "XX000", "40001", "40P01"]);
const FORBIDDEN = "42501";

/** For people and tools: the ledger itself never takes it on, so that nothing fails where it cannot be created. */
const AUDITOR = "cartera_auditor";

/** Creates the roles and makes the current user a member of those the ledger takes on. False where the server does not let this user do so. */
export async function prepareRoles(client: pg.Client): Promise<boolean> {
  for (const role of ROLES) {
    if (!(await attempt(() => createRole(client, role)))) return false;
    if (!(await attempt(() => joinRole(client, role)))) return false;
  }
  await attempt(() => createAuditor(client));
  return true;
}

/** Who audits may see what who reads may see; the read side gives him the record of who read personal data as well. */
async function createAuditor(client: pg.Client): Promise<void> {
  await createRole(client, AUDITOR);
  const member = await client.query("select pg_has_role(oid, 'cartera_reader', 'member') as member from pg_roles where rolname = $1", [
    AUDITOR,
  ]);
  if (member.rows[0]?.member !== true) await client.query(`grant cartera_reader to ${AUDITOR}`);
}

/** Whether connections may take on the reading and the writing role for this schema. */
export async function rolesAreUsable(client: pg.Client, schema: string): Promise<boolean> {
  const known = await client.query("select count(*)::int as n from pg_roles where rolname in ('cartera_writer', 'cartera_reader')");
  if (known.rows[0].n < 2) return false;
  const usable = await client.query(
    `select bool_and(${await memberTest(client)} and has_schema_privilege(r.rolname, $1, 'usage')) as usable
       from pg_roles r where r.rolname in ('cartera_writer', 'cartera_reader')`,
    [schema],
  );
  return usable.rows[0].usable === true;
}

async function createRole(client: pg.Client, role: string): Promise<void> {
  const known = await client.query("select 1 from pg_roles where rolname = $1", [role]);
  if (known.rowCount === 0) await client.query(`create role ${role} nologin`);
}

async function joinRole(client: pg.Client, role: string): Promise<void> {
  const member = await client.query(`select ${await memberTest(client)} as member from pg_roles r where r.rolname = $1`, [role]);
  if (member.rows[0]?.member !== true) await client.query(`grant ${role} to current_user`);
}

/** From version 16 on, being a member and being allowed to take the role on are two things. */
async function memberTest(client: pg.Client): Promise<string> {
  const version = await client.query("select current_setting('server_version_num')::int as version");
  return `pg_has_role(current_user, r.oid, '${version.rows[0].version >= 160_000 ? "set" : "member"}')`;
}

async function attempt(step: () => Promise<void>): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    try {
      await step();
      return true;
    } catch (error) {
      const code = error instanceof pg.DatabaseError ? error.code : undefined;
      if (code === FORBIDDEN) return false;
      if (code === undefined || !RACES.has(code) || tries === ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * tries));
    }
  }
}
