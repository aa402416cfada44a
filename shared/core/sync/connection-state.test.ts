import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { RULEBOOK } from '../../domain/rulebook.ts';
import { portableSha256 } from '../../events/hash-chain.ts';
import { openDatabase } from '../opening.ts';
import { nodeSqliteDriver } from '../sql/node-sqlite.ts';
import { ConnectionState } from './connection-state.ts';

test('the first word from the server is written at once, so that a killed device knows since when it is alone', () => {
  const { data } = openDatabase({
    driver: nodeSqliteDriver(new DatabaseSync(':memory:')),
    clock: { nowMs: () => Date.UTC(2026, 5, 1), zone: () => 'Europe/Berlin' },
    random: { bytes: (length) => new Uint8Array(length).fill(7), float: () => 0.5 },
    rulebook: RULEBOOK,
    sha: portableSha256,
    log: () => undefined,
  });
  const connection = () =>
    new ConnectionState(
      data,
      () => undefined,
      () => undefined,
    );
  connection().contact();
  expect(connection().lastContactAt).toBe('2026-06-01T00:00:00.000Z');
});

test('a connection that ends while the disk fails says so and brings nobody down', () => {
  const driver = nodeSqliteDriver(new DatabaseSync(':memory:'));
  let isBroken = false;
  const { data } = openDatabase({
    driver: {
      ...driver,
      transaction: (work) => {
        if (isBroken) throw new Error('disk I/O error');
        return driver.transaction(work);
      },
    },
    clock: { nowMs: () => Date.UTC(2026, 5, 1), zone: () => 'Europe/Berlin' },
    random: { bytes: (length) => new Uint8Array(length).fill(7), float: () => 0.5 },
    rulebook: RULEBOOK,
    sha: portableSha256,
    log: () => undefined,
  });
  const said: string[] = [];
  const state = new ConnectionState(
    data,
    (_level, message) => said.push(message),
    () => undefined,
  );
  for (const input of ['opened', 'connect', 'greeted', 'caughtUp'] as const) state.enter(input);
  state.contact();
  isBroken = true;
  state.enter('lost');
  expect(state.phase).toBe('offline');
  expect(said).toContain('the last contact was not saved');
  expect(data.failure).not.toBeNull();
});
