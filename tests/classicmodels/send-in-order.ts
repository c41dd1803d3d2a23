import type { HttpAnswer, HttpLedger } from "../support/http-ledger.ts";
import type { CommandLine } from "./portfolio-commands.ts";

/** Sends commands over HTTP: those about one thing one after the other, different ones side by side. Gives the answers in order. */
export async function sendInOrder(http: HttpLedger, lines: readonly CommandLine[], lanes = 8): Promise<readonly HttpAnswer[]> {
  const answers = new Array<HttpAnswer>(lines.length);
  const setUp = lines.findIndex(({ command }) => command === "register-customer");
  for (let at = 0; at < setUp; at += 1) answers[at] = await send(http, lines[at] as CommandLine);
  const byLane = Array.from({ length: lanes }, () => [] as number[]);
  lines.forEach((line, at) => {
    if (at >= setUp) byLane[laneOf(line, lanes)]?.push(at);
  });
  await Promise.all(
    byLane.map(async (numbers) => {
      for (const at of numbers) answers[at] = await send(http, lines[at] as CommandLine);
    }),
  );
  return answers;
}

function send(http: HttpLedger, { command, idempotencyKey, body }: CommandLine): Promise<HttpAnswer> {
  return http.post(command, body, { key: idempotencyKey });
}

function laneOf({ body }: CommandLine, lanes: number): number {
  const customerId = String(body.customerId ?? String(body.accountId).split(".")[0]);
  return [...customerId].reduce((sum, character) => sum + character.charCodeAt(0), 0) % lanes;
}
