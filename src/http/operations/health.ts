import type { FastifyInstance } from "fastify";
import type { AppContext } from "../app-context.ts";
import type { ProjectionStatus } from "../read-side.ts";

/** A check that takes longer counts as "no": what waits for a database would wait for ever. */
const CHECK_TIMEOUT_MS = 3_000;

interface Ready {
  readonly status: "ready" | "degraded" | "unavailable";
  readonly commands: boolean;
  readonly queries: boolean;
  /** What carries the log. */
  readonly engine: string;
  readonly testClock: boolean;
  /** Read models that stopped at an event they cannot fold; what they show is old. */
  readonly halted: readonly Pick<ProjectionStatus, "name" | "version" | "position" | "error">[];
}

/** Alive: this process answers. Ready: commands and queries work; read models that are halted are named, the others go on. */
export function health(app: FastifyInstance, context: AppContext): void {
  const schema = { tags: ["Operations"] };
  app.get("/health/live", { schema: { ...schema, operationId: "isAlive", summary: "The process answers" } }, async (_request, reply) =>
    reply.type("application/json; charset=utf-8").send('{"status":"alive"}'),
  );
  app.get(
    "/health/ready",
    { schema: { ...schema, operationId: "isReady", summary: "Commands and queries work" } },
    async (_request, reply) => {
      const ready = await readinessOf(context);
      return reply
        .code(ready.status === "unavailable" ? 503 : 200)
        .headers(ready.status === "unavailable" ? { "retry-after": "1" } : {})
        .type("application/json; charset=utf-8")
        .send(JSON.stringify(ready));
    },
  );
}

async function readinessOf({ readiness, readSide }: AppContext): Promise<Ready> {
  const [commands, queries, projections] = await Promise.all([
    within(CHECK_TIMEOUT_MS, readiness.commandsWork(), false),
    within(CHECK_TIMEOUT_MS, readiness.queriesWork(), false),
    within<readonly ProjectionStatus[] | undefined>(CHECK_TIMEOUT_MS, readSide.status(), undefined),
  ]);
  const halted = (projections ?? [])
    .filter(({ state }) => state === "halted")
    .map(({ name, version, position, error }) => ({ name, version, position, error }));
  const works = commands && queries && projections !== undefined;
  const status = works ? (halted.length === 0 ? "ready" : "degraded") : "unavailable";
  return {
    status,
    commands,
    queries: queries && projections !== undefined,
    engine: readiness.engine,
    testClock: readiness.testClock,
    halted,
  };
}

async function within<T>(timeoutMs: number, work: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), timeoutMs);
  });
  return Promise.race([work.catch(() => otherwise), late]).finally(() => clearTimeout(timer));
}
