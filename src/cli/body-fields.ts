/** The parts of a JSON Schema that help shows. */
interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly const?: unknown;
  readonly format?: string;
  readonly examples?: readonly unknown[];
}

/** The fields of a body, one per line: "  accountId*  text, e.g. 103.CO01.COP". */
export function fieldsText(schema: object): string {
  const { properties = {}, required = [] } = schema as Schema;
  const names = Object.keys(properties).map((name) => (required.includes(name) ? `${name}*` : name));
  const longest = Math.max(...names.map((name) => name.length));
  return Object.values(properties)
    .map((field, place) => `  ${(names[place] ?? "").padEnd(longest)}  ${typeText(field)}`)
    .join("\n");
}

/** An example helps one field; inside of others it hides their names. */
function typeText(schema: Schema, isInner = false): string {
  const { type, anyOf, items, properties, required = [], examples } = schema;
  if (schema.const !== undefined) return String(schema.const);
  if (anyOf !== undefined) return anyOf.map((each) => typeText(each, isInner)).join(" | ");
  if (type === "array") return `[ ${items === undefined ? "..." : typeText(items, true)} ]`;
  if (properties !== undefined) {
    const fields = Object.entries(properties).map(
      ([name, each]) => `${name}${required.includes(name) ? "*" : ""}: ${typeText(each, true)}`,
    );
    return `{ ${fields.join(", ")} }`;
  }
  const word = schema.format === "calendar-date" ? "date" : type === "string" ? "text" : (type ?? "anything");
  return isInner || examples?.[0] === undefined ? word : `${word}, e.g. ${String(examples[0])}`;
}
