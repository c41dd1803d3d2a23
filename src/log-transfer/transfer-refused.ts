/** A log cannot be copied as it was asked. The message is a sentence that says why; nothing that was there before was changed. */
export class TransferRefused extends Error {
  override readonly name = "TransferRefused";
}
