const STYLE =
  "body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem;color:#222}h1{font-size:1.5rem}h2{font-size:1.1rem}code{background:#eee;padding:0 .3em}li{margin:.3em 0}";

/** A page without scripts, readable offline. `body` is HTML already; the title is not. */
export function page(language: string, title: string, body: string): string {
  const text = escapeHtml(title);
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${text}</title><style>${STYLE}</style></head>
<body><h1>${text}</h1>
${body}
</body></html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
