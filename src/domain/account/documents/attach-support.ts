import { AttachSupportBody } from "../../../../schemas/commands/documents.ts";
import { SupportAttached } from "../../../../schemas/events/account/documents.ts";
import { broken, refuse, violation } from "../../../kernel/decider.ts";
import { defineCommand } from "../../facts.ts";
import { DESK } from "../../roles.ts";
import { accountOf } from "../account.ts";

export const attachSupport = defineCommand({
  name: "AttachSupport",
  title: { en: "Attach a supporting document", es: "Adjuntar un soporte" },
  body: AttachSupportBody,
  issuedBy: [...DESK, "BIL"],
  target: accountOf,
  facts: [],
  refusals: ["OVERLAPS", "ITEM_NOT_FOUND"],

  /** The ledger keeps where the paper is and the hash by which it is known again, never the paper. */
  decide({ documents }, { supportId, documentId, contentHash, kind, storageRef }) {
    const violations = broken([
      documents.supports.has(supportId) ? violation("OVERLAPS", { supportId }, "/supportId") : undefined,
      documentId === undefined || documents.byId.has(documentId) ? undefined : violation("ITEM_NOT_FOUND", { documentId }, "/documentId"),
    ]);
    if (violations.length > 0) return refuse(...violations);
    return [SupportAttached({ supportId, kind, contentHash, storageRef, ...(documentId !== undefined && { documentId }) })];
  },
});
