export interface Started {
  readonly url: string;
  readonly dataDir: string;
  readonly firstToken: string | undefined;
}

/** What `cartera start` says when it answers: where to look, where the data is, the first key (once), and one call to try. */
export function startedBanner({ url, dataDir, firstToken }: Started): string {
  const key = firstToken ?? "<your API key>";
  return [
    "",
    "  Cartera is ready.",
    "",
    `  API        ${url}/v1`,
    `  Browse it  ${url}/docs`,
    `  Health     ${url}/health/ready`,
    `  Data       ${dataDir}`,
    ...(firstToken === undefined ? [] : ["", `  First API key (shown only now): ${firstToken}`]),
    "",
    "  Try it:",
    `  curl -s -H "Authorization: Bearer ${key}" ${url}/v1/aging`,
    "",
    "",
  ].join("\n");
}
