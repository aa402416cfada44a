/** A start that failed for a reason a person can act on; the message says what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
