import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { signal } from "../../../src/embedded-postgres/postmaster.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../../src/embedded-postgres/server.ts";
import type { Dice } from "../../properties/account/model/dice.ts";
import { queryOnce } from "../../support/embedded-node.ts";
import { type Place, postmasterPid } from "../place.ts";
import { KeptServer } from "./kept-server.ts";

const BETWEEN_LOOKS_MS = 100;
const MAX_LOOKS = 300;

/** What can be killed: a server, PostgreSQL, one of its processes that work for a server, PostgreSQL and both servers at once. */
export type Victim = "server" | "database" | "backend" | "everything";

/** A kill that is prepared. */
export interface Aim {
  /** Servers whose requests it cuts off. */
  readonly places: readonly Place[];
  /** Kills at once. */
  strike(): void;
}

/** Two server processes on one PostgreSQL; whatever is killed is started again. */
export class KeptLedger {
  readonly servers: readonly KeptServer[];
  readonly #directory: string;

  constructor(directory: string, ports: readonly number[]) {
    this.servers = ports.map((port) => new KeptServer({ directory, port }));
    this.#directory = directory;
  }

  async start(): Promise<void> {
    await this.mend();
    // The first one makes the ledger.
    for (const server of this.servers) await server.start();
  }

  /** Waits until the victim is at work, and aims at it. */
  async aim(victim: Victim, dice: Dice): Promise<Aim> {
    const serving = await this.#serving();
    const places = this.servers.map(({ place }) => place);
    const postmaster = await postmasterPid(places[0] as Place);
    switch (victim) {
      case "server": {
        const server = dice.of(...serving);
        return { places: [server.place], strike: () => server.kill() };
      }
      case "database":
        return { places, strike: () => signal(postmaster, "SIGKILL") };
      case "backend": {
        const backend = dice.of(...(await this.#backends()));
        return { places, strike: () => signal(backend, "SIGKILL") };
      }
      case "everything":
        return {
          places,
          strike: () => {
            signal(postmaster, "SIGKILL");
            for (const server of this.servers) server.kill();
          },
        };
    }
  }

  /** Gives PostgreSQL once it takes connections: the one that is running, else a new one. */
  mend(): Promise<EmbeddedPostgres> {
    return startEmbeddedPostgres({ dataDir: join(this.#directory, "data"), log: { info: () => undefined, warn: () => undefined } });
  }

  /** Ends all of it in good order. */
  async stop(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.stop()));
    const database = await this.mend();
    await database.stop();
  }

  /** The servers that answer, of which there is one in the end. */
  async #serving(): Promise<readonly KeptServer[]> {
    for (;;) {
      const serving = this.servers.filter(({ isServing }) => isServing);
      if (serving.length > 0) return serving;
      await Promise.race(this.servers.map((server) => server.untilServing()));
    }
  }

  /** Processes of PostgreSQL that work for a server; just after a start there may be none yet. */
  async #backends(): Promise<readonly number[]> {
    const { connectionString } = await this.mend();
    for (let tries = 0; tries < MAX_LOOKS; tries += 1) {
      const sql = "select pid from pg_stat_activity where application_name like 'cartera%'";
      const rows = (await queryOnce(connectionString, sql)) as readonly { readonly pid: number }[];
      if (rows.length > 0) return rows.map(({ pid }) => pid);
      await sleep(BETWEEN_LOOKS_MS);
    }
    throw new Error("no server is connected to PostgreSQL");
  }
}
