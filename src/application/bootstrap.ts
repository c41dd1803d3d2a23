import { ApiKeyIssued, PersonRegistered, RoleAssigned } from "../../schemas/events/organisation.ts";
import { ROLES } from "../../schemas/roles.ts";
import { LEDGER, organisation } from "../domain/organisation/organisation.ts";
import { type EventStore, NO_STREAM } from "../event-store/port.ts";
import { FIRST_DATE } from "../kernel/calendar-date.ts";
import { secretHashOf } from "./credentials.ts";
import { encodeEvent, versionOf } from "./event-codec.ts";
import { uuidV5 } from "./identity.ts";
import type { Clock, KeyRing } from "./ports.ts";

/** The person a new ledger begins with, who holds every role until others do. */
export const OWNER = "OWNER";

/** Sets a new ledger up: the person OWNER with every role everywhere, and a first key. False when it was set up before. */
export async function bootstrap(
  { store, keys, clock }: { readonly store: EventStore; readonly keys: KeyRing; readonly clock: Clock },
  token: { readonly keyId: string; readonly secret: string },
): Promise<boolean> {
  const stream = `${organisation.category}-${LEDGER}`;
  if ((await store.revisions([stream])).get(stream) !== NO_STREAM) return false;
  const subjectId = `person:${OWNER}`;
  await keys.ensure([subjectId]);
  const commandId = uuidV5(keys.ledgerId, "bootstrap");
  const events = [
    PersonRegistered({ personId: OWNER, name: keys.seal(subjectId, "Owner of the ledger", "Owner of the ledger") }),
    ...ROLES.map((role) => RoleAssigned({ personId: OWNER, role, entityIds: [], branchIds: [], from: FIRST_DATE })),
    ApiKeyIssued({ keyId: token.keyId, personId: OWNER, secretHash: secretHashOf(token.secret) }),
  ];
  const outcome = await store.append({
    stream,
    expected: NO_STREAM,
    commandId,
    claims: [],
    unchanged: [],
    events: events.map(({ type, data }, index) =>
      encodeEvent(type, data, {
        v: versionOf(type),
        effectiveOn: new Date(clock.now()).toISOString().slice(0, 10),
        actor: OWNER,
        command: "Bootstrap",
        commandId,
        fingerprint: keys.fingerprint("bootstrap"),
        waivers: ["BOOTSTRAP"],
        index,
        count: events.length,
      }),
    ),
  });
  return outcome.outcome === "ok";
}
