import { join, resolve } from "node:path";

/** Everything an operator may set, checked and frozen. The only place that reads the environment. */
export interface Settings {
  readonly dataDir: string | undefined;
  readonly host: string;
  /** 0 stands for any free port. */
  readonly port: number;
  readonly databaseUrl: string | undefined;
  /** The node that carries the log, as its client takes it; PostgreSQL carries it without. */
  readonly eventStoreDbUrl: string | undefined;
  /** Keeps this ledger's streams on the node apart from those of others; without it they have their own names. */
  readonly eventStoreDbNamespace: string | undefined;
  readonly masterKeyFile: string | undefined;
  /** The whole first token `{keyId}.{secret}`, given by automation. */
  readonly bootstrapApiKey: string | undefined;
  /** The instant from which time runs on, in milliseconds; only on a ledger created with it. */
  readonly clockMs: number | undefined;
  /** How many refusals of one person are remembered in a minute. */
  readonly refusalsPerMinute: number;
  readonly logLevel: string;
  readonly locale: "es-CO" | "es-MX" | "en";
  /** Of the command line, when it speaks to a running ledger. */
  readonly client: { readonly url: string; readonly apiKey: string | undefined };
  readonly xdgDataHome: string | undefined;
}

/** All that is wrong with the environment, at once. */
export class BadSettings extends Error {
  override readonly name = "BadSettings";
}

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"];
const LOCALES = ["es-CO", "es-MX", "en"] as const;
const TOKEN = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}\.[A-Za-z0-9_-]{32,256}$/;
const NAMESPACE = /^[A-Za-z0-9]{1,40}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/;

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings; throws `BadSettings` naming every one that is wrong. */
export function readSettings(environment: Environment = process.env): Settings {
  const problems: string[] = [];
  const read = <T>(name: string, byDefault: T, parse: (text: string) => T | undefined, expected: string): T => {
    const text = environment[name];
    if (text === undefined || text === "") return byDefault;
    const value = parse(text);
    if (value === undefined) problems.push(`${name}: ${expected} is expected`);
    return value ?? byDefault;
  };
  const text = (name: string) => read<string | undefined>(name, undefined, (value) => value, "text");
  const settings: Settings = {
    dataDir: text("CARTERA_DATA_DIR"),
    host: read("CARTERA_HOST", "127.0.0.1", (value) => value, "an address"),
    port: read("CARTERA_PORT", 8080, portOf, "a port from 0 to 65535"),
    databaseUrl: read<string | undefined>("DATABASE_URL", undefined, databaseUrlOf, "postgres://user@host/database"),
    eventStoreDbUrl: read<string | undefined>("EVENTSTOREDB_URL", undefined, eventStoreDbUrlOf, "esdb://user:password@host:2113?tls=true"),
    eventStoreDbNamespace: read<string | undefined>(
      "EVENTSTOREDB_NAMESPACE",
      undefined,
      (value) => (NAMESPACE.test(value) ? value : undefined),
      "up to 40 letters and digits",
    ),
    masterKeyFile: text("CARTERA_MASTER_KEY_FILE"),
    bootstrapApiKey: read<string | undefined>(
      "CARTERA_BOOTSTRAP_API_KEY",
      undefined,
      (value) => (TOKEN.test(value) ? value : undefined),
      "{keyId}.{secret} with a secret of 32 or more base64url characters",
    ),
    clockMs: read<number | undefined>("CARTERA_CLOCK", undefined, instantOf, "an RFC 3339 instant such as 2025-06-01T12:00:00Z"),
    refusalsPerMinute: read("CARTERA_REFUSALS_PER_MINUTE", 600, countOf, "a whole number above 0"),
    logLevel: read("LOG_LEVEL", "info", (value) => (LOG_LEVELS.includes(value) ? value : undefined), `one of ${LOG_LEVELS.join(", ")}`),
    locale: read(
      "CARTERA_LOCALE",
      LOCALES[0] as Settings["locale"],
      (value) => LOCALES.find((locale) => locale === value),
      `one of ${LOCALES.join(", ")}`,
    ),
    client: {
      url: read("CARTERA_URL", "http://127.0.0.1:8080", (value) => (URL.canParse(value) ? value.replace(/\/$/, "") : undefined), "a URL"),
      apiKey: text("CARTERA_API_KEY"),
    },
    xdgDataHome: text("XDG_DATA_HOME"),
  };
  if (settings.databaseUrl !== undefined && settings.masterKeyFile === undefined) {
    problems.push("CARTERA_MASTER_KEY_FILE: needed with DATABASE_URL, so that the key is not kept beside the data it protects");
  }
  if (!isLoopback(settings.host) && environment.CARTERA_BEHIND_TLS !== "yes") {
    problems.push("CARTERA_HOST: an address other than this machine's own needs TLS in front; confirm it with CARTERA_BEHIND_TLS=yes");
  }
  if (problems.length > 0) throw new BadSettings(`The settings are not right:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
  return Object.freeze(settings);
}

/** The master key's file: as set, else in the data directory. */
export function masterKeyFileOf({ masterKeyFile }: Settings, dataDir: string): string {
  return masterKeyFile === undefined ? join(dataDir, "master.key") : resolve(masterKeyFile);
}

/** The log that these settings lead to, told apart from others that one database may serve. Holds no password. */
export function logNameOf(settings: Settings): string {
  const { eventStoreDbUrl } = settings;
  if (eventStoreDbUrl === undefined) return logKindOf(settings);
  return `${logKindOf(settings)} on ${eventStoreDbUrl.replace(/^.*?:\/\/(.*@)?/, "").replace(/[/?].*$/, "")}`;
}

/** The same without the address, which may change while the log stays. */
export function logKindOf({ eventStoreDbUrl, eventStoreDbNamespace = "" }: Settings): string {
  return eventStoreDbUrl === undefined ? "postgresql" : `eventstoredb ${eventStoreDbNamespace}`.trimEnd();
}

function portOf(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined;
}

function countOf(text: string): number | undefined {
  return /^[1-9]\d{0,6}$/.test(text) ? Number(text) : undefined;
}

function databaseUrlOf(text: string): string | undefined {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol) ? text : undefined;
}

/** The client reads the rest; it knows forms with several hosts that are no URLs. */
function eventStoreDbUrlOf(text: string): string | undefined {
  return /^esdb(\+discover)?:\/\/[^\s]+$/.test(text) ? text : undefined;
}

function instantOf(text: string): number | undefined {
  const ms = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}
