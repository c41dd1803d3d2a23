import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import t from "tap";
import { REPOSITORY, readDockerfile, readText } from "./deployment-files.ts";

const instructions = readDockerfile();
const wordsOf = (instruction: string) => instructions.filter(({ name }) => name === instruction).map(({ words }) => words);

t.test("the image is made from one version of Node, pinned, that the package allows", async (t) => {
  const [base = "", ...others] = wordsOf("FROM").map((words) => words.split(" ")[0]);
  t.match(base, /^node:\d+\.\d+\.\d+-bookworm-slim$/);
  t.ok(others.length > 0 && others.every((other) => other === base), "the packages are installed by the Node that runs them");
  const { engines } = JSON.parse(readText("package.json")) as { readonly engines: { readonly node: string } };
  t.equal(`>=${/\d+/.exec(base)?.[0]}`, engines.node, "the oldest that is allowed");
});

t.test("what the image copies is there and is sent to the builder, and nothing else is sent", async (t) => {
  const copied = wordsOf("COPY").flatMap((words) => (words.startsWith("--from") ? [] : words.split(" ").slice(0, -1)));
  const [everything, ...sent] = readText(".dockerignore")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  t.equal(everything, "*");
  t.strictSame([...new Set(copied)].map((path) => `!${path}`).sort(), [...sent].sort());
  t.strictSame(
    copied.filter((path) => !existsSync(join(REPOSITORY, path))),
    [],
  );
});

t.test("it runs as nobody who could change it, and decides nothing that the operator must decide", async (t) => {
  t.strictSame(wordsOf("USER"), ["node"]);
  t.strictSame(wordsOf("ENV"), ["NODE_ENV=production"]);
  t.strictSame(JSON.parse(wordsOf("ENTRYPOINT")[0] ?? ""), ["node", "src/cli/cartera.mjs"]);
});

t.test("it is healthy when commands and queries work, and not when they do not or nobody answers", async (t) => {
  const [program = "", ...words] = JSON.parse(/CMD (\[.*\])$/.exec(wordsOf("HEALTHCHECK")[0] ?? "")?.[1] ?? "[]") as string[];
  let status = 200;
  const server = createServer(({ url }, response) => response.writeHead(url === "/health/ready" ? status : 404).end()).listen(
    0,
    "127.0.0.1",
  );
  await once(server, "listening");
  const env = { PATH: process.env.PATH, CARTERA_PORT: String((server.address() as AddressInfo).port) };
  const check = async () => {
    const [code] = (await once(execFile(program, words, { env }), "exit")) as [number | null];
    return code;
  };
  t.equal(await check(), 0, "ready");
  status = 503;
  t.equal(await check(), 1, "not ready");
  server.close();
  server.closeAllConnections();
  t.equal(await check(), 1, "gone");
});
