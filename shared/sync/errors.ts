import type { z } from 'zod';
import type { SyncError } from './wire.ts';

export type SyncErrorKind = SyncError['kind'];

/** HTTP status of each kind. The kind decides what the receiver does; the status is for proxies and people. */
export const HTTP_STATUS: Readonly<Record<SyncErrorKind, number>> = {
  RETRY: 503,
  GAP: 409,
  DEVICE_FORK: 409,
  EPOCH_CHANGED: 409,
  AHEAD_OF_SERVER: 409,
  RESYNC: 409,
  AUTH: 401,
  REVOKED: 403,
  UPGRADE_REQUIRED: 426,
  TOO_LARGE: 413,
  INVALID: 400,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
};

export type SyncErrorDetail = Partial<Omit<SyncError, 'kind' | 'message'>>;

/** A typed refusal on its way to the caller. Thrown at the edges only; the message says what to do. */
export class SyncFault extends Error {
  override readonly name = 'SyncFault';
  readonly error: SyncError;
  /** Overrides the usual status of the kind, e.g. 415 for a wrong content type. */
  readonly status: number;

  constructor(kind: SyncErrorKind, message: string, detail: SyncErrorDetail = {}, status: number = HTTP_STATUS[kind]) {
    super(message);
    this.error = syncError(kind, message, detail);
    this.status = status;
  }
}

/** The body of every error answer, with every field present. */
export function syncError(kind: SyncErrorKind, message: string, detail: SyncErrorDetail = {}): SyncError {
  return {
    kind,
    message,
    field: detail.field ?? null,
    retryAfterMs: detail.retryAfterMs ?? null,
    expected: detail.expected ?? null,
    floor: detail.floor ?? null,
    epoch: detail.epoch ?? null,
  };
}

/** The first problem of a failed parse as a path and a sentence: `events.3.data.period.end`. */
export function describeIssue(
  error: z.ZodError,
  prefix: readonly PropertyKey[] = [],
): { readonly field: string; readonly message: string } {
  const issue = deepestIssue(error.issues[0]);
  if (issue === undefined) return { field: joinPath(prefix), message: 'The value does not fit. Correct it and send it again.' };
  const path = [...prefix, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    return { field: joinPath([...path, key]), message: `Unknown field "${clip(key)}". Remove it and send the request again.` };
  }
  return { field: joinPath(path), message: `${issue.message}. Correct this field and send the request again.` };
}

/** A parse failure as a fault that names the field. */
export function invalidFrom(error: z.ZodError, prefix: readonly PropertyKey[] = []): SyncFault {
  const { field, message } = describeIssue(error, prefix);
  return new SyncFault('INVALID', field === '' ? message : `${field}: ${message}`, { field: field === '' ? null : field });
}

type Issue = z.core.$ZodIssue;

/** A union reports every branch; the branch that got furthest names the real mistake. */
function deepestIssue(issue: Issue | undefined): Issue | undefined {
  if (issue?.code !== 'invalid_union') return issue;
  let best: Issue | undefined;
  for (const branch of issue.errors) {
    const candidate = deepestIssue(branch[0]);
    if (candidate !== undefined && (best === undefined || candidate.path.length > best.path.length)) best = candidate;
  }
  if (best === undefined || best.path.length === 0) return issue;
  return { ...best, path: [...issue.path, ...best.path] };
}

/** Path text for people; a hostile key cannot make it long. */
function joinPath(path: readonly PropertyKey[]): string {
  return path.map((part) => clip(String(part))).join('.');
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
