/**
 * A claim on an exclusive resource over a half-open interval of milliseconds, buffers included.
 * Two active claims on one resource by different entities never overlap in the canonical log (DESIGN section 6, C4).
 */
export interface Claim {
  /** `member:<id>` or `kit:<id>`. */
  readonly resource: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** A claim with the entity that holds it. */
export interface HeldClaim extends Claim {
  readonly aggregateType: string;
  readonly aggregateId: string;
}

export const claimsMeet = (a: Claim, b: Claim): boolean => a.resource === b.resource && a.startMs < b.endMs && b.startMs < a.endMs;
