import t from "tap";
import { ItemFlagged, ItemUnflagged, SupportAttached } from "../../../schemas/events/account/documents.ts";
import { attachSupport } from "../../../src/domain/account/documents/attach-support.ts";
import { flagItem } from "../../../src/domain/account/documents/flag-item.ts";
import { unflagItem } from "../../../src/domain/account/documents/unflag-item.ts";
import { ACCOUNT, invoiceRecorded } from "../../support/account-history.ts";
import { given } from "../../support/given.ts";

const F1 = invoiceRecorded("F1", "100.00", "2025-11-01");
const flag = { accountId: ACCOUNT, instalmentId: "F1.1", flag: "HOLD", reason: "claim under way" };

t.test("an instalment is flagged once, and anew only with another end", async (t) => {
  const held = given(F1).when(flagItem, { ...flag, until: "2025-11-30" });
  held.decides(t, ItemFlagged({ instalmentId: "F1.1", flag: "HOLD", until: "2025-11-30" }));
  given(F1, ...held.events)
    .when(flagItem, { ...flag, until: "2025-11-30" })
    .changesNothing(t);
  given(F1, ...held.events)
    .when(flagItem, flag)
    .decides(t, ItemUnflagged({ instalmentId: "F1.1", flag: "HOLD" }), ItemFlagged({ instalmentId: "F1.1", flag: "HOLD" }));
  given(F1, ...held.events)
    .when(flagItem, { ...flag, flag: "NO_DUNNING" })
    .decides(t, ItemFlagged({ instalmentId: "F1.1", flag: "NO_DUNNING" }));
  given(F1)
    .when(flagItem, { ...flag, until: "2025-11-19" })
    .refused(t, "VALIDITY_INVERTED", { from: "2025-11-20", to: "2025-11-19" });
});

t.test("a flag that is not there is not taken away", async (t) => {
  given(F1).when(unflagItem, flag).changesNothing(t);
  given(F1, ItemFlagged({ instalmentId: "F1.1", flag: "HOLD" }), ItemFlagged({ instalmentId: "F1.1", flag: "NO_DUNNING" }))
    .when(unflagItem, flag)
    .decides(t, ItemUnflagged({ instalmentId: "F1.1", flag: "HOLD" }));
});

t.test("litigation is flagged by its process only, and every flag says why", async (t) => {
  const litigated = { ...flag, flag: "IN_LITIGATION" };
  for (const command of [flagItem, unflagItem]) {
    given(F1)
      .when(command, litigated, { roles: ["CC"] })
      .refused(t, "NOT_AUTHORISED");
    const { reason: _none, ...unexplained } = flag;
    given(F1).when(command, unexplained).refused(t, "REASON_REQUIRED");
    given(F1)
      .when(command, { ...flag, instalmentId: "F9.1" })
      .refused(t, "ITEM_NOT_FOUND");
  }
  given(F1)
    .when(flagItem, litigated, { roles: ["SYS"] })
    .decides(t, ItemFlagged({ instalmentId: "F1.1", flag: "IN_LITIGATION" }));
});

t.test("a support is attached once, to a document of the account or to the account itself", async (t) => {
  const paper = { supportId: "S1", contentHash: "a".repeat(64), kind: "DELIVERY_NOTE", storageRef: "vault/1" };
  given(F1)
    .when(attachSupport, { accountId: ACCOUNT, ...paper, documentId: "F1" })
    .decides(t, SupportAttached({ ...paper, documentId: "F1" }));
  given(F1, SupportAttached(paper))
    .when(attachSupport, { accountId: ACCOUNT, ...paper })
    .refused(t, "OVERLAPS", { supportId: "S1" });
  given(F1)
    .when(attachSupport, { accountId: ACCOUNT, ...paper, documentId: "F9" })
    .refused(t, "ITEM_NOT_FOUND", { documentId: "F9" });
});
