import type { FastifyInstance } from "fastify";
import type { AppContext } from "../app-context.ts";
import type { ProjectionStatus } from "../read-side.ts";

/** GET /metrics, in the text format of Prometheus. The read store may be away; the counters of this process are shown all the same. */
export function metricsPage(app: FastifyInstance, { metrics, readSide }: AppContext): void {
  const schema = { tags: ["Operations"], operationId: "getMetrics", summary: "Counters in the text format of Prometheus" };
  app.get("/metrics", { schema }, async (_request, reply) => {
    const projections = await readSide.status().catch(() => []);
    const lines = [...metrics.lines(), ...projectionLines(projections), ...processLines()];
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

function processLines(): string[] {
  return [
    "# HELP process_resident_memory_bytes Memory of the process.",
    "# TYPE process_resident_memory_bytes gauge",
    `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
  ];
}
