import pino from "pino";
import { startedBanner } from "./cli/banner.ts";
import { runCommandLine } from "./cli/command-line.ts";
import { openWorkbench, startDemoServer, startServer } from "./composition.ts";
import { BadSettings, readSettings, type Settings } from "./config.ts";
import { openLogPlace } from "./open-log-place.ts";

/** Runs until it is told to stop. */
async function start(settings: Settings): Promise<void> {
  const log = pino({ level: settings.logLevel });
  const server = await startServer(settings, log);
  process.stdout.write(startedBanner(server));
  await stopSignal();
  log.info("stopping");
  await server.close();
}

function stopSignal(): Promise<void> {
  return new Promise((stop) => {
    process.once("SIGINT", () => stop());
    process.once("SIGTERM", () => stop());
  });
}

/** The `cartera` command. Gives the exit code. */
export async function runCartera(argv: readonly string[]): Promise<number> {
  try {
    const settings = readSettings();
    return await runCommandLine(argv, {
      start: () => start(settings),
      // What every request says would drown how far the story is.
      startDemo: (request) =>
        startDemoServer(settings, pino({ level: settings.logLevel === "info" ? "warn" : settings.logLevel }), request),
      stopSignal,
      openWorkbench: () => openWorkbench(settings),
      openLogPlace: () => openLogPlace(settings),
      environment: { url: settings.client.url, ...(settings.client.apiKey !== undefined && { apiKey: settings.client.apiKey }) },
      output: {
        out: (text) => void process.stdout.write(text),
        err: (text) => void process.stderr.write(text),
        isTerminal: process.stdout.isTTY === true,
      },
    });
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}
