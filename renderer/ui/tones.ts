import type { Tone } from './status-catalogue.ts';

/** Classes per tone, spelled out so that the compiler of the styles finds them. */
export const TONE_TEXT: Readonly<Record<Tone, string>> = {
  draft: 'text-draft-text',
  pending: 'text-pending-text',
  approved: 'text-approved-text',
  running: 'text-running-text',
  done: 'text-done-text',
  cancelled: 'text-draft-text',
  needs: 'text-needs-text',
  stopped: 'text-stopped-text',
};
export const TONE_MARK: Readonly<Record<Tone, string>> = {
  draft: 'text-draft',
  pending: 'text-pending',
  approved: 'text-approved',
  running: 'text-running',
  done: 'text-done',
  cancelled: 'text-draft',
  needs: 'text-needs',
  stopped: 'text-stopped',
};
export const TONE_SOFT: Readonly<Record<Tone, string>> = {
  draft: 'bg-draft-soft',
  pending: 'bg-pending-soft',
  approved: 'bg-approved-soft',
  running: 'bg-running-soft',
  done: 'bg-done-soft',
  cancelled: 'bg-draft-soft',
  needs: 'bg-needs-soft',
  stopped: 'bg-stopped-soft',
};
/** Left edge of a block on a timeline. */
export const TONE_EDGE: Readonly<Record<Tone, string>> = {
  draft: 'border-s-draft',
  pending: 'border-s-pending',
  approved: 'border-s-approved',
  running: 'border-s-running',
  done: 'border-s-done',
  cancelled: 'border-s-draft',
  needs: 'border-s-needs',
  stopped: 'border-s-stopped',
};
