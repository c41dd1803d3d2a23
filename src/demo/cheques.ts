import type { AccountBook, Credit, Item } from "./account-book.ts";
import type { BranchLife } from "./branch-life.ts";
import { approversOf, cop } from "./company.ts";
import { apply, confirm, register } from "./receipts.ts";

const BANKS = ["Banco de Bogotá", "Davivienda", "BBVA Colombia", "Banco de Occidente"] as const;
const DAYS_TO_CLEAR = 3;
const BANK_FEE = 45_000;
const BOUNCES_PCT = 11;
const POST_DATED_PCT = 18;

/** Pays items by cheque, of today or of a day to come. */
export function payByCheque(life: BranchLife, book: AccountBook, items: readonly Item[]): void {
  const { dice, customerId } = book.customer;
  const pesos = items.reduce((sum, { open }) => sum + open, 0);
  const instrument = { chequeNumber: String(100_200 + life.agenda.next(`cheque ${customerId}`)), bank: dice.pick(BANKS) };
  if (!dice.percent(POST_DATED_PCT)) {
    const body = { method: "CHEQUE", receivedOn: life.today, valueDate: life.today, instrument };
    present(life, book, register(life, book, pesos, body, ["receipt"]), items);
    return;
  }
  const maturity = life.workingDayIn(dice.whole(12, 28));
  const body = { method: "POST_DATED_CHEQUE", receivedOn: life.today, valueDate: maturity, instrument: { ...instrument, maturity } };
  const credit = register(life, book, pesos, body, ["receipt", "post-dated cheque"]);
  credit.isReserved = true;
  for (const item of items) item.payOn = undefined;
  life.agenda.on(maturity, () => {
    credit.isReserved = false;
    present(life, book, credit, items);
  });
}

/** Applied at once; days later the bank has paid it, or gives it back. */
function present(life: BranchLife, book: AccountBook, credit: Credit, items: readonly Item[]): void {
  const lines = items.filter(({ open }) => open > 0).map((item) => ({ item, money: item.open }));
  if (lines.length > 0) apply(life, book, credit, lines);
  const bounces = book.customer.dice.percent(BOUNCES_PCT);
  life.agenda.on(life.days.after(life.today, DAYS_TO_CLEAR), () => {
    if (bounces) bounce(life, book, credit);
    else confirm(life, book, credit);
  });
}

/** Everything it settled is owed again, and the bank's fee; the customer makes it good later, and gets its line back. */
function bounce(life: BranchLife, book: AccountBook, credit: Credit): void {
  const { dice, limit } = book.customer;
  const returned = { receiptId: credit.creditId, on: life.today, reasonCode: "NO_FUNDS", drawerFault: true, bankFee: cop(BANK_FEE) };
  const key = life.send("08:10", "TERESA", "return-payment", book, returned, { tells: ["bounced cheque", "line suspended"] });
  const madeGood = life.workingDayIn(dice.whole(5, 18));
  const documentId = `${credit.creditId}-FEE`;
  const fee: Item = {
    ...{ instalmentId: `${documentId}.1`, documentId, issueDate: life.today, dueOn: life.today },
    ...{ original: BANK_FEE, open: BANK_FEE, isTouched: true },
  };
  book.items.push(fee);
  for (const { item, money } of credit.settles) item.open += money;
  for (const item of [fee, ...credit.settles.map((each) => each.item)]) life.meansToPay(book, item, madeGood);
  credit.free = 0;
  credit.settles.length = 0;

  life.agenda.on(life.days.after(madeGood, 4), () => {
    const opinion = (personId: string, text: string) => ({ personId, text, favourable: true });
    const mediation = {
      salesOpinion: opinion("SERGIO", "cliente de años, la falla fue del banco"),
      adminOpinion: opinion("ADELA", "pagó el cheque y la comisión"),
    };
    const onlyIf = { key, answered: "LineSuspended", where: { reasonCode: "RETURNED_CHEQUE" } };
    const asked = { mediation, reason: "el cliente pagó el cheque devuelto" };
    life.sendWith({ approverIds: approversOf(limit), times: ["09:40", "11:20"] }, "CAROLINA", "reinstate-line", book, asked, {
      ...{ onlyIf, takes: "suspensionId", tells: ["line reinstated"] },
    });
  });
}
