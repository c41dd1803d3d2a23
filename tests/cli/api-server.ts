import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface ApiAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A server that answers as it is told, and remembers what it was asked. */
export async function openApiServer(
  t: { teardown(fn: () => Promise<void>): unknown },
  answer: (request: ApiRequest) => ApiAnswer,
): Promise<{ readonly url: string; readonly requests: ApiRequest[] }> {
  const requests: ApiRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const url = new URL(incoming.url ?? "/", "http://localhost");
    const request = {
      method: incoming.method ?? "",
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: incoming.headers,
      body: await text(incoming),
    };
    requests.push(request);
    const { status = 200, headers = {}, body } = answer(request);
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.teardown(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

export const problem = (status: number, code: string, detail: string): ApiAnswer => ({
  status,
  body: {
    type: `/problems/${code}`,
    title: code,
    status,
    detail,
    code,
    facts: {},
    violations: [{ code, detail, facts: {}, pointer: "/amount" }],
    traceId: "t",
  },
});
