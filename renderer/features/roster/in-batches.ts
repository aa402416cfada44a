/**
 * Runs work on many things, a few at once: each waits until it can be seen, and waiting one by one would add up. Answers
 * keep the order of the things.
 */
export async function inBatches<Thing, Answer>(
  things: readonly Thing[],
  size: number,
  work: (thing: Thing) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let from = 0; from < things.length; from += size) answers.push(...(await Promise.all(things.slice(from, from + size).map(work))));
  return answers;
}
