import type { EventStore } from "../../src/event-store/port.ts";
import { customerBody, lineBody, setUpAccount } from "./company.ts";
import { type Body, openTestLedger, type TestLedger, testClock } from "./ledger.ts";
import { employ } from "./people.ts";

export const ACCOUNT = "C2.CO01.COP";
/** Above the authority of CARL. */
export const LINE = lineBody(ACCOUNT, "50000000.00");
export const as = (personId: string) => ({ as: { personId, keyId: personId } });

/** CARL asks for lines above his level; SAM and AMY together, or DIRK, may grant them. */
export async function openCompany(store?: EventStore): Promise<TestLedger> {
  const clock = testClock();
  const test = await openTestLedger({ clock, ...(store !== undefined && { store }) });
  await setUpAccount(test);
  await test.accept("register-customer", customerBody("C2"));
  await employ(test.accept, { CARL: "CC", SAM: "SM", AMY: "AM", CHIP: "CHF", PAM: "PA", ADAM: "ADM", DIRK: "DIR" });
  return test;
}

/** Submits a command that must wait; gives its approval. */
export async function submit(test: TestLedger, command = "open-credit-line", body: Body = LINE, personId = "CARL"): Promise<string> {
  const answer = await test.send(command, { ...body, submitForApproval: true }, as(personId));
  if (answer.kind !== "submitted") throw new Error(`${command} does not wait: ${JSON.stringify(answer)}`);
  return answer.body.approvalId;
}

/** Grants an approval; must be accepted. */
export const grant = (test: TestLedger, approvalId: string, personId: string, more: Body = {}) =>
  test.accept("grant-approval", { approvalId, ...more }, as(personId));
export const codesOf = ({ violations }: { readonly violations: readonly { readonly code: string }[] }) =>
  violations.map(({ code }) => code);
export const typesOf = async (test: TestLedger, stream: string) => (await test.store.readStream(stream)).map(({ type }) => type);
/** Types of the events of an approval. */
export const courseOf = (test: TestLedger, approvalId: string) => typesOf(test, `approval-${approvalId}`);
export const lastOf = async (test: TestLedger, approvalId: string) => (await test.store.readStream(`approval-${approvalId}`)).at(-1);
