import { Type } from "@sinclair/typebox";
import { DelinquencyCause, DelinquencyState } from "../../codes.ts";
import { InstalmentId } from "../../identifiers.ts";
import { Amount } from "../../money.ts";
import { defineEvent } from "../define-event.ts";

/**
 * The account's state of default from the event's business date on. Changes of an account are numbered; `supersedes` names earlier ones
 * that are not true as things are known now. `worst` is the item that is longest past due on that day, where one is.
 */
export const DelinquencyStateChanged = defineEvent("DelinquencyStateChanged", 1, {
  changeNo: Type.Integer({ minimum: 1 }),
  from: DelinquencyState,
  to: DelinquencyState,
  cause: DelinquencyCause,
  worst: Type.Optional(
    Type.Object({ instalmentId: InstalmentId, dpd: Type.Integer({ minimum: 1 }), open: Amount }, { additionalProperties: false }),
  ),
  supersedes: Type.Array(Type.Integer({ minimum: 1 })),
});
