import { expect, test } from 'vitest';
import { isConnected, PHASES, SYNC_INPUTS, type SyncPhase } from './phases.ts';

const phases = Object.keys(PHASES) as SyncPhase[];

test('every phase answers every input with a phase', () => {
  expect(phases).toHaveLength(10);
  for (const phase of phases) {
    expect(Object.keys(PHASES[phase]).sort()).toEqual([...SYNC_INPUTS].sort());
    for (const input of SYNC_INPUTS) expect(phases).toContain(PHASES[phase][input]);
  }
});

test('every phase but the first is reachable from the start', () => {
  const reached = new Set<SyncPhase>(['booting']);
  for (const phase of reached) for (const input of SYNC_INPUTS) reached.add(PHASES[phase][input]);
  expect([...reached].sort()).toEqual([...phases].sort());
});

test('nothing leaves halted, and everything else can be stopped', () => {
  for (const input of SYNC_INPUTS) expect(PHASES.halted[input]).toBe('halted');
  for (const phase of phases) expect(PHASES[phase].stop).toBe('halted');
});

test('a refused sign-in ends every connection, and only a sign-in leads out of it', () => {
  for (const phase of phases) if (phase !== 'halted') expect(PHASES[phase].authRefused).toBe('authNeeded');
  const exits = SYNC_INPUTS.filter((input) => PHASES.authNeeded[input] !== 'authNeeded');
  expect(exits.sort()).toEqual(['rebuild', 'signedIn', 'stop']);
});

test('a lost connection never counts as one', () => {
  for (const phase of phases) expect(isConnected(PHASES[phase].lost)).toBe(false);
});
