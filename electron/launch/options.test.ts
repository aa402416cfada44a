import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { HELP, parseOptions } from './options.ts';

const optionsOf = (...args: string[]) => {
  const parsed = parseOptions(args, '/srv');
  if (parsed.kind !== 'run') throw new Error(`not run but ${JSON.stringify(parsed)}`);
  return parsed.options;
};

test('without options it is the demo manager on port 4600 with the data beside the project', () => {
  expect(optionsOf()).toEqual({
    dataDir: resolve('/srv/.muster-data'),
    port: 4600,
    host: '127.0.0.1',
    person: 'manager',
    database: null,
    isHeadless: false,
    isServerOnly: false,
    withDemo: true,
    resetDemo: false,
  });
});

test('every option is taken, with "=" as well as with a space', () => {
  const options = optionsOf('--as=staff', '--data', 'elsewhere', '--port', '0', '--headless', '--reset-demo');
  expect(options).toMatchObject({ person: 'staff', port: 0, isHeadless: true, resetDemo: true, dataDir: resolve('/srv/elsewhere') });
});

test('the server alone opens no window and makes no demo unless it is asked for', () => {
  expect(optionsOf('--server-only')).toMatchObject({ isHeadless: true, withDemo: false });
  expect(optionsOf('--server-only', '--demo')).toMatchObject({ isHeadless: true, withDemo: true });
});

test.each([
  [['--prot', '1'], 'Unknown option --prot.'],
  [['-x'], 'Unknown option -x.'],
  [['staff'], '"staff" is not an option.'],
  [['--port'], '--port needs a value.'],
  [['--data', '--headless'], '--data needs a value.'],
  [['--port', 'abc'], '--port takes a number from 0 to 65535, not "abc".'],
  [['--port', '70000'], '--port takes a number from 0 to 65535, not "70000".'],
  [['--port', '1.5'], '--port takes a number from 0 to 65535, not "1.5".'],
  [['--as', 'boss'], '--as takes manager or staff, not "boss".'],
])('a wrong command line %j gets a sentence that says what to do', (args, sentence) => {
  expect(parseOptions(args, '/srv')).toEqual({ kind: 'wrong', sentence: `${sentence} "npm start -- --help" lists the options.` });
});

test('help names every option that is taken', () => {
  expect(parseOptions(['--help'], '/srv')).toEqual({ kind: 'help' });
  for (const name of ['--as', '--data', '--port', '--host', '--headless', '--server-only', '--demo', '--reset-demo', '--help']) {
    expect(HELP).toContain(`  ${name}`);
  }
});

test("work on a real organization goes to the server's own command line, with the folder the launcher uses", () => {
  expect(parseOptions(['--server-only', 'create-organization', '--name', 'Acme', '--data', 'd', '--email', 'a@b.example'], '/srv')).toEqual(
    {
      kind: 'administer',
      dataDir: resolve('/srv/d'),
      args: ['create-organization', '--name', 'Acme', '--email', 'a@b.example'],
    },
  );
  expect(parseOptions(['enrol'], '/srv')).toMatchObject({ kind: 'wrong' });
});

test('a shared database is for the server alone', () => {
  const address = 'postgres://muster@db/muster';
  expect(optionsOf('--server-only', '--database', address)).toMatchObject({ database: address, isServerOnly: true });
  expect(parseOptions(['--database', address], '/srv')).toMatchObject({ kind: 'wrong' });
  expect(parseOptions(['--server-only', 'move', '--to', address], '/srv')).toMatchObject({
    kind: 'administer',
    args: ['move', '--to', address],
  });
});
