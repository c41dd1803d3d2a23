import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { customerBody, receiptBody, setUpCompany } from "../support/company.ts";
import type { Bench } from "./figure.ts";
import { HttpConnection } from "./http-connection.ts";
import type { Load, Measured, ProcessorSeconds } from "./load.ts";
import { runLoad } from "./load.ts";
import { processorSecondsOf, processorSecondsOfTree } from "./machine.ts";
import { type OwnProcess, startOwnProcess } from "./own-process.ts";

export const CONNECTIONS = 64;
export const ACCOUNTS = 2_000;

const TOKEN = `owner.${"k".repeat(43)}`;
const VALUE_DATE = "2025-01-15";

/** Receipts as many connections at once register them, at one address. */
export class ReceiptLoad {
  readonly #connections: readonly HttpConnection[];
  readonly #head: string;
  readonly #run = randomBytes(6).toString("hex");
  #sent = 0;

  private constructor(connections: readonly HttpConnection[], head: string) {
    this.#connections = connections;
    this.#head = head;
  }

  static async open(url: string): Promise<ReceiptLoad> {
    const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => HttpConnection.open(url)));
    return new ReceiptLoad(
      connections,
      `host: ${new URL(url).host}\r\nauthorization: Bearer ${TOKEN}\r\ncontent-type: application/json\r\n`,
    );
  }

  /** Sends a command that must be accepted. */
  async accept(connection: number, command: string, body: unknown): Promise<void> {
    this.#sent += 1;
    const text = JSON.stringify(body);
    const own = `idempotency-key: ${this.#run}-${this.#sent}\r\ncontent-length: ${text.length}\r\n\r\n${text}`;
    const answer = await (this.#connections[connection] as HttpConnection).send(
      `POST /v1/commands/${command} HTTP/1.1\r\n${this.#head}${own}`,
    );
    if (answer.status !== 200 && answer.status !== 201) throw new Error(`${command} was answered:\n${answer.text}`);
  }

  /** A company and the customers of all accounts, each account with its first receipt. */
  async setUp(): Promise<void> {
    await setUpCompany((command, body) => this.accept(0, command, body));
    let next = 0;
    const work = async (connection: number): Promise<void> => {
      for (let account = next++; account < ACCOUNTS; account = next++) {
        await this.accept(connection, "register-customer", customerBody(`C${account}`));
        await this.receipt(connection, account);
      }
    };
    await Promise.all(this.#connections.map((_, connection) => work(connection)));
  }

  receipt(connection: number, account: number): Promise<void> {
    const id = `${this.#run}-${this.#sent}`;
    return this.accept(connection, "register-receipt", receiptBody(`C${account}.CO01.COP`, `R-${id}`, "125000.00", VALUE_DATE));
  }

  /** `accountOf` says on which account the next receipt is. */
  run(load: Pick<Load, "warmUp" | "measureMs" | "processorSeconds">, accountOf: () => number): Promise<Measured> {
    return runLoad({ ...load, callers: CONNECTIONS, call: (connection) => this.receipt(connection, accountOf()) });
  }

  close(): void {
    for (const connection of this.#connections) connection.close();
  }
}

/** Each account as often as any other, in no order. */
export function uniformAccount(): number {
  return Math.floor(Math.random() * ACCOUNTS);
}

/** A ledger in a process of its own, set up for receipts. */
export async function startLedger({ databases, nodeOptions }: Bench, name: string): Promise<OwnProcess> {
  return startOwnProcess([...nodeOptions, join("src", "cli", "cartera.mjs"), "start"], {
    DATABASE_URL: await databases.fresh(name),
    CARTERA_MASTER_KEY_FILE: join(databases.folder, `${name}.key`),
    CARTERA_DATA_DIR: databases.folder,
    CARTERA_PORT: "0",
    CARTERA_BOOTSTRAP_API_KEY: TOKEN,
    LOG_LEVEL: "warn",
  });
}

/** Reads how much of the processor each side has used. */
export function processorsOf(bench: Bench, server: OwnProcess): () => ProcessorSeconds {
  return () => {
    const { user, system } = process.cpuUsage();
    return {
      server: processorSecondsOf(server.pid),
      PostgreSQL: processorSecondsOfTree(bench.databases.pid),
      generator: (user + system) / 1e6,
    };
  };
}
