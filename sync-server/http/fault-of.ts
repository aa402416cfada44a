import { SyncFault } from '../../shared/sync/errors.ts';
import type { SequencerLog } from '../sequencer/sequencer.ts';
import { PassingFault } from '../passing-fault.ts';

/** Any error as a typed fault. What nobody expected is logged and answered without its details. */
export function faultOf(error: unknown, log: SequencerLog): SyncFault {
  if (error instanceof SyncFault) return error;
  if (error instanceof PassingFault) {
    log.warn({ err: error }, 'the database could not be reached');
    return new SyncFault('RETRY', 'The server cannot reach its database at the moment. Try again soon.', { retryAfterMs: 2000 });
  }
  const known = knownFault(error);
  if (known !== undefined) return known;
  log.error({ err: error }, 'a request failed');
  return new SyncFault(
    'UNAVAILABLE',
    'The server failed at this request; its log has the reason. Nothing was kept. Try again later.',
    { retryAfterMs: 5000 },
    500,
  );
}

/** What the HTTP layer itself refuses. */
function knownFault(error: unknown): SyncFault | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new SyncFault('TOO_LARGE', 'The body is too large for this address. Send less at once.');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new SyncFault('INVALID', 'content-type: Send the body as application/json.', { field: 'content-type' }, 415);
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new SyncFault('INVALID', 'The body is not JSON. Send one JSON object.');
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_ASYNC_CONSTRAINT':
      return new SyncFault('INVALID', 'The address is not well-formed. Correct it.');
    default:
      return error instanceof SyntaxError && 'statusCode' in error
        ? new SyncFault('INVALID', 'The body is not JSON. Send one JSON object.')
        : undefined;
  }
}
