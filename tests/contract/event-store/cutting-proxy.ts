import { connect, createServer, type Socket } from "node:net";
import type { Test } from "tap";

/** What the proxy does to the connections through it. */
export type Fault =
  /** Nothing. */
  | "none"
  /** Passes requests on, and cuts the connection instead of passing the answer back. */
  | "cut before the answer"
  /** Passes requests on and keeps the answers, without a word. */
  | "swallow answers"
  /** Closes what is open and takes no connection. */
  | "refuse";

export interface CuttingProxy {
  /** The connection string through the proxy. */
  readonly connectionString: string;
  cuts(): number;
  set(fault: Fault, times?: number): void;
}

/** A TCP proxy before the database that breaks connections where a test wants them broken. */
export async function startCuttingProxy(t: Test, connectionString: string): Promise<CuttingProxy> {
  const target = new URL(connectionString);
  const open = new Set<Socket>();
  let fault: Fault = "none";
  let left = Number.POSITIVE_INFINITY;
  let cuts = 0;

  const server = createServer((client) => {
    if (fault === "refuse") return void client.destroy();
    const upstream = connect(Number(target.port || 5432), target.hostname);
    const both = [client, upstream];
    const end = () => {
      for (const socket of both) {
        socket.destroy();
        open.delete(socket);
      }
    };
    for (const socket of both) {
      open.add(socket);
      socket.on("error", end).on("close", end);
    }
    client.on("data", (bytes) => upstream.write(bytes));
    upstream.on("data", (bytes) => {
      if (fault === "swallow answers") return;
      if (fault !== "cut before the answer" || left <= 0) return void client.write(bytes);
      left -= 1;
      cuts += 1;
      end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const closeAll = () => {
    for (const socket of open) socket.destroy();
  };
  t.teardown(() => {
    closeAll();
    server.close();
  });
  const through = new URL(connectionString);
  through.hostname = "127.0.0.1";
  through.port = String((server.address() as { port: number }).port);
  return {
    connectionString: through.href,
    cuts: () => cuts,
    set(next, times = Number.POSITIVE_INFINITY) {
      fault = next;
      left = times;
      if (next === "refuse") closeAll();
    },
  };
}
