/** Seeds that failed once, with what they found. */
export const PINNED: readonly { readonly seed: number; readonly steps: number; readonly why: string }[] = [
  { seed: 3, steps: 150, why: 'a server that dies five times between commit and answer' },
];
