/** A database that is busy, full or out of reach: the same may go through in a moment. */
export class PassingFault extends Error {
  override readonly name = 'PassingFault';
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
