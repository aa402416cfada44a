import { expect, test } from 'vitest';
import { RULEBOOK } from '../domain/rulebook.ts';
import { EventBus } from '../events/bus.ts';
import { SERVICE_NAMES, Services } from './services.ts';

const open = () => {
  const executed: string[] = [];
  const services = new Services({
    rulebook: RULEBOOK,
    eventBus: new EventBus({ onHandlerError: () => undefined }),
    execute: async (request) => {
      executed.push(request.name);
      return { ok: true, value: { commandId: request.commandId, txnId: request.commandId, eventIds: [], noop: true, rev: 0 } };
    },
  });
  return { services, executed };
};
const request = (name: string) => ({ commandId: crypto.randomUUID(), name, input: {} });

test('every command of the rulebook belongs to exactly one service', () => {
  const { services } = open();
  const owned = SERVICE_NAMES.flatMap((name) => [...services.get(name).commands.keys()]);
  expect(owned.sort()).toEqual([...RULEBOOK.commands.keys()].sort());
  for (const name of SERVICE_NAMES) expect(services.get(name).commands.size).toBeGreaterThan(0);
});

test('a command goes through the service of its noun', async () => {
  const { services, executed } = open();
  for (const name of RULEBOOK.commands.keys()) expect((await services.run(request(name))).ok).toBe(true);
  expect(executed).toEqual([...RULEBOOK.commands.keys()]);
});

test('a service refuses the commands of another, and nobody takes one that does not exist', async () => {
  const { services, executed } = open();
  expect(await services.get('kits').execute(request('booking.approve'))).toMatchObject({ ok: false, error: { code: 'command.unknown' } });
  for (const name of ['booking.explode', 'nonsense', '', '.', 'toString.constructor']) {
    expect(await services.run(request(name))).toMatchObject({ ok: false, error: { kind: 'invalid-input', field: 'name' } });
  }
  expect(executed).toEqual([]);
});
