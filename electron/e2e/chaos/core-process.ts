import { createHash, getRandomValues, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openCore } from '../../../shared/core/open-core.ts';
import type { SecretStore } from '../../../shared/core/ports.ts';
import { nodeSqliteDriver } from '../../../shared/core/sql/node-sqlite.ts';
import { Chance } from '../../../shared/simulator/random.ts';
import { nextDeed } from '../../../shared/simulator/workload.ts';
import { createNodeNetwork } from '../../core-host/network.ts';
import { CAST } from './company.ts';
import type { Acknowledged, Ask, Place } from './words.ts';

/**
 * One device of the storm: the product's core on a real file, over a real network, with somebody who gives commands without
 * a pause. A line on standard output is an acknowledgement that a person has seen.
 */
const { folder, serverUrl, seed } = JSON.parse(process.argv[2] ?? '') as Place;
const database = join(folder, 'core.sqlite');
const secretFile = join(folder, 'secret');
let clockOffsetMs = 0;
let paceMs: number | null = null;

const secrets: SecretStore = {
  read: async () => (existsSync(secretFile) ? readFileSync(secretFile, 'utf8') : null),
  write: async (secret) => {
    writeFileSync(`${secretFile}.new`, secret);
    renameSync(`${secretFile}.new`, secretFile);
  },
  clear: async () => rmSync(secretFile, { force: true }),
};

const core = await openCore({
  driver: nodeSqliteDriver(new DatabaseSync(database)),
  clock: { nowMs: () => Date.now() + clockOffsetMs, zone: () => 'Europe/Berlin' },
  timers: {
    set: (callback, delayMs) => setTimeout(callback, delayMs),
    clear: (handle) => clearTimeout(handle as NodeJS.Timeout),
  },
  random: { bytes: (length) => getRandomValues(new Uint8Array(length)), float: () => Math.random() },
  network: createNodeNetwork(serverUrl),
  secrets,
  deviceName: 'a device in a storm',
  serverUrl,
  log: ({ level, message, fields }) => {
    if (level === 'error' || /NotSaved/.test(String(fields?.['reason'])))
      process.stderr.write(`${message} ${JSON.stringify(fields ?? {})}\n`);
  },
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
  soon: (callback) => void setImmediate(callback),
});

const eyes = new DatabaseSync(database, { readOnly: true });
const look = <Row>(sql: string, ...values: (string | number)[]): Row[] => eyes.prepare(sql).all(...values) as Row[];

void work();
process.on('message', (message: Ask & { readonly id: number }) => {
  void answer(message).then((value) => process.send?.({ id: message.id, value }));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ id: 0, value: null });

async function answer(ask: Ask): Promise<unknown> {
  switch (ask.kind) {
    case 'enrol': {
      const reply = await core.call('session.enrol', { code: ask.code });
      return reply.ok ? null : reply.error.code;
    }
    case 'work':
      ({ paceMs } = ask);
      return null;
    case 'clock':
      clockOffsetMs = ask.offsetMs;
      return null;
    case 'status':
      return core.call('sync.status', undefined);
    case 'picture':
      return look<{ collection: string; id: string; body: string }>(
        'SELECT collection, id, body FROM view_rows WHERE deleted = 0 ORDER BY collection, id',
      ).map((row) => [`${row.collection}/${row.id}`, JSON.stringify((JSON.parse(row.body) as { state: unknown }).state)]);
    case 'close':
      paceMs = null;
      await core.close();
      return null;
  }
}

async function work(): Promise<never> {
  const chance = new Chance(seed);
  for (;;) {
    if (paceMs === null) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      continue;
    }
    await giveCommand(chance).catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
    await new Promise((resolve) => setTimeout(resolve, chance.whole(0, paceMs ?? 0)));
  }
}

async function giveCommand(chance: Chance): Promise<void> {
  const deed = nextDeed(chance, { look }, CAST);
  if (deed === null) return;
  const commandId = randomUUID();
  // ids of new objects come from chance, which begins again with the process; a real screen draws new ones
  const input = deed.name.endsWith('.create') || deed.name === 'allocation.request' ? withNewId(deed.input) : deed.input;
  const reply = await core.call('command.run', { commandId, name: deed.name, input });
  const line: Acknowledged = reply.ok
    ? { ok: true, commandId, name: deed.name, eventIds: reply.value.eventIds }
    : { ok: false, code: reply.error.code };
  writeSync(1, `${JSON.stringify(line)}\n`);
}

function withNewId(input: unknown): unknown {
  const [[key] = ['']] = Object.entries(input as Record<string, unknown>);
  return { ...(input as Record<string, unknown>), [key]: randomUUID() };
}
