import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import {
  codeOfProblemPath,
  isRemembered,
  type Locale,
  languageOf,
  problemPath,
  refusalCatalogue,
} from "../../application/refusal-catalogue.ts";
import { REFUSAL_CODES, type RefusalCode } from "../../kernel/refusal-code.ts";
import type { AppContext } from "../app-context.ts";
import { localeOf } from "../edge/language.ts";
import { refused } from "../edge/refused.ts";
import { escapeHtml, page } from "./page.ts";

const WORDS = {
  en: {
    all: "Refusals of the ledger",
    meaning: "Meaning",
    remedy: "What to do",
    remembered: "A repeat with the same key is refused again: a new try takes a new key.",
    again: "A new try with the same key may pass.",
  },
  es: {
    all: "Rechazos del sistema",
    meaning: "Significado",
    remedy: "Qué hacer",
    remembered: "Una repetición con la misma clave se rechaza de nuevo: un nuevo intento usa una clave nueva.",
    again: "Un nuevo intento con la misma clave puede pasar.",
  },
} as const;

/** What every refusal means and what to do: a page for people, JSON for programs. `type` of a problem leads here. */
export function problemPages(app: FastifyInstance, context: AppContext): void {
  app.get("/problems", { schema: { hide: true } }, async (request, reply) => {
    if (wantsHtml(request)) return sendHtml(reply, listPage(localeOf(request, context.locale)));
    return sendJson(reply, { problems: REFUSAL_CODES.map(entryOf) });
  });
  app.get("/problems/:code", { schema: { hide: true } }, async (request, reply) => {
    const { code: name } = request.params as { readonly code: string };
    const code = codeOfProblemPath(problemPath(name as RefusalCode));
    if (code === undefined) throw refused("RESOURCE_NOT_FOUND");
    return wantsHtml(request) ? sendHtml(reply, codePage(code, localeOf(request, context.locale))) : sendJson(reply, entryOf(code));
  });
}

/** Browsers ask for HTML by name; programs ask for JSON or for anything. */
function wantsHtml({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes("text/html") === true;
}

function entryOf(code: RefusalCode) {
  const { status, title, meaning, remedy, detail } = refusalCatalogue[code];
  return { code, type: problemPath(code), status, title, detail, meaning, remedy, remembered: isRemembered(code) };
}

function sendJson(reply: FastifyReply, body: object): FastifyReply {
  return reply.type("application/json; charset=utf-8").send(JSON.stringify(body));
}

function sendHtml(reply: FastifyReply, html: string): FastifyReply {
  return reply
    .header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'")
    .type("text/html; charset=utf-8")
    .send(html);
}

function listPage(locale: Locale): string {
  const language = languageOf(locale);
  const items = REFUSAL_CODES.map((code) => {
    const { status, title } = refusalCatalogue[code];
    return `<li><a href="${problemPath(code)}"><code>${code}</code></a> ${status} ${escapeHtml(title[language])}</li>`;
  });
  return page(language, WORDS[language].all, `<ul>${items.join("\n")}</ul>`);
}

function codePage(code: RefusalCode, locale: Locale): string {
  const language = languageOf(locale);
  const { status, title, meaning, remedy } = refusalCatalogue[code];
  const words = WORDS[language];
  const body = [
    `<p><code>${code}</code> HTTP ${status}</p>`,
    `<h2>${words.meaning}</h2><p>${escapeHtml(meaning[language])}</p>`,
    `<h2>${words.remedy}</h2><p>${escapeHtml(remedy[language])}</p>`,
    `<p>${isRemembered(code) ? words.remembered : words.again}</p>`,
    `<p><a href="/problems">${words.all}</a></p>`,
  ];
  return page(language, title[language], body.join("\n"));
}
