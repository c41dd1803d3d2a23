import pg from "pg";
import { clientConfig, type EventStoreLog, type LogConnection, type LogRole } from "./connection.ts";
import { checkServerSettings } from "./server-settings.ts";

/** The appender's own connection: opened when needed, thrown away at the first sign of trouble. */
export class AppendConnection {
  readonly #connection: LogConnection;
  readonly #role: LogRole | null;
  readonly #connectWithinMs: number;
  readonly #log: EventStoreLog;
  #client: pg.Client | undefined;

  constructor(connection: LogConnection, role: LogRole | null, connectWithinMs: number, log: EventStoreLog) {
    this.#connection = connection;
    this.#role = role;
    this.#connectWithinMs = connectWithinMs;
    this.#log = log;
  }

  /**
   * Connects if there is no connection. Throws when the server cannot be reached, and when this very session would acknowledge what is not
   * durable yet: settings of a user or a database change while the ledger runs. Nothing was sent then.
   */
  async open(): Promise<void> {
    if (this.#client !== undefined) return;
    const client = new pg.Client({
      ...clientConfig(this.#connection, this.#role, "cartera append"),
      connectionTimeoutMillis: this.#connectWithinMs,
    });
    client.on("error", (error) => {
      if (this.#client === client) this.#client = undefined;
      this.#log.warn({ err: error }, "The append connection was lost");
    });
    client.on("end", () => {
      if (this.#client === client) this.#client = undefined;
    });
    try {
      await client.connect();
      await this.#check(client);
    } catch (error) {
      destroy(client);
      throw error;
    }
    this.#client = client;
  }

  /**
   * Sends one autocommitted statement and waits for its answer, at most `answerWithinMs`: a server that froze or a network that swallows
   * packets does not close the connection.
   */
  async query(query: pg.QueryArrayConfig<unknown[]>, answerWithinMs: number): Promise<readonly unknown[][]> {
    const client = this.#client;
    if (client === undefined) throw new Error("The append connection is gone");
    const timer = setTimeout(() => this.#drop(client), answerWithinMs);
    try {
      return (await client.query(query)).rows;
    } finally {
      clearTimeout(timer);
    }
  }

  async #check(client: pg.Client): Promise<void> {
    const timer = setTimeout(() => destroy(client), this.#connectWithinMs);
    try {
      await checkServerSettings(client);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Throws the connection away, with whatever is under way on it. */
  drop(): void {
    if (this.#client !== undefined) this.#drop(this.#client);
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
  }

  #drop(client: pg.Client): void {
    if (this.#client === client) this.#client = undefined;
    destroy(client);
  }
}

/** Ends a connection without asking the server. Statements under way on it fail. */
export function destroy(client: pg.Client): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}
