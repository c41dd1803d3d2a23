import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { startTestServer } from "../support/server.ts";

const README = join(import.meta.dirname, "../../README.md");

t.test("the five-minute story of the README does what it says", async (t) => {
  const { http } = await startTestServer(t);
  const story = storyOf(await readFile(README, "utf8"));
  t.ok(story.length >= 8, "the story has its steps");
  const output = await run(t, story.join("\n"), { CARTERA_URL: http.url, CARTERA_API_KEY: http.token });
  const answers = output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
  t.strictSame(
    answers.filter(({ code }) => code !== undefined).map(({ code }) => code),
    ["ALREADY_SETTLED"],
    "only the second application of the same money is refused",
  );
  const [before, now, asBefore] = answers.filter(({ groupBy }) => groupBy !== undefined);
  t.equal(before.totals[0].total, "1190000.00");
  t.strictSame(now.rows, [], "nothing is open once the payment is applied");
  t.strictSame({ ...asBefore, position: "", knownAt: "" }, { ...before, position: "", knownAt: "" }, "as it was known before");
  const difference = answers.find(({ effects }) => effects !== undefined);
  t.strictSame([...new Set(difference.effects.map(({ type }: { type: string }) => type))].sort(), ["PaymentApplied", "ReceiptRegistered"]);
  const timeline = answers.find(({ entries }) => entries !== undefined);
  t.ok(
    timeline.entries.some(({ outcome }: { outcome: string }) => outcome === "REFUSED"),
    "the timeline shows the refused attempt",
  );
  // Between them stands what follows by itself: dated in the past, the invoice is long past due today.
  const decided = ["CreditLineOpened", "InvoiceRecorded", "ReceiptRegistered", "PaymentApplied"];
  const types: readonly string[] = answers.at(-1).events.map(({ type }: { type: string }) => type);
  t.strictSame(
    types.filter((type) => decided.includes(type)),
    decided,
  );
});

/** The shell blocks between the marks of the story. */
function storyOf(readme: string): readonly string[] {
  const story = readme.slice(readme.indexOf("<!-- story: begin -->"), readme.indexOf("<!-- story: end -->"));
  return [...story.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
}

async function run(
  t: { teardown(end: () => unknown): void },
  script: string,
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "cartera-story-"));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  const shell = spawn("bash", ["-e", "-o", "pipefail", "-c", script], {
    cwd: directory,
    env: { PATH: process.env.PATH ?? "", ...environment },
  });
  let output = "";
  shell.stdout.on("data", (chunk) => {
    output += chunk;
  });
  shell.stderr.on("data", (chunk) => {
    output += chunk;
  });
  const code = await new Promise((resolve) => shell.once("close", resolve));
  if (code !== 0) throw new Error(`the story ended with ${code}:\n${output}`);
  return output;
}
