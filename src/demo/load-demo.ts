import type { CommandAnswer, CommandRequest, Ledger } from "../application/ledger.ts";
import type { CalendarDate } from "../kernel/calendar-date.ts";
import type { DemoCommand, DemoDay, FromAnswer, Time } from "./demo-command.ts";

/** So many commands are sent at once. */
const BATCH = 200;
/** Bogotá has had no summer time since 1993. */
const OFFSET = "-05:00";
/** Just after midnight, when the processes of the calendar have their day. */
const MORNING = "00:05";
/** Events that later commands ask for. */
const ASKED_FOR = ["OrderHeld", "LineSuspended"];

/** The ledger that is filled: its door, its clock, and its processes. */
export interface DemoHouse {
  readonly ledger: Pick<Ledger, "executeBatch">;
  setClock(instantMs: number): void;
  /** Resolves when the processes have done all there is to do at the instant that was set. */
  settled(): Promise<void>;
}

/** The ledger answered something that the story does not have: a fault of one of the two. */
export class UnexpectedAnswer extends Error {
  override readonly name = "UnexpectedAnswer";
}

type Remembered = Readonly<Record<string, unknown>>;

/** Lives the days of a story on a ledger, each command under a key of its own: what was done before is not done again. */
export class DemoLoader {
  readonly #house: DemoHouse;
  /** What was answered to commands that others may ask for: by key, and by what it was. */
  readonly #answers = new Map<string, Map<string, readonly Remembered[]>>();
  #sent = 0;

  constructor(house: DemoHouse) {
    this.#house = house;
  }

  /** Commands answered so far. */
  get sent(): number {
    return this.#sent;
  }

  /** A day from its midnight to its last round; throws `UnexpectedAnswer`. */
  async live({ date, rounds }: DemoDay): Promise<void> {
    // What follows from the day before is done before the new one begins: so the order is always the same.
    await this.#house.settled();
    this.#house.setClock(instantOf(date, MORNING));
    await this.#house.settled();
    for (const { time, commands } of rounds) {
      this.#house.setClock(instantOf(date, time));
      const due = commands.flatMap((command) => this.#asItIsSent(command) ?? []);
      const [grants, others] = [due.filter(isGrant), due.filter((command) => !isGrant(command))];
      for (let from = 0; from < others.length; from += BATCH) await this.#send(date, others.slice(from, from + BATCH));
      // One after the other: what two approvals let happen on one account would else come in any order.
      for (const grant of grants) await this.#send(date, [grant]);
    }
  }

  async #send(date: CalendarDate, commands: readonly DemoCommand[]): Promise<void> {
    const requests = commands.map(
      ({ command, body, key, personId }): CommandRequest => ({
        ...{ command, body, idempotencyKey: key, principal: { personId, keyId: personId.toLowerCase() } },
        traceId: this.#traceId(),
      }),
    );
    const answers = await this.#house.ledger.executeBatch(requests, { atomic: false });
    commands.forEach((command, index) => {
      const answer = answers[index];
      if (answer === undefined || !isExpected(command, answer)) throw new UnexpectedAnswer(complaint(date, command, answer));
      this.#remember(command, answer);
    });
  }

  /** With what it takes from an earlier answer; nothing where that was another one. */
  #asItIsSent(command: DemoCommand): DemoCommand | undefined {
    const { onlyIf, takes, body } = command;
    if (onlyIf === undefined) return command;
    const found = this.#find(onlyIf);
    if (found === undefined) return undefined;
    return takes === undefined ? command : { ...command, body: { ...body, [takes]: found[takes] } };
  }

  #find({ key, answered, where = {} }: FromAnswer): Remembered | undefined {
    const candidates = this.#answers.get(key)?.get(answered) ?? [];
    return candidates.find((each) => Object.entries(where).every(([field, value]) => each[field] === value));
  }

  #remember({ key }: DemoCommand, answer: CommandAnswer): void {
    const kept = new Map<string, readonly Remembered[]>();
    if (answer.kind === "submitted") kept.set("SUBMITTED", [{ approvalId: answer.body.approvalId }]);
    if (answer.kind === "accepted") {
      for (const type of ASKED_FOR) {
        const found = answer.body.events.filter((event) => event.type === type).map(({ data }) => data as Remembered);
        if (found.length > 0) kept.set(type, found);
      }
    }
    if (kept.size > 0) this.#answers.set(key, kept);
  }

  #traceId(): string {
    this.#sent += 1;
    return this.#sent.toString(16).padStart(32, "0");
  }
}

function isGrant({ command }: DemoCommand): boolean {
  return command === "grant-approval";
}

/** The instant of a local time in Bogotá. */
export function instantOf(date: CalendarDate, time: Time | typeof MORNING): number {
  return Date.parse(`${date}T${time}:00${OFFSET}`);
}

function isExpected({ refusedWith, body }: DemoCommand, answer: CommandAnswer): boolean {
  if (answer.kind === "refused") return refusedWith !== undefined && answer.refusal.violations[0]?.code === refusedWith;
  if (refusedWith !== undefined) return false;
  return answer.kind === "accepted" || body.submitForApproval === true;
}

function complaint(
  date: CalendarDate,
  { command, personId, key, body, refusedWith }: DemoCommand,
  answer: CommandAnswer | undefined,
): string {
  const was = answer?.kind === "refused" ? `refused: ${JSON.stringify(answer.refusal.violations)}` : `${answer?.kind ?? "not answered"}`;
  const expected = refusedWith === undefined ? "" : ` and not refused with ${refusedWith}`;
  return `On ${date} ${command} of ${personId} (${key}) was ${was}${expected}. Its body: ${JSON.stringify(body)}`;
}
