import type { Test } from "tap";
import { commandCatalogue } from "../../../src/application/command-catalogue.ts";
import { REFUSAL_CODES } from "../../../src/kernel/refusal-code.ts";
import type { House } from "./house.ts";
import { isOfNoCommand, whyNot } from "./not-yet.ts";
import type { Fired } from "./provoke.ts";

interface Announced {
  readonly command: string;
  readonly refusals: readonly string[];
}

/**
 * Every code that a command announces was provoked, or is said to be out of reach; none that is out of reach was; and none that is not
 * announced.
 */
export async function compareWithCatalogue(t: Test, house: House, fired: Fired): Promise<void> {
  const { commands } = (await house.server.http.ask("/v1/commands")) as { readonly commands: readonly Announced[] };
  t.strictSame(
    commands.map(({ command }) => command),
    commandCatalogue.map(({ path }) => path),
  );
  const missing: string[] = [];
  const early: string[] = [];
  const unannounced: string[] = [];
  let own = 0;
  for (const { command, refusals } of commands) {
    const codes = fired.get(command) ?? new Set();
    const definition = commandCatalogue.find(({ path }) => path === command)?.definition;
    t.comment(`${command}: ${refusals.map((code) => `${code}${codes.has(code) ? "" : " (not)"}`).join(", ")}`);
    for (const code of refusals) {
      const isOutOfReach = whyNot(command, code) !== undefined;
      if (codes.has(code) && definition?.refusals.some((each) => each === code)) own += 1;
      if (!codes.has(code) && !isOutOfReach) missing.push(`${command} ${code}`);
      if (codes.has(code) && isOutOfReach) early.push(`${command} ${code}`);
    }
    unannounced.push(...[...codes].filter((code) => !refusals.includes(code)).map((code) => `${command} ${code}`));
  }
  const provoked = [...fired.values()].reduce((sum, { size }) => sum + size, 0);
  const announced = commandCatalogue.reduce((sum, { definition }) => sum + definition.refusals.length, 0);
  t.comment(`${commands.length} commands were refused for ${provoked} reasons, ${own} of the ${announced} of their own rules among them`);
  const everywhere = new Set([...fired.values()].flatMap((codes) => [...codes]));
  t.strictSame(
    REFUSAL_CODES.filter((code) => !everywhere.has(code) && !isOfNoCommand(code)),
    [],
    "never provoked by any command",
  );
  t.strictSame(
    REFUSAL_CODES.filter((code) => everywhere.has(code) && isOfNoCommand(code)),
    [],
    "provoked, although no command is refused for it",
  );
  t.strictSame(missing, [], "announced and never provoked");
  t.strictSame(early, [], "provoked, although it is said to be out of reach");
  t.strictSame(unannounced, [], "provoked and not announced");
}
