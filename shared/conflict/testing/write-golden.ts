/**
 * `node shared/conflict/testing/write-golden.ts`: after a new event type or version, told in `golden-story.ts`, writes the
 * story as a new golden log beside the older ones, which are never written again. States are written anew for all of them:
 * a difference in a state file is a change of what the product makes of old logs, and has to be looked at.
 */
import { RULEBOOK } from '../../domain/rulebook.ts';
import { chained, parseLog, readGolden, statesAfter, withoutGolden, writeLines } from './golden.ts';
import { goldenStory } from './golden-story.ts';

const before = readGolden();
const missing = withoutGolden(
  before.map(({ log }) => parseLog(log)),
  RULEBOOK,
);
if (missing.length > 0) writeLines(`${before.length + 1}.log.ndjson`, chained(goldenStory()));
const after = readGolden();
for (const { name, log } of after) writeLines(`${name}.states.ndjson`, statesAfter(parseLog(log)));
const left = withoutGolden(
  after.map(({ log }) => parseLog(log)),
  RULEBOOK,
);
if (left.length > 0) throw new Error(`golden-story.ts does not tell ${left.join(', ')}`);
