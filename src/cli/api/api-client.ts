import { type CommandLineParts, type Words, WrongUse } from "../sub-command.ts";
import { Patience } from "./patience.ts";
import { problemSummary } from "./problem-sentence.ts";

/** An answer of any status, its body as text. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  readonly retryAfterMs: number;
}

/** No answer came: the server is away, or the connection broke. Whether the request took effect is not known. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

/** The server answered, and the answer is no. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly code: string;
  /** The problem as it came. */
  readonly body: unknown;
  constructor(status: number, body: unknown) {
    const { code, sentence } = problemSummary(status, body);
    super(`${status} ${code}: ${sentence}`);
    this.status = status;
    this.code = code;
    this.body = body;
  }
}

const ANSWER_TIMEOUT_MS = 120_000;
/** Of a question, which a person waits for. */
const QUERY_PATIENCE_MS = 15_000;

/** Speaks to a running ledger. */
export class ApiClient {
  readonly url: string;
  readonly #apiKey: string;

  constructor(url: string, apiKey: string) {
    this.url = url;
    this.#apiKey = apiKey;
  }

  /** Asks a question; throws `Refusal` or `NoAnswer`. Read models that are behind are given a little time. */
  async get(path: string, query: Readonly<Record<string, string>> = {}): Promise<unknown> {
    const search = new URLSearchParams(query).toString();
    const patience = new Patience(QUERY_PATIENCE_MS);
    for (;;) {
      const answer = await this.send(search === "" ? path : `${path}?${search}`, { method: "GET" });
      if (answer.status === 200) return jsonOf(answer.text);
      const isBusy = answer.status === 429 || answer.status === 503;
      if (!isBusy || !(await patience.pause(answer.retryAfterMs))) throw new Refusal(answer.status, jsonOf(answer.text));
    }
  }

  /** One request, one answer; throws `NoAnswer` when there is none. */
  async send(
    path: string,
    request: { readonly method: string; readonly body?: string; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<HttpAnswer> {
    try {
      const response = await fetch(`${this.url}${path}`, {
        ...request,
        headers: { authorization: `Bearer ${this.#apiKey}`, ...request.headers },
        redirect: "error",
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      });
      return { status: response.status, text: await response.text(), retryAfterMs: retryAfterMs(response.headers.get("retry-after")) };
    } catch (error) {
      throw new NoAnswer(`No answer from ${this.url}: ${reasonOf(error)}.`, { cause: error });
    }
  }
}

/** The client for the server and the key that were given, by option or by environment. */
export function clientOf(words: Words, { environment }: Pick<CommandLineParts, "environment">): ApiClient {
  const url = words.text("url") ?? environment.url;
  const apiKey = words.text("api-key") ?? environment.apiKey;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new WrongUse(`--url takes a URL such as http://127.0.0.1:8080, not "${url}".`);
  if (apiKey === undefined || apiKey === "") throw new WrongUse("An API key is needed: set CARTERA_API_KEY, or give --api-key.");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a header cannot hold
  if (/[\u0000-\u0020\u007f-\uffff]/.test(apiKey)) throw new WrongUse("The API key holds characters that no key has.");
  return new ApiClient(url.replace(/\/+$/, ""), apiKey);
}

/** JSON, or the text itself where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Seconds, or the date of an HTTP header. */
function retryAfterMs(header: string | null): number {
  if (header === null) return 0;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? 0 : Math.max(0, at - Date.now());
}

/** What fetch hides in the cause of its "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause as { readonly code?: string; readonly message?: string } | undefined;
  return cause?.code ?? (cause?.message || error.message);
}
