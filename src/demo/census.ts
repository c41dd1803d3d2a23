import { type DemoDay, HAPPENINGS, type Happening } from "./demo-command.ts";

/** How often everything happens in the story. */
export class Census {
  readonly #counts = new Map<Happening, number>();

  add({ rounds }: DemoDay): void {
    for (const { commands } of rounds) {
      for (const happening of commands.flatMap(({ tells }) => tells)) this.#counts.set(happening, this.of(happening) + 1);
    }
  }

  of(happening: Happening): number {
    return this.#counts.get(happening) ?? 0;
  }

  /** In the order of the list, those that never happen included. */
  entries(): readonly (readonly [Happening, number])[] {
    return HAPPENINGS.map((happening) => [happening, this.of(happening)]);
  }
}
