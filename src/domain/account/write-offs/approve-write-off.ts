import { ApproveWriteOffBody } from "../../../../schemas/commands/write-offs.ts";
import { WriteOffApproved } from "../../../../schemas/events/account/write-offs.ts";
import { broken, type DeepReadonly, type Occasion, refuse, type Verdict, violation } from "../../../kernel/decider.ts";
import { authorityReaches, heldLevel, requiredLevel } from "../../authority.ts";
import { defineCommand } from "../../facts.ts";
import { identitiesOf } from "../../quorum.ts";
import { type Account, accountOf } from "../account.ts";
import { partsOfAccount } from "../account-id.ts";
import { requestedUpTo } from "../authority-use/authority-use.ts";
import { mayBeWrittenOff, WRITE_OFF_REFUSALS } from "./write-off-rules.ts";
import type { WriteOff } from "./write-offs.ts";

export const approveWriteOff = defineCommand({
  name: "ApproveWriteOff",
  title: { en: "Approve a write-off", es: "Aprobar un castigo" },
  body: ApproveWriteOffBody,
  issuedBy: ["CC", "CHF", "DIR", "COR"],
  decidesOn: ["WRITE_OFF"],
  target: accountOf,
  facts: ["policies"],
  refusals: ["WRITE_OFF_NOT_FOUND", "INVALID_TRANSITION", ...WRITE_OFF_REFUSALS, "SELF_APPROVAL", "AUTHORITY_EXCEEDED"],

  /** The amount decided on is what its proposer proposed that day, up to this. The highest level takes two people. */
  decide(account, { accountId, writeOffId, note }, facts) {
    const { currency } = partsOfAccount(accountId);
    const writeOff = account.writeOffs.get(writeOffId);
    if (writeOff === undefined) return refuse(violation("WRITE_OFF_NOT_FOUND", { writeOffId }, "/writeOffId"));
    const { status } = writeOff;
    if (status !== "PROPOSED") return refuse(violation("INVALID_TRANSITION", { writeOffId, status }, "/writeOffId"));

    const on = facts.effectiveOn ?? facts.today;
    const amount = requestedUpTo(account, "WRITE_OFF", writeOffId);
    const required = requiredLevel(facts.policies.inForce("authority", on).body.WRITE_OFF, amount, currency);
    const held = heldLevel(facts, { kind: "WRITE_OFF", amount, currency });
    const violations = broken([
      mayBeWrittenOff(account, writeOff, on, facts.policies.inForce("writeOff", on).body, currency),
      caseIsNotTheirs(account, writeOff, facts),
      authorityReaches(held, required, "WRITE_OFF", { amount, currency }),
    ]);
    if (violations.length > 0 || held === undefined) return refuse(...violations);
    const approvers = [facts.actor, ...facts.approvers].map(({ personId }) => personId);
    return [WriteOffApproved({ writeOffId, authorityLevel: held, approvers, ...(note !== undefined && { note }) })];
  },
});

/** Nobody approves what they proposed themselves, nor writes off items whose money went through their own hands. */
export function caseIsNotTheirs(
  { applications, creditMoves }: Account,
  { proposedBy, lines }: DeepReadonly<WriteOff>,
  { actor, approvers }: Pick<Occasion, "actor" | "approvers">,
): Verdict {
  const receipts = lines
    .flatMap(({ instalmentId }) => applications.ofInstalment.get(instalmentId) ?? [])
    .flatMap((applicationId) => applications.byId.get(applicationId)?.creditItemId ?? []);
  const cashiers = receipts.flatMap((receiptId) => creditMoves.origins.get(receiptId)?.registeredBy ?? []);
  const deciding = [actor, ...approvers].flatMap(identitiesOf);
  return [proposedBy, ...cashiers].some((each) => deciding.includes(each)) ? violation("SELF_APPROVAL") : undefined;
}
