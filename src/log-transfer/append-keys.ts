/** What an append is found by, and what it took for ever. */
export interface AppendKeys {
  readonly commandId: string;
  readonly alsoCommands: readonly string[];
  readonly claims: readonly string[];
}

interface Meta {
  readonly commandId?: string;
  readonly claims?: readonly string[];
  readonly silentCommands?: readonly string[];
}

/**
 * Commands and claims of an append, from what its events say of themselves, in their order: an engine keeps them in a form of its own, of which
 * some cannot be read back. Throws where an event names no command.
 */
export function keysOfAppend(events: readonly { readonly meta: string }[]): AppendKeys {
  const metas = events.map(({ meta }) => JSON.parse(meta) as Meta);
  const commands = metas.map(({ commandId }) => commandId);
  const [commandId, ...alsoCommands] = new Set([...commands, ...metas.flatMap(({ silentCommands = [] }) => silentCommands)]);
  if (commandId === undefined || commands.includes(undefined)) throw new Error("an event does not say which command it is of");
  return {
    commandId,
    alsoCommands: alsoCommands.filter((id) => id !== undefined),
    claims: [...new Set(metas.flatMap(({ claims = [] }) => claims))],
  };
}
