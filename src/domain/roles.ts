import type { Role } from "../../schemas/roles.ts";

/** Who works the portfolio day by day: assistants, analysts, officers and clerks. */
export const DESK = ["ARA", "PA", "PO", "PC", "CA"] as const satisfies readonly Role[];
/** Who leads them: the coordinator and the portfolio chief. */
export const LEAD = ["CC", "CHF"] as const satisfies readonly Role[];
