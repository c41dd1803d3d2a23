import { randomUUID } from "node:crypto";
import type { Test } from "tap";
import type { Engine } from "./engine.ts";
import { appendOk, appendTo, outcomeNames, request, tally } from "./requests.ts";

export function claimTests(t: Test, engine: Engine): void {
  t.test("a claim is taken for ever, and its owner is named", async (t) => {
    const store = await engine.open(t);
    await appendOk(store, { stream: "account-0" });
    await appendOk(store, { stream: "account-1", claims: ["document:FE-1", "bank:REF-9"], count: 2 });
    const duplicate = { outcome: "duplicate", claim: "bank:REF-9", ordinal: 2, count: 2 };
    t.strictSame(await appendTo(store, { stream: "account-2", claims: ["document:FE-2", "bank:REF-9"] }), duplicate);
    t.strictSame(await appendTo(store, { stream: "account-2", expected: 9, claims: ["bank:REF-9"] }), duplicate, "before conflict");
    const moved = { stream: "account-2", claims: ["bank:REF-9"], unchanged: [{ stream: "account-0", revision: 5 }] };
    t.strictSame(await appendTo(store, moved), { outcome: "moved" }, "after moved");
    t.match(
      await appendTo(store, { stream: "account-2", claims: ["bank:REF-9", "document:FE-1"] }),
      { claim: "bank:REF-9" },
      "the first as listed",
    );
    t.match(await appendTo(store, { stream: "account-2", claims: ["document:FE-2"] }), { outcome: "ok" }, "a failed append took no claims");
  });

  t.test("of 100 appends that race for one claim one wins, and the others name it", async (t) => {
    const store = await engine.open(t);
    const requests = Array.from({ length: 100 }, (_, i) => request({ stream: `account-${i}`, claims: ["document:FE-1", `bank:REF-${i}`] }));
    const answers = await Promise.all(requests.map((each) => store.append(each)));
    t.strictSame(tally(answers), { ok: 1, duplicate: 99 });
    for (const answer of answers) {
      if (answer.outcome !== "ok") t.strictSame(answer, { outcome: "duplicate", claim: "document:FE-1", ordinal: 1, count: 1 });
    }
    t.equal((await store.head()).ordinal, 1);
  });

  t.test("when the first of two that want a claim fails, the second gets it", async (t) => {
    const store = await engine.open(t);
    const claims = ["document:FE-1"];
    const answers = await Promise.all([
      appendTo(store, { stream: "account-1", expected: 4, claims }),
      appendTo(store, { stream: "account-2", claims }),
      appendTo(store, { stream: "account-3", claims }),
    ]);
    t.strictSame(outcomeNames(answers), ["conflict", "ok", "duplicate"]);
  });

  t.test("what waits behind a request that had to wait for a claim keeps its place", async (t) => {
    const store = await engine.open(t);
    const answers = await Promise.all([
      appendTo(store, { stream: "account-1", expected: 4, claims: ["document:FE-1"] }),
      appendTo(store, { stream: "account-2", claims: ["document:FE-1"] }),
      appendTo(store, { stream: "account-2", expected: 0 }),
      appendTo(store, { stream: "account-3", claims: ["document:FE-2"] }),
      appendTo(store, { stream: "account-4", claims: ["document:FE-2"] }),
      appendTo(store, { stream: "account-4", expected: 0 }),
    ]);
    t.strictSame(outcomeNames(answers), ["conflict", "ok", "ok", "ok", "duplicate", "conflict"]);
  });

  t.test("a claim named twice in one request is one claim", async (t) => {
    const store = await engine.open(t);
    t.match(await appendTo(store, { stream: "account-1", claims: ["document:FE-1", "document:FE-1"] }), { outcome: "ok" });
    t.match(await appendTo(store, { stream: "account-2", claims: ["document:FE-1"] }), { outcome: "duplicate", ordinal: 1 });
  });

  t.test("the id of a command that failed may be used again", async (t) => {
    const store = await engine.open(t);
    const commandId = randomUUID();
    t.match(await appendTo(store, { stream: "account-1", expected: 3, commandId }), { outcome: "conflict" });
    t.match(await appendTo(store, { stream: "account-1", commandId }), { outcome: "ok" });
  });
}
