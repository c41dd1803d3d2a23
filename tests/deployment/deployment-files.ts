import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

export const REPOSITORY = join(import.meta.dirname, "..", "..");

/** What must be set before anything is started, as docs/deployment.md says. */
export const REQUIRED = { POSTGRES_PASSWORD: "0123456789abcdef", CARTERA_MASTER_KEY_FILE: "/run/keys/master.key" };
/** The cluster needs these as well. */
export const CLUSTER = { ...REQUIRED, EVENTSTOREDB_ADMIN_PASSWORD: "fedcba9876543210", EVENTSTOREDB_OPS_PASSWORD: "00112233445566ff" };

export interface Service {
  readonly image: string;
  readonly build?: string;
  readonly profiles?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly restart?: string;
  readonly init?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
}

interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

export function readText(path: string): string {
  return readFileSync(join(REPOSITORY, path), "utf8");
}

/** docker-compose.yml with these variables put in as Compose does, or as it is written; throws where a variable that must be set is not. */
export function readCompose(variables?: Readonly<Record<string, string>>): ComposeFile {
  const written: unknown = parse(readText("docker-compose.yml"), { merge: true });
  return (variables === undefined ? written : withValues(written, variables)) as ComposeFile;
}

function withValues(part: unknown, variables: Readonly<Record<string, string>>): unknown {
  if (typeof part === "string") return interpolate(part, variables);
  if (Array.isArray(part)) return part.map((item) => withValues(item, variables));
  if (typeof part !== "object" || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, withValues(value, variables)]));
}

/** The forms that the file uses: `${NAME:-default}`, `${NAME:?message}`, and `$$` for a dollar sign. Throws on another one. */
function interpolate(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$(?:(\$)|\{(\w+):([-?])([^}]*)\}|)/g, (form, dollar?: string, name?: string, kind?: string, rest?: string) => {
    if (dollar !== undefined) return dollar;
    if (name === undefined || rest === undefined) throw new Error(`${form} is not understood in: ${text}`);
    const value = variables[name];
    if (value !== undefined && value !== "") return value;
    if (kind === "?") throw new Error(`${name}: ${rest}`);
    return rest;
  });
}

export interface Instruction {
  readonly name: string;
  readonly words: string;
}

/** The instructions of the Dockerfile, continued lines joined, without comments. */
export function readDockerfile(): Instruction[] {
  return readText("Dockerfile")
    .replace(/^#.*\n/gm, "")
    .replace(/\\\n\s*/g, "")
    .split("\n")
    .flatMap((line) => {
      const [, name, words] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
      return name === undefined || words === undefined ? [] : [{ name, words }];
    });
}
