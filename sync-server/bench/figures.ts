/** One figure as one JSON line: what it is, ours, the baseline of the same run, and the ratio that counts. */
export interface Figure {
  readonly bench: string;
  readonly case: string;
  readonly unit: string;
  readonly value: number;
  readonly baseline: number | null;
  /** value ÷ baseline. */
  readonly ratio: number | null;
  /** `min` when more is better, `max` when less is better. */
  readonly aim: Aim | null;
}

/** What the figure should reach: a multiple of the baseline, or a value of its own where people feel it. */
type Aim = ({ readonly ratio: number } | { readonly value: number }) & { readonly bound: 'min' | 'max' };

export function printFigure(figure: Omit<Figure, 'ratio'>): void {
  const ratio = figure.baseline === null || figure.baseline === 0 ? null : round(figure.value / figure.baseline);
  const met = figure.aim === null ? null : isMet(figure.aim, figure.value, ratio);
  const line = { ...figure, value: round(figure.value), baseline: figure.baseline === null ? null : round(figure.baseline), ratio, met };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function isMet(aim: Aim, value: number, ratio: number | null): boolean | null {
  const [reached, wanted] = 'ratio' in aim ? [ratio, aim.ratio] : [value, aim.value];
  if (reached === null) return null;
  return aim.bound === 'min' ? reached >= wanted : reached <= wanted;
}

/** The value below which `share` of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const round = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 1000) / 1000);
