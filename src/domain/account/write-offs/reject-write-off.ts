import { RejectWriteOffBody } from "../../../../schemas/commands/write-offs.ts";
import { WriteOffRejected } from "../../../../schemas/events/account/write-offs.ts";
import { refuse, violation } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { identitiesOf } from "../../quorum.ts";
import { accountOf } from "../account.ts";

export const rejectWriteOff = defineCommand({
  name: "RejectWriteOff",
  title: { en: "Reject a write-off", es: "Rechazar un castigo" },
  body: RejectWriteOffBody,
  issuedBy: ["CC", "CHF", "DIR", "COR"],
  decidesOn: ["WRITE_OFF"],
  target: accountOf,
  facts: [],
  refusals: ["WRITE_OFF_NOT_FOUND", "INVALID_TRANSITION", "SELF_APPROVAL"],

  /** Whoever has a part in the matrix may say no: the amount matters only to whoever says yes. */
  decide({ writeOffs }, { writeOffId, note }, { actor }) {
    const writeOff = writeOffs.get(writeOffId);
    if (writeOff === undefined) return refuse(violation("WRITE_OFF_NOT_FOUND", { writeOffId }, "/writeOffId"));
    const { status, proposedBy } = writeOff;
    if (status !== "PROPOSED" && status !== "APPROVED") {
      return refuse(violation("INVALID_TRANSITION", { writeOffId, status }, "/writeOffId"));
    }
    if (identitiesOf(actor).includes(proposedBy)) return refuse(violation("SELF_APPROVAL"));
    return [WriteOffRejected({ writeOffId, note })];
  },
});
