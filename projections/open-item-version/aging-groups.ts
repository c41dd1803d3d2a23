/** What the rows of an aging report stand for. */
export const AGING_GROUPS = ["customer", "account", "salesperson", "branch", "entity", "bucket"] as const;
export type AgingGroup = (typeof AGING_GROUPS)[number];
