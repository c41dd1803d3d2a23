import { answerTable, listOf } from "../answer-table.ts";
import { type ApiClient, clientOf, Refusal } from "../api/api-client.ts";
import { EXIT } from "../exit-code.ts";
import { type CommandLineParts, JSON_OPTION, SERVER_OPTIONS, type SubCommand, type Words, WrongUse } from "../sub-command.ts";

type Answer = Readonly<Record<string, unknown>>;

export const query: SubCommand = {
  name: "query",
  takes: "<path> [name=value ...]",
  summary: "ask a question of a running ledger: aging, accounts/103.CO01.COP/statement, ...",
  details: `Examples:
  cartera query aging groupBy=customer asOf=2026-03-31 knownAt=2026-04-02
  cartera query accounts/103.CO01.COP/open-items
  cartera query documents status=OPEN --all --json
A terminal gets a table, anything else JSON. All questions: <url>/docs.`,
  options: {
    all: { type: "boolean", says: "all pages, as one answer" },
    ...JSON_OPTION,
    ...SERVER_OPTIONS,
  },
  run,
};

async function run(words: Words, parts: CommandLineParts): Promise<number> {
  const [given, ...filters] = words.positionals;
  if (given === undefined) throw new WrongUse("The path of a question is missing: cartera query aging.");
  const path = pathOf(given);
  const parameters = parametersOf(filters);
  const asJson = words.flag("json") || !parts.output.isTerminal;
  const client = clientOf(words, parts);
  try {
    const answer = await ask(client, path, parameters, words.flag("all"));
    parts.output.out(asJson ? `${JSON.stringify(answer)}\n` : answerTable(answer));
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (words.flag("json")) parts.output.out(`${JSON.stringify(error.body)}\n`);
    parts.output.err(`${error.message}\n`);
    return EXIT.refused;
  }
}

/** "aging", "/aging" and "/v1/aging" are the same; nothing leaves the API. */
function pathOf(given: string): string {
  const path = given.replace(/^\/?(v1\/)?/, "");
  if (!/^[A-Za-z0-9._~/-]+$/.test(path) || path.split("/").some((part) => part === ".." || part === "." || part === "")) {
    throw new WrongUse(`"${given}" is no path of a question; it looks like aging or accounts/103.CO01.COP/statement.`);
  }
  return `/v1/${path}`;
}

function parametersOf(filters: readonly string[]): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const filter of filters) {
    const [, name, value] = /^([A-Za-z][A-Za-z0-9]*)=(.*)$/s.exec(filter) ?? [];
    if (name === undefined || value === undefined) throw new WrongUse(`"${filter}" is not name=value.`);
    if (Object.hasOwn(parameters, name)) throw new WrongUse(`${name} is given twice.`);
    parameters[name] = value;
  }
  return parameters;
}

/** With `all`, the pages after the first are put behind its rows. */
async function ask(client: ApiClient, path: string, parameters: Readonly<Record<string, string>>, all: boolean): Promise<Answer> {
  const first = (await client.get(path, parameters)) as Answer;
  const list = listOf(first);
  if (!all || list === undefined) return first;
  const rows = [...list.rows];
  let cursor = first.nextCursor;
  while (typeof cursor === "string") {
    const page = (await client.get(path, { ...parameters, cursor })) as Answer;
    for (const row of listOf(page)?.rows ?? []) rows.push(row);
    cursor = page.nextCursor;
  }
  return { ...first, [list.name]: rows, nextCursor: null };
}
