import { EventEmitter, once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Dice } from "../../properties/account/model/dice.ts";
import { applicationBody, receiptBody } from "../../support/company.ts";
import type { Body, HttpAnswer } from "../../support/http-ledger.ts";
import { clientOf, type Place } from "../place.ts";

/** Where nobody said how long to wait. */
const RETRY_PAUSE_MS = 250;
const MAX_TRIES = 400;
/** One in so many receipts is applied once more than it holds. */
const TOO_MUCH_ONE_IN = 8;

/** A command, the key it is sent under until it has an answer, and what that answer must be. */
export interface SentCommand {
  readonly name: string;
  readonly key: string;
  readonly body: Body;
  readonly expected: 201 | 422;
}

/** What a caller knows for certain. */
export interface Acknowledged extends SentCommand {
  readonly status: number;
  /** The bytes of the answer. */
  readonly text: string;
}

/** Callers that each send one command after the other, to either server, the same one until its answer is definite. */
export class Callers {
  readonly journal: Acknowledged[] = [];
  /** Commands that were not answered at once. */
  retried = 0;
  /** Of those, the ones that were stored although nobody had said so. */
  foundStored = 0;
  readonly #places: readonly Place[];
  readonly #accounts: readonly string[];
  readonly #open = new Map<Place, number>();
  readonly #news = new EventEmitter().setMaxListeners(0);
  #allowed = 0;
  #begun = 0;
  #isOver = false;

  constructor(places: readonly Place[], accounts: readonly string[]) {
    this.#places = places;
    this.#accounts = accounts;
  }

  /** Resolves when it is over and every command that was begun has a definite answer. */
  async run(callers: readonly Dice[]): Promise<void> {
    await Promise.all(callers.map((dice, caller) => this.#call(caller, dice)));
  }

  /** Lets so many more commands begin. */
  allow(commands: number): void {
    this.#allowed += commands;
    this.#news.emit("more");
  }

  finish(): void {
    this.#isOver = true;
    this.#news.emit("more");
  }

  /** Resolves at the moment when so many commands have been answered. */
  async answered(commands: number): Promise<void> {
    while (this.journal.length < commands) await once(this.#news, "answer");
  }

  /** Requests on their way to these servers, or being worked on there. */
  inFlight(places: readonly Place[]): number {
    return places.reduce((sum, place) => sum + (this.#open.get(place) ?? 0), 0);
  }

  /** Sends a command under its key until there is a definite answer, to another server after each failure. */
  async deliver(command: SentCommand, dice: Dice): Promise<HttpAnswer> {
    const first = dice.upTo(this.#places.length - 1);
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const answer = await this.#send(this.#places[(first + tries) % this.#places.length] as Place, command);
      if (answer !== undefined && isDefinite(answer)) {
        if (tries > 0) this.retried += 1;
        if (tries > 0 && answer.headers.has("idempotency-replayed")) this.foundStored += 1;
        return answer;
      }
      await sleep(Number(answer?.headers.get("retry-after") ?? 0) * 1_000 || RETRY_PAUSE_MS);
    }
    throw new Error(`${command.key} got no definite answer in ${MAX_TRIES} tries`);
  }

  async #call(caller: number, dice: Dice): Promise<void> {
    for (let n = 0; await this.#turn(); n += 1) {
      const accountId = dice.of(...this.#accounts);
      for (const [place, command] of purchase(accountId, `${caller}-${n}`, dice.once(TOO_MUCH_ONE_IN)).entries()) {
        if (place > 0 && !(await this.#turn())) return;
        const { status, text } = await this.deliver(command, dice);
        this.journal.push({ ...command, status, text });
        this.#news.emit("answer");
      }
    }
  }

  /** True when another command may begin; false when it is over. */
  async #turn(): Promise<boolean> {
    while (this.#begun >= this.#allowed && !this.#isOver) await once(this.#news, "more");
    if (this.#isOver) return false;
    this.#begun += 1;
    return true;
  }

  async #send(place: Place, { name, key, body }: SentCommand): Promise<HttpAnswer | undefined> {
    this.#open.set(place, this.inFlight([place]) + 1);
    try {
      return await clientOf(place).post(name, body, { key });
    } catch {
      return undefined; // the connection was refused, or cut
    } finally {
      this.#open.set(place, this.inFlight([place]) - 1);
    }
  }
}

/** A receipt comes in and most of it is applied; now and then more than is left. */
function purchase(accountId: string, id: string, tooMuch: boolean): readonly SentCommand[] {
  const apply = (applicationId: string, amount: string, expected: 201 | 422): SentCommand => ({
    name: "apply-payment",
    key: applicationId,
    body: applicationBody(accountId, applicationId, `R${id}`, [[`F${accountId.split(".")[0]}.1`, amount]]),
    expected,
  });
  const receipt = receiptBody(accountId, `R${id}`, "10.00", "2025-05-20");
  return [
    { name: "register-receipt", key: `R${id}`, body: receipt, expected: 201 },
    apply(`A${id}`, "8.00", 201),
    ...(tooMuch ? [apply(`X${id}`, "5.00", 422)] : []),
  ];
}

/** An answer that will not be another one the next time; what clients read in api.md as "try again with the same key" is not. */
function isDefinite({ status, body }: HttpAnswer): boolean {
  return status < 500 && status !== 429 && body.code !== "IN_PROGRESS";
}
