import { setTimeout as sleep } from "node:timers/promises";
import type { Role } from "../../../schemas/roles.ts";
import { ROLES } from "../../../schemas/roles.ts";
import type { RefusalCode } from "../../../src/kernel/refusal-code.ts";
import { customerBody, setUpCompany } from "../../support/company.ts";
import type { Body, HttpLedger } from "../../support/http-ledger.ts";
import { issueKey } from "../../support/people.ts";
import type { TestServer } from "../../support/server.ts";

/** The day of the histories that are older than a policy or an approval lasts, and the day of the refusals. */
export const EARLIER = "2025-11-10";
export const TODAY = "2025-11-20";

/** OWNER holds every role, NOBODY none, and BRANCH every role in a branch where nothing is; the others have the role they are called by. */
export type Person = "OWNER" | "NOBODY" | "BRANCH" | Role;

/** What must be refused: for which reason, why in words, and by whom it is sent. */
export type RefusalCase = readonly [code: RefusalCode, because: string, body: Body, by?: Person];

/** What is refused with a code when the last of the people agrees to it. */
export type AgreedCase = readonly [code: RefusalCode, because: string, people: readonly [Person, ...Person[]], command: string, body: Body];

interface Outcome {
  readonly status: "EXECUTED" | "FAILED";
  /** Of the refusal. */
  readonly code: string;
}

type CasesByCommand = Readonly<Record<string, readonly RefusalCase[]>>;

export interface Area {
  readonly name: string;
  /** What happened on the earlier day, while one person set everything up alone. */
  readonly before?: (house: House) => Promise<void>;
  /** What happened on the day of the refusals. */
  readonly today?: (house: House) => Promise<void>;
  /** By command, as in the path. */
  readonly cases: CasesByCommand;
  /** Those that name ids which the ledger gave. */
  readonly casesOf?: (house: House) => CasesByCommand;
  readonly agreed?: readonly AgreedCase[];
}

export const HASH = "a".repeat(64);
export const cop = (amount: string) => ({ amount, currency: "COP" });
export const DOLLARS = { amount: "1.00", currency: "USD" };

/** The accounts have the ids of their customers: "LIN" has LIN.CO01.COP. */
export const accountOf = (customerId: string, entityId = "CO01") => `${customerId}.${entityId}.COP`;

/** A ledger with one rich company, and somebody in each role. */
export class House {
  readonly server: TestServer;
  /** Ids that the ledger gave, by a name of the test. */
  readonly ids: Record<string, string> = {};
  /** Where to read what was accepted last, by command. */
  readonly locations = new Map<string, string>();
  readonly #tokens: Partial<Record<Person, string>> = {};

  constructor(server: TestServer) {
    this.server = server;
  }

  as(person: Person = "OWNER"): HttpLedger {
    const token = this.#tokens[person];
    return token === undefined ? this.server.http : this.server.http.as(token);
  }

  /** Sends what must be accepted, and remembers where the answer says that it can be read. */
  accept = async (command: string, body: Body, by: Person = "OWNER") => {
    const { status, body: answer, headers, text } = await this.as(by).post(command, body);
    const location = headers.get("location");
    if (status !== 201 || location === null) throw new Error(`${command} was answered ${status} with ${location}: ${text}`);
    this.locations.set(command, location);
    return answer;
  };

  /** Submits what needs other people; gives the id of the approval. */
  async submit(maker: Person, command: string, body: Body): Promise<string> {
    const { status, body: answer, text } = await this.as(maker).post(command, { ...body, submitForApproval: true });
    if (status !== 202) throw new Error(`${command} does not wait, but was answered ${status}: ${text}`);
    return answer.approvalId;
  }

  /** What one sends and another approves; it has taken effect when this is over. */
  async together(people: readonly [Person, Person], command: string, body: Body): Promise<void> {
    const { status, code } = await this.agreed(people, command, body);
    if (status !== "EXECUTED") throw new Error(`${command} was approved and did not take effect: ${code}`);
  }

  /** What became of a command that one sends and the others approve. */
  async agreed([maker, ...checkers]: readonly [Person, ...Person[]], command: string, body: Body): Promise<Outcome> {
    const approvalId = await this.submit(maker, command, body);
    for (const checker of checkers) await this.accept("grant-approval", { approvalId }, checker);
    for (let tries = 0; tries < 100; tries += 1) {
      const { position } = await this.server.http.ask("/v1/events?after=0&limit=1");
      const { status, code } = await this.server.http.ask(`/v1/approvals/${approvalId}?minPosition=${position}`);
      if (status === "EXECUTED" || status === "FAILED") return { status, code };
      await sleep(50);
    }
    throw new Error(`${command} was approved, and nothing became of it`);
  }

  async customers(...customerIds: readonly string[]): Promise<void> {
    for (const customerId of customerIds) await this.accept("register-customer", customerBody(customerId));
  }

  /** One person for each role but the director's, of which there is only OWNER. */
  async employ(): Promise<void> {
    for (const person of ["NOBODY", "BRANCH", ...ROLES] as const) {
      await this.accept("register-person", { personId: `P-${person}`, name: person });
      this.#tokens[person] = await issueKey((command, body) => this.accept(command, body), `P-${person}`, `key-${person}`);
    }
    const everywhere = { entityIds: [], branchIds: [], from: "2025-01-01" };
    for (const role of ROLES.filter((each) => each !== "DIR")) {
      await this.accept("assign-role", { ...everywhere, personId: "P-BRANCH", role, branchIds: ["CO01-B2"] });
      await this.accept("assign-role", { ...everywhere, personId: `P-${role}`, role });
    }
  }

  /** From now on nobody sets anything up alone. */
  async appointDirector(): Promise<void> {
    await this.accept("assign-role", { personId: "P-DIR", role: "DIR", entityIds: [], branchIds: [], from: "2025-01-01" });
  }

  async setUpCompanies(): Promise<void> {
    const { accept } = this;
    await setUpCompany(accept);
    await setUpCompany(accept, { entityId: "MX01", currency: "COP", timeZone: "America/Mexico_City", country: "MX" });
    await accept("register-branch", { entityId: "CO01", branchId: "CO01-B2", name: "Norte" });
    const dollars = { currency: "USD", openingBalance: { amount: "0", currency: "USD" } };
    await accept("register-bank-account", { entityId: "CO01", bankAccountId: "CO01-USD", bank: "Banco", number: "9", ...dollars });
  }

  /** The last place in the log, once the ledger's own processes have seen all of it and have nothing more to do. */
  async settled(): Promise<number> {
    let [last, quiet] = [-1, 0];
    for (let tries = 0; tries < 600 && quiet < 4; tries += 1) {
      const head = Number((await this.server.http.ask("/v1/events?after=0&limit=1")).position);
      const { processes } = (await this.server.http.ask("/v1/processes")) as {
        readonly processes: readonly { readonly lagEvents: number | null }[];
      };
      const isStill = head === last && processes.every(({ lagEvents }) => (lagEvents ?? 0) === 0);
      quiet = isStill ? quiet + 1 : 0;
      last = head;
      await sleep(25);
    }
    return last;
  }
}
