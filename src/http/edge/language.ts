import type { FastifyRequest } from "fastify";
import type { Locale } from "../../application/refusal-catalogue.ts";

const MAX_HEADER_LENGTH = 200;
const MAX_LANGUAGES = 10;

/** The best of our languages for an `Accept-Language`; the configured one where it asks for none of them. */
export function localeOf(request: FastifyRequest, configured: Locale): Locale {
  const wanted = request.headers["accept-language"];
  if (wanted === undefined || wanted.length > MAX_HEADER_LENGTH) return configured;
  const ranges = wanted
    .split(",", MAX_LANGUAGES)
    .map((part) => {
      const [tag = "", ...parameters] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { tag } of ranges) {
    const locale = tag === "*" ? configured : localeOfTag(tag, configured);
    if (locale !== undefined) return locale;
  }
  return configured;
}

function localeOfTag(tag: string, configured: Locale): Locale | undefined {
  if (tag === "en" || tag.startsWith("en-")) return "en";
  if (tag === "es-mx") return "es-MX";
  if (tag === "es-co") return "es-CO";
  if (tag === "es" || tag.startsWith("es-")) return configured === "en" ? "es-CO" : configured;
  return undefined;
}
