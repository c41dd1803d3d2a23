import { setTimeout as sleep } from "node:timers/promises";

/** How often a question is asked again while the read models are behind: after a large load on a busy machine they take minutes. */
const MAX_TRIES = 100;

export type Body = Readonly<Record<string, unknown>>;

export interface HttpAnswer {
  readonly status: number;
  /** The bytes of the body. */
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any;
  readonly headers: Headers;
}

export interface PostOptions {
  readonly key?: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
}

/** A client of the API as an outsider would write one. */
export class HttpLedger {
  url: string;
  readonly token: string;
  readonly #newKey: () => string;

  constructor(url: string, token: string, newKey: () => string) {
    this.url = url;
    this.token = token;
    this.#newKey = newKey;
  }

  /** The same ledger as another person sees it. */
  as(token: string): HttpLedger {
    return new HttpLedger(this.url, token, this.#newKey);
  }

  async post(command: string, body: unknown, { key, token, headers, query = "" }: PostOptions = {}): Promise<HttpAnswer> {
    return this.request(`/v1/commands/${command}${query}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${token ?? this.token}`,
        "content-type": "application/json",
        "idempotency-key": key ?? this.#newKey(),
        ...headers,
      },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  }

  /** Posts a command that must be accepted; gives its answer's body. */
  accept = async (command: string, body: Body, options: PostOptions = {}) => {
    const answer = await this.post(command, body, options);
    if (answer.status !== 201 && answer.status !== 200) throw new Error(`${command} was answered ${answer.status}: ${answer.text}`);
    return answer.body;
  };

  async get(path: string, { token, headers }: Pick<PostOptions, "token" | "headers"> = {}): Promise<HttpAnswer> {
    return this.request(path, { headers: { authorization: `Bearer ${token ?? this.token}`, ...headers } });
  }

  /** Asks a question that must be answered; waits, as told, while the read models are behind. Gives the body. */
  ask = async (path: string) => {
    let answer = await this.get(path);
    for (let tries = 0; answer.status === 503 && answer.body.code === "PROJECTION_BEHIND" && tries < MAX_TRIES; tries += 1) {
      await sleep(Number(answer.headers.get("retry-after") ?? 1) * 1_000);
      answer = await this.get(path);
    }
    if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}: ${answer.text}`);
    return answer.body;
  };

  async request(path: string, init: RequestInit): Promise<HttpAnswer> {
    const response = await fetch(this.url + path, init);
    const text = await response.text();
    const isJson = /json/.test(response.headers.get("content-type") ?? "") && text !== "";
    return { status: response.status, text, body: isJson ? safeJson(text) : text, headers: response.headers };
  }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
