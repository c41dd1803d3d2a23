import fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from "fastify";
import type { Ledger } from "../application/ledger.ts";
import type { EdgeLog } from "../application/ports.ts";
import type { Locale } from "../application/refusal-catalogue.ts";
import type { AccessLog, AppContext, Readiness } from "./app-context.ts";
import { commandBatches } from "./commands/command-batches.ts";
import { commandCatalogue } from "./commands/command-catalogue.ts";
import { commandRoutes } from "./commands/command-routes.ts";
import { documentation } from "./documentation/openapi.ts";
import { problemPages } from "./documentation/problem-pages.ts";
import { answerError } from "./edge/answer-refusal.ts";
import { authenticateCallers } from "./edge/caller.ts";
import { clientErrorHandler } from "./edge/client-error.ts";
import { refused } from "./edge/refused.ts";
import { traceIdOf } from "./edge/trace-id.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { health } from "./operations/health.ts";
import { Metrics } from "./operations/metrics.ts";
import { metricsPage } from "./operations/metrics-page.ts";
import { EventStreams } from "./queries/event-streams.ts";
import { queryRoutes } from "./queries/query-routes.ts";
import type { ReadSide } from "./read-side.ts";

export interface AppOptions {
  readonly ledger: Ledger;
  readonly readSide: ReadSide;
  readonly edgeLog: EdgeLog;
  readonly accessLog: AccessLog;
  readonly readiness: Readiness;
  readonly log: FastifyBaseLogger;
  /** Of sentences for callers that name no language of ours. */
  readonly locale?: Locale;
  readonly limits?: Partial<Limits>;
}

/** Longest part of a path: a stream named after an account. */
const MAX_PARAM_LENGTH = 256;

/** Builds the server; it does not listen. `const app = await buildApp(...); await app.listen({ host, port })` */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const context = contextOf(options);
  const app = newServer(context);
  app.decorateRequest("principal", null);
  // Bodies, parameters and answers are checked by the code that knows their refusals: the schemas of routes document, and change nothing.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => JSON.stringify);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error, request, reply) => answerError(context, error, request, reply));
  observe(app, context);
  app.addHook("preClose", async () => context.eventStreams.close());

  await documentation(app);
  app.setNotFoundHandler(notFound(context));
  problemPages(app, context);
  health(app, context);
  metricsPage(app, context);
  await app.register(
    async (v1) => {
      authenticateCallers(v1, context);
      v1.addHook("onRequest", (_request, reply, done) => {
        reply.header("cache-control", "no-store");
        done();
      });
      v1.setNotFoundHandler(notFound(context));
      commandCatalogue(v1, context);
      commandRoutes(v1, context);
      // In a scope of its own: only batches may be NDJSON.
      await v1.register(async (batches) => commandBatches(batches, context));
      queryRoutes(v1, context);
    },
    { prefix: "/v1" },
  );
  await app.ready();
  return app;
}

function contextOf({ locale = "es-CO", limits: given, ...parts }: AppOptions): AppContext {
  const limits = { ...DEFAULT_LIMITS, ...given };
  const eventStreams = new EventStreams(limits.eventStreams, (options) => parts.readSide.head(options));
  return { ...parts, locale, limits, metrics: new Metrics(), eventStreams };
}

function newServer(context: AppContext): FastifyInstance {
  const { limits, log, locale } = context;
  return fastify({
    loggerInstance: log,
    // One logger for all requests, and one line per answer (below): a child per request costs more than the line.
    childLoggerFactory: (logger) => logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: traceIdOf,
    requestIdHeader: false,
    bodyLimit: limits.bodyBytes,
    connectionTimeout: limits.connectionTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    http: {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: Math.min(limits.requestTimeoutMs, 5_000),
    },
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    clientErrorHandler: clientErrorHandler(locale),
    frameworkErrors: (error, request, reply) => void answerError(context, error, request, reply),
    // What still arrives on open connections while the server closes is answered, and told that the connection ends.
    return503OnClosing: false,
  });
}

/** For paths and methods that are not there; counted as one route, whatever a caller makes up. */
function notFound({ metrics }: AppContext): (request: FastifyRequest, reply: FastifyReply) => never {
  const counter = metrics.route("ANY", "unmatched");
  return (_request, reply) => {
    counter.count(404, reply.elapsedTime);
    throw refused("RESOURCE_NOT_FOUND");
  };
}

/** Counts and logs every answer: its trace, route, status and time, never a body, a query or a person's data. */
function observe(app: FastifyInstance, { metrics, log }: AppContext): void {
  app.addHook("onRoute", (route) => {
    const method = String(route.method);
    const counter = metrics.route(method, route.url);
    const counted = [route.onResponse ?? []].flat();
    route.onResponse = [
      ...counted,
      (request, reply, done) => {
        counter.count(reply.statusCode, reply.elapsedTime);
        log.debug({ traceId: request.id, method, route: route.url, status: reply.statusCode, ms: reply.elapsedTime }, "answered");
        done();
      },
    ];
  });
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("x-trace-id", request.id).header("x-content-type-options", "nosniff");
    done();
  });
}
