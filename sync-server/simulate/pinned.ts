/** Seeds that failed once, with what they found. */
export const PINNED: readonly { readonly seed: number; readonly steps: number; readonly faults: string; readonly why: string }[] = [
  { seed: 242, steps: 120, faults: 'device-clone,offline,hang-up', why: 'work of a copied device waited for ever' },
  {
    seed: 30,
    steps: 150,
    faults: 'device-disk-full,device-flush-fails,half-open',
    why: 'a failing disk ended the process when a stream did',
  },
];
