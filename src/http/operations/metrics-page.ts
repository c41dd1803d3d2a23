import type { FastifyInstance } from "fastify";
import type { AppContext } from "../app-context.ts";
import type { ProjectionStatus, ReadSide } from "../read-side.ts";

/** GET /metrics, in the text format of Prometheus. The read store may be away; the counters of this process are shown all the same. */
export function metricsPage(app: FastifyInstance, { metrics, readSide }: AppContext): void {
  const schema = { tags: ["Operations"], operationId: "getMetrics", summary: "Counters in the text format of Prometheus" };
  app.get("/metrics", { schema }, async (_request, reply) => {
    const projections = await readSide.status().catch(() => []);
    const work = await readSide.processes().catch(() => ({ processes: [], parked: [] }));
    const lines = [...metrics.lines(), ...projectionLines(projections), ...workLines(work), ...memoryLines()];
    return reply.type("text/plain; version=0.0.4; charset=utf-8").send(`${lines.join("\n")}\n`);
  });
}

function projectionLines(projections: readonly ProjectionStatus[]): string[] {
  const gauge = (name: string, help: string, measure: (status: ProjectionStatus) => number) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...projections.map((status) => `${name}{projection="${status.name}",version="${status.version}"} ${measure(status)}`),
  ];
  return [
    ...gauge("cartera_projection_position", "Ordinal of the last event folded.", ({ position }) => position),
    ...gauge("cartera_projection_lag_events", "Events in the log not folded yet.", ({ lagEvents }) => lagEvents),
    ...gauge("cartera_projection_lag_seconds", "Between the last event folded and the last in the log.", ({ lagSeconds }) => lagSeconds),
    ...gauge("cartera_projection_halted", "1 where an event stopped the read model.", ({ state }) => (state === "halted" ? 1 : 0)),
  ];
}

/** What the processes of the ledger do, and what a person has to look at. */
function workLines({ processes, parked }: Awaited<ReturnType<ReadSide["processes"]>>): string[] {
  const gauge = (name: string, help: string, measure: (status: (typeof processes)[number]) => number | null) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...processes.flatMap((status) => {
      const value = measure(status);
      return value === null ? [] : [`${name}{process="${status.name}"} ${value}`];
    }),
  ];
  const parkedOf = (name: string) => parked.filter(({ process }) => process === name).length;
  return [
    ...gauge("cartera_process_lag_events", "Events in the log that a process has not looked at yet.", ({ lagEvents }) => lagEvents),
    ...gauge("cartera_process_halted", "1 where an event stopped the process.", ({ state }) => (state === "halted" ? 1 : 0)),
    ...gauge("cartera_process_parked_steps", "Steps that were refused and wait (PROCESS_REFUSED).", ({ name }) => parkedOf(name)),
  ];
}

function memoryLines(): string[] {
  return [
    "# HELP process_resident_memory_bytes Memory of the process.",
    "# TYPE process_resident_memory_bytes gauge",
    `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
  ];
}
