import { eventsByCategory } from "../../schemas/events/registry.ts";
import { effective } from "../../src/kernel/decider.ts";
import type { Ledger } from "./ledger.ts";

const { account } = eventsByCategory;

/** A line that is raised for a time, overdrawn, renewed and closed, and a state of default that was believed wrongly for a while. */
export async function recordLineLife({ append }: Ledger): Promise<void> {
  const stream = "account-C3.MX01.MXN";
  const lineId = "L-9";
  const opened = { limit: "100.00", termsCode: "NET30", validFrom: "2025-07-01", validTo: "2025-12-31", tolerancePct: "0.00" };
  const signed = { guaranteeIds: [], waivers: [], authorityLevel: "L1", approver: "P-1" };
  await append(stream, [account.CreditLineOpened({ lineId, ...opened, ...signed })], { on: "2025-07-01", command: "OpenCreditLine" });
  const raised = { lineId, kind: "TEMPORARY", old: "100.00", new: "150.00", from: "2025-08-01", to: "2025-08-31" } as const;
  await append(stream, [effective("2025-08-01", account.CreditLimitChanged(raised))], { on: "2025-07-20" });
  const lowered = { lineId, kind: "PERMANENT", old: "100.00", new: "60.00", from: "2025-07-22" } as const;
  const over = { lineId, exposure: "80.00", limit: "60.00", tolerancePct: "0.00", ceiling: "60.00" };
  await append(stream, [account.CreditLimitChanged(lowered), account.OverLimitDetected(over)], { on: "2025-07-22" });
  const suspension = { lineId, suspensionId: "AUTO-OVERDRAWN-1", reasonCode: "OVERDRAWN", origin: "AUTOMATIC" } as const;
  await append(stream, [account.LineSuspended({ ...suspension, facts: [{ name: "exposure", value: "80.00" }], cascade: "NONE" })], {
    on: "2025-07-23",
  });
  const within = { ...over, limit: "150.00", ceiling: "150.00" };
  await append(stream, [account.OverLimitCleared(within), account.LineReinstated(suspension)], { on: "2025-08-01" });
  const terms = { lineId, old: "NET30", termsCode: "NET60", from: "2025-08-15" };
  await append(stream, [effective("2025-08-15", account.CreditTermsChanged(terms))], { on: "2025-08-02" });
  const renewed = { lineId, oldValidTo: "2025-12-31", validTo: "2026-12-31", reviewRef: "REV-1" };
  await append(stream, [account.LineRenewed(renewed)], { on: "2025-08-03" });
  await append(stream, [account.OverLimitDetected(over)], { on: "2025-09-01" });
  await append(stream, [account.LineClosed({ lineId })], { on: "2025-09-02", command: "CloseLine" });

  const worst = (dpd: number) => ({ instalmentId: "X1.1", dpd, open: "80.00" });
  const early = { changeNo: 1, from: "CURRENT", to: "EARLY", cause: "PAST_DUE", worst: worst(1), supersedes: [] } as const;
  const mid = { changeNo: 2, from: "EARLY", to: "MID", cause: "PAST_DUE", worst: worst(31), supersedes: [] } as const;
  const cured = { changeNo: 3, from: "EARLY", to: "CURRENT", cause: "CURED", supersedes: [2] } as const;
  await append(
    stream,
    [effective("2025-05-01", account.DelinquencyStateChanged(early)), effective("2025-05-31", account.DelinquencyStateChanged(mid))],
    { on: "2025-06-10" },
  );
  await append(stream, [effective("2025-05-20", account.DelinquencyStateChanged(cured))], { on: "2025-06-15" });
}
