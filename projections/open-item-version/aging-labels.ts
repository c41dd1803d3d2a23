import { type RawBuilder, sql } from "kysely";
import type { AgingRow } from "../../schemas/views/aging.ts";
import type { ReadDatabase } from "../define-projection.ts";
import type { AgingGroup } from "./aging-groups.ts";

type Label = AgingRow["label"];

/** Names for the keys of a page, as they are now. A customer's and a person's name is sealed; buckets are their own label. */
export async function labelsOf(db: ReadDatabase, groupBy: AgingGroup, keys: readonly string[]): Promise<ReadonlyMap<string, Label>> {
  if (groupBy === "bucket") return new Map(keys.map((key) => [key, key]));
  const { rows } = await sql<{ key: string; label: Label }>`${labelQuery(groupBy, keys)}`.execute(db);
  return new Map(rows.map(({ key, label }) => [key, label]));
}

function labelQuery(groupBy: Exclude<AgingGroup, "bucket">, keys: readonly string[]): RawBuilder<unknown> {
  const wanted = sql`any(${keys}::text[])`;
  switch (groupBy) {
    case "customer":
      return sql`select customer_id as key, legal_name as label from customer where customer_id = ${wanted}`;
    case "account":
      return sql`select k as key, c.legal_name as label from unnest(${keys}::text[]) k join customer c on c.customer_id = split_part(k, '.', 1)`;
    case "salesperson":
      return sql`select person_id as key, name as label from person where person_id = ${wanted}`;
    case "branch":
      return sql`select branch_id as key, min(name) as label from branch where branch_id = ${wanted} group by branch_id`;
    case "entity":
      return sql`select entity_id as key, name as label from legal_entity where entity_id = ${wanted}`;
  }
}
