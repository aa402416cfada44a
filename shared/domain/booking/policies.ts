import type { Policy } from '../kernel/aggregate.ts';

export const bookingPolicies: readonly Policy[] = [];
