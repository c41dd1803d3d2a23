import { spawnSync } from "node:child_process";
import t from "tap";
import { readSettings } from "../../src/config.ts";
import { checkServerSettings } from "../../src/event-store/postgres/server-settings.ts";
import { CLUSTER, REPOSITORY, REQUIRED, readCompose, readDockerfile, readText, type Service } from "./deployment-files.ts";

const { services, networks, volumes } = readCompose(CLUSTER);
const all = Object.entries(services);
const carteras = all.filter(([, { build }]) => build !== undefined);
const eventStoreDbs = all.filter(([, { image }]) => image.startsWith("eventstore/eventstore:"));
const nodes = eventStoreDbs.filter(([, { environment }]) => environment?.EVENTSTORE_CLUSTER_SIZE === 3);
const runsForLong = ({ restart }: Service) => restart !== undefined;

function named(name: string): Service {
  const service = services[name];
  if (service === undefined) throw new Error(`there is no service ${name}`);
  return service;
}

/** Reads the settings of an environment, and says which variables that looked at. */
function readWith(environment: Readonly<Record<string, string | number>>) {
  const read = new Set<string>();
  const recorded = new Proxy<Record<string, string | undefined>>(
    Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)])),
    { get: (variables, name) => (typeof name === "string" && read.add(name) ? variables[name] : undefined) },
  );
  return { settings: readSettings(recorded), read };
}

t.test("Cartera is there with its log on PostgreSQL, on one node of EventStoreDB and on a cluster", async (t) => {
  const logs = carteras.map(([name, { environment, profiles }]) => [name, profiles, environment?.EVENTSTOREDB_URL]);
  t.strictSame(logs, [
    ["cartera", undefined, "esdb://eventstoredb:2113?tls=false"],
    ["cartera-on-postgres", ["postgres"], undefined],
    [
      "cartera-on-cluster",
      ["cluster"],
      `esdb://admin:${CLUSTER.EVENTSTOREDB_ADMIN_PASSWORD}@node1:2113,node2:2113,node3:2113?tls=true&tlsCAFile=/etc/cartera/ca/ca.crt`,
    ],
  ]);
});

t.test("every setting that a Cartera is given is one that it reads, and it takes them together", async (t) => {
  for (const [name, { environment = {} }] of carteras) {
    const { settings, read } = readWith(environment);
    t.strictSame(
      Object.keys(environment).filter((variable) => !read.has(variable)),
      [],
      `${name}: nothing is set in vain`,
    );
    t.equal(settings.host, "0.0.0.0", `${name} can be reached from outside its container`);
    t.equal(settings.masterKeyFile, "/run/secrets/master-key", `${name} has its key as a secret`);
  }
});

t.test("docs/settings.md lists what Cartera reads and nothing else", async (t) => {
  const { read } = readWith({ CARTERA_HOST: "0.0.0.0", CARTERA_BEHIND_TLS: "yes" });
  const text = readText("docs/settings.md");
  const rows = text
    .split("\n")
    .flatMap((line) => [...(/^\| (`[^|]*) \|/.exec(line)?.[1] ?? "").matchAll(/`(\w+)`/g)].map(([, name]) => name));
  t.strictSame(
    [...read].filter((name) => !text.includes(`\`${name}`)),
    [],
    "every variable that is read is named",
  );
  t.strictSame(
    rows.filter((name) => name === undefined || !read.has(name)),
    [],
    "every row is a variable that is read",
  );
});

t.test("no secret stands in the file, and nothing starts without the ones it needs", async (t) => {
  const values = Object.values(readCompose().services).flatMap(({ environment = {} }) => Object.entries(environment));
  const secrets = values.flatMap(([name, value]) => {
    const inUrl = /:\/\/[^/@:]+:(.*)@/.exec(String(value))?.[1];
    return /PASSWORD|API_KEY/.test(name) ? [String(value)] : inUrl === undefined ? [] : [inUrl];
  });
  t.ok(secrets.length >= Object.keys(CLUSTER).length, `${secrets.length} places for secrets`);
  t.strictSame(
    secrets.filter((secret) => !/^\$\{\w+:(-|\?[^}]*)\}$/.test(secret)),
    [],
    "each comes from outside, and none has a default",
  );
  for (const name of Object.keys(REQUIRED)) {
    t.throws(() => readCompose({ ...CLUSTER, [name]: "" }), { message: new RegExp(`^${name}: `) }, `${name} must be set`);
  }
});

