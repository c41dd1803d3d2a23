import { createHash } from "node:crypto";
import type { Test } from "tap";
import { customerBody, setUpCompany } from "../support/company.ts";
import type { Body, HttpAnswer, HttpLedger } from "../support/http-ledger.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

export const ACCOUNT = "C1.CO01.COP";
export const LARGE = "C2.CO01.COP";
const STAFF = {
  ...{ CAROLA: "CC", SERGIO: "SM", ADELA: "AM", FELIPE: "CHF", VERA: "SR", PILAR: "PA" },
  ...{ BRUNO: "BIL", TERESA: "TRE", ANDRES: "ACC", DIEGO: "DIR" },
} as const;
type Person = keyof typeof STAFF;
const tokenOf = (person: Person) => `${person.toLowerCase()}.${createHash("sha256").update(person).digest("base64url")}`;
export const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
export const cop = (amount: string) => ({ amount, currency: "COP" });

/** The branch: whoever works there, each with a key of their own, and what the account shows after each step. */
export class Branch {
  readonly #server: TestServer;
  #position = "0";

  constructor(server: TestServer) {
    this.#server = server;
  }

  async try(person: Person, command: string, body: Body): Promise<HttpAnswer> {
    const answer = await this.#http(person).post(command, { accountId: ACCOUNT, ...body });
    if (answer.body.position !== undefined) this.#position = answer.body.position;
    return answer;
  }

  async accept(person: Person, command: string, body: Body) {
    const answer = await this.try(person, command, body);
    if (answer.status !== 201) throw new Error(`${person}: ${command} was answered ${answer.status}: ${answer.text}`);
    return answer.body;
  }

  /** Sends a command that waits for others, lets each of them grant it, and gives what became of it. */
  async acceptWith(people: readonly Person[], person: Person, command: string, body: Body) {
    const asked = await this.try(person, command, { ...body, submitForApproval: true });
    if (asked.status !== 202) throw new Error(`${command} was answered ${asked.status}: ${asked.text}`);
    const { approvalId } = asked.body;
    for (const each of people) {
      const granted = await this.#http(each).post("grant-approval", { approvalId });
      if (granted.status !== 201) throw new Error(`${each} could not grant: ${granted.text}`);
      this.#position = granted.body.position;
    }
    return this.#http(person).ask(`/v1/approvals/${approvalId}?minPosition=${await this.#head()}`);
  }

  async ask(path: string, person: Person = "CAROLA") {
    return this.#http(person).ask(`${path}${path.includes("?") ? "&" : "?"}minPosition=${await this.#head()}`);
  }

  /** Balance, exposure and what is left of the limit; and aging by bucket, where something is open. */
  async shows(t: Test, after: string, expected: Readonly<Record<string, string>>, accountId = ACCOUNT): Promise<void> {
    const account = await this.ask(`/v1/accounts/${accountId}`);
    const aging = await this.ask("/v1/aging?groupBy=account");
    const row = aging.rows.find(({ key }: { key: string }) => key === accountId);
    const figures = {
      balance: account.balance.amount,
      exposure: account.exposure.amount,
      available: account.available.amount,
      ...Object.fromEntries(Object.entries<string>(row?.amounts ?? {}).filter(([, amount]) => Number(amount) !== 0)),
      ...(row !== undefined && Number(row.unapplied) !== 0 && { unapplied: row.unapplied }),
    };
    t.strictSame(figures, expected, after);
    t.equal(row?.total ?? "0.00", account.balance.amount, `${after}: the buckets less what is not applied are the balance`);
  }

  tomorrow(day: string): Promise<void> {
    return this.#server.restart({ CARTERA_CLOCK: `${day}T14:00:00.000Z` });
  }

  async #head(): Promise<string> {
    const { position } = await this.#server.http.ask("/v1/projections");
    return Number(position) > Number(this.#position) ? position : this.#position;
  }

  #http(person: Person): HttpLedger {
    return this.#server.http.as(tokenOf(person));
  }
}

/** A company of one branch at the beginning of its day, with everybody who works there. */
export async function openBranch(t: Test): Promise<Branch> {
  const server = await startTestServer(t, { clock: "2025-11-17T14:00:00.000Z" });
  const { accept } = server.http;
  await setUpCompany(accept);
  for (const [personId, role] of Object.entries(STAFF)) {
    await accept("register-person", { personId, name: personId, email: `${personId.toLowerCase()}@example.com` });
    const secretHash = sha256(tokenOf(personId as Person).split(".")[1] ?? "");
    await accept("issue-api-key", { personId, keyId: personId.toLowerCase(), secretHash });
    await accept("assign-role", { personId, role, entityIds: [], branchIds: [], from: "2025-01-01" });
  }
  for (const customerId of ["C1", "C2"]) await accept("register-customer", customerBody(customerId));
  return new Branch(server);
}