t.test("the nodes of the cluster do not start with passwords that everybody knows", async (t) => {
  const { entrypoint = [], command = [] } = named("certificates");
  for (const missing of ["ADMIN_PASSWORD", "OPS_PASSWORD"]) {
    const env = { PATH: process.env.PATH, ADMIN_PASSWORD: "a", OPS_PASSWORD: "o", [missing]: "" };
    const { status, stderr } = spawnSync(entrypoint[0] ?? "", [...entrypoint.slice(1), ...command], { env, encoding: "utf8" });
    t.not(status, 0);
    t.match(stderr, `set EVENTSTOREDB_${missing}`);
  }
  for (const [name, { environment, depends_on }] of nodes) {
    t.equal(environment?.EVENTSTORE_DEFAULT_ADMIN_PASSWORD, CLUSTER.EVENTSTOREDB_ADMIN_PASSWORD, name);
    t.equal(environment?.EVENTSTORE_DEFAULT_OPS_PASSWORD, CLUSTER.EVENTSTOREDB_OPS_PASSWORD, name);
    t.equal(depends_on?.certificates?.condition, "service_completed_successfully", name);
  }
});

t.test("three nodes find each other by the names that their certificates are made for", async (t) => {
  const names = nodes.map(([name]) => name);
  t.equal(names.length, 3);
  t.match(named("certificates").command?.join(), `for node in ${names.join(" ")}; do`);
  for (const [name, { environment = {} }] of nodes) {
    t.equal(environment.EVENTSTORE_INSECURE, undefined, `${name} is reached over TLS only`);
    t.equal(environment.EVENTSTORE_NODE_HOST_ADVERTISE_AS, name);
    t.equal(environment.EVENTSTORE_REPLICATION_HOST_ADVERTISE_AS, name);
    const others = names.filter((other) => other !== name).map((other) => `${other}:2113`);
    t.equal(environment.EVENTSTORE_GOSSIP_SEED, others.join(","), `${name} asks the others`);
  }
});

t.test("what runs for long says whether it is healthy, and is waited for", async (t) => {
  const imageSaysSo = readDockerfile().some(({ name }) => name === "HEALTHCHECK");
  for (const [name, service] of all) {
    t.ok(!runsForLong(service) || service.healthcheck !== undefined || (service.build !== undefined && imageSaysSo), `${name} says it`);
    for (const [awaited, { condition }] of Object.entries(service.depends_on ?? {})) {
      t.equal(
        condition,
        runsForLong(named(awaited)) ? "service_healthy" : "service_completed_successfully",
        `${name} waits for ${awaited}`,
      );
    }
  }
});

t.test("what runs for long has no more rights than it needs, and a process that buries the dead", async (t) => {
  for (const [name, service] of all.filter(([, service]) => runsForLong(service))) {
    t.strictSame([service.cap_drop, service.security_opt, service.init], [["ALL"], ["no-new-privileges:true"], true], name);
  }
});

t.test("only this machine reaches what is published, and nobody but Cartera a node without TLS", async (t) => {
  for (const [name, { ports = [] }] of all)
    t.strictSame(
      ports.filter((port) => !port.startsWith("127.0.0.1:")),
      [],
      name,
    );
  for (const [name, { ports, networks: joined = ["default"] }] of eventStoreDbs) {
    t.equal(ports, undefined, `${name} publishes nothing`);
    t.ok(
      joined.every((network) => networks[network]?.internal === true),
      `${name} is in networks without a way out`,
    );
  }
  const internal = all.filter(([, { networks: joined = [] }]) => joined.some((network) => networks[network]?.internal === true));
  t.strictSame(
    internal.filter(([, { build, image }]) => build === undefined && !image.startsWith("eventstore/")),
    [],
  );
});

t.test("images are pinned to a version", async (t) => {
  const { version } = JSON.parse(readText("package.json")) as { readonly version: string };
  for (const [name, { image, build }] of all) {
    if (build !== undefined) t.equal(image, `cartera:${version}`, name);
    else t.match(image, image.startsWith("postgres:") ? /:\d+\.\d+-\w+$/ : /:\d+\.\d+\.\d+$/, name);
  }
});

t.test("every volume that is used is declared, and what must last is on one", async (t) => {
  const mounts = all.flatMap(([name, service]) => (service.volumes ?? []).map((mount) => [name, ...mount.split(":")]));
  t.strictSame([...new Set(mounts.map(([, volume]) => volume))].sort(), Object.keys(volumes).sort());
  const lasting = [["postgres", "/var/lib/postgresql/data"], ...eventStoreDbs.map(([name]) => [name, "/var/lib/eventstore"])];
  const data = lasting.map(([name, path]) => mounts.find(([service, , mounted]) => service === name && mounted === path)?.[1]);
  t.equal(new Set(data).size, lasting.length, "each has one of its own");
  t.notOk(data.includes(undefined), data.join());
});

/** What a server that was started with these settings answers when it is asked for its settings; the others have their defaults. */
function startedWith(settings: Readonly<Record<string, string>>): Parameters<typeof checkServerSettings>[0] {
  const defaults = { fsync: "on", full_page_writes: "on", synchronous_commit: "on", zero_damaged_pages: "off" };
  const rows = Object.entries({ ...defaults, ...settings }).map(([name, value]) => ({ name, value, source: "command line" }));
  return { query: async () => ({ rows }) } as unknown as Parameters<typeof checkServerSettings>[0];
}

t.test("nothing is set under which acknowledged events could be lost", async (t) => {
  const { command = [], environment } = named("postgres");
  const pairs = command.filter((_, index) => command[index - 1] === "-c").map((pair) => pair.split("=", 2));
  const settings = {
    ...Object.fromEntries(pairs),
    data_checksums: /--data-checksums/.test(String(environment?.POSTGRES_INITDB_ARGS)) ? "on" : "off",
  };
  t.equal(pairs.length * 2 + 1, command.length, "every word of the command is understood");
  t.strictSame(await checkServerSettings(startedWith(settings)), [], "not even a warning");
  await t.rejects(checkServerSettings(startedWith({ ...settings, fsync: "off" })), { name: "UnsafeServerSettings" }, "one would be found");
  for (const [name, service] of eventStoreDbs) {
    t.strictSame(
      Object.keys(service.environment ?? {}).filter((option) => /UNSAFE|MEM_?DB|SKIP_DB_VERIFY/.test(option)),
      [],
      name,
    );
  }
});

const compose = ["docker-compose", "docker compose"].find((words) => spawnSync("sh", ["-c", `${words} version`]).status === 0);

t.test(
  "docker-compose takes the file, with every profile",
  { skip: compose === undefined && "docker-compose is not installed" },
  async (t) => {
    for (const profile of new Set(all.flatMap(([, { profiles = [] }]) => profiles))) {
      const env = { ...process.env, ...CLUSTER, COMPOSE_PROFILES: profile };
      const { status, stderr } = spawnSync("sh", ["-c", `${compose} config -q`], { cwd: REPOSITORY, env, encoding: "utf8" });
      t.strictSame([status, stderr], [0, ""], profile);
    }
  },
);
