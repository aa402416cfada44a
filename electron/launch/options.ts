import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** Whom a device is signed in as. */
export const PERSONS = ['manager', 'staff'] as const;
export type Person = (typeof PERSONS)[number];

export interface LaunchOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly host: string;
  /** Address of a PostgreSQL that several servers share; null keeps everything in the folder. */
  readonly database: string | null;
  readonly person: Person;
  /** Start everything, open no window. */
  readonly isHeadless: boolean;
  /** The sync server alone: no client, and no demo organization unless asked for. */
  readonly isServerOnly: boolean;
  readonly withDemo: boolean;
  readonly resetDemo: boolean;
}

export type ParsedOptions =
  | { readonly kind: 'run'; readonly options: LaunchOptions }
  | { readonly kind: 'help' }
  /** Work on a server's data, done by the server's own command line. */
  | { readonly kind: 'administer'; readonly dataDir: string; readonly args: readonly string[] }
  | { readonly kind: 'wrong'; readonly sentence: string };

export const DEFAULT_PORT = 4600;

export const HELP = `Muster: bookings, rosters and kits that keep working without a network.

  npm start                      the sync server, a demo organization and the desktop client, signed in as its manager
  npm start -- --as staff        a second device with its own storage, signed in as on-site staff
  npm run server                 the sync server alone
  npm run server -- create-organization --name NAME --email OWNER
                                 a real organization instead of the demo; also: enrol, set-password, verify, move

Options (after "--"):
  --as manager|staff   whom the device is signed in as (default: manager)
  --data DIR           where everything is kept (default: ./.muster-data)
  --port N             port of the sync server (default: ${DEFAULT_PORT}; 0 takes any free one)
  --host ADDRESS       address the sync server listens on (default: 127.0.0.1, this machine only)
  --database ADDRESS   with --server-only: keep everything in this PostgreSQL (postgres://…), which several servers may share
  --headless           open no window, only print the address
  --server-only        no client; a folder without an organization stays empty unless --demo is given
  --demo               with --server-only: make the demo organization on first run
  --reset-demo         delete the demo organization and its devices in the data folder, then start fresh
  --help               this text

Ctrl+C stops everything.
`;

/** Reads the command line. Everything wrong gets one sentence that says what to do. */
export function parseOptions(args: readonly string[], workingDir: string): ParsedOptions {
  const wrong = (sentence: string): ParsedOptions => ({ kind: 'wrong', sentence: `${sentence} "npm start -- --help" lists the options.` });
  const verb = args.find((arg) => arg !== '--server-only');
  if (args.includes('--server-only') && verb !== undefined && ADMINISTRATION.has(verb)) return administration(args, workingDir);
  const unknown = args.find((arg) => arg.startsWith('-') && !KNOWN.has(arg.split('=')[0] ?? ''));
  if (unknown !== undefined) return wrong(`Unknown option ${unknown}.`);
  const stray = strayWord(args);
  if (stray !== null) return wrong(`"${stray}" is not an option.`);
  const missing = args.find(
    (arg, index) => WITH_VALUE.has(arg) && (args[index + 1] === undefined || args[index + 1]?.startsWith('--') === true),
  );
  if (missing !== undefined) return wrong(`${missing} needs a value.`);
  const { values } = parseArgs({ args: [...args], options: SHAPE, strict: true });
  if (values.help === true) return { kind: 'help' };
  const port = values.port === undefined ? DEFAULT_PORT : Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return wrong(`--port takes a number from 0 to 65535, not "${values.port}".`);
  const person = PERSONS.find((name) => name === (values.as ?? 'manager'));
  if (person === undefined) return wrong(`--as takes ${PERSONS.join(' or ')}, not "${values.as}".`);
  const isServerOnly = values['server-only'] === true;
  if (values.database !== undefined && (!isServerOnly || values.demo === true || values['reset-demo'] === true))
    return wrong('--database is for the server alone, without the demo: npm run server -- --database ADDRESS.');
  return {
    kind: 'run',
    options: {
      dataDir: resolve(workingDir, values.data ?? '.muster-data'),
      port,
      host: values.host ?? '127.0.0.1',
      database: values.database ?? null,
      person,
      isHeadless: values.headless === true || isServerOnly,
      isServerOnly,
      withDemo: !isServerOnly || values.demo === true,
      resetDemo: values['reset-demo'] === true,
    },
  };
}

const SHAPE = {
  as: { type: 'string' },
  data: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  database: { type: 'string' },
  headless: { type: 'boolean' },
  'server-only': { type: 'boolean' },
  demo: { type: 'boolean' },
  'reset-demo': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const KNOWN = new Set([...Object.keys(SHAPE).map((name) => `--${name}`), '-h']);
const ADMINISTRATION = new Set(['create-organization', 'enrol', 'set-password', 'verify', 'move']);
const WITH_VALUE = new Set(['--as', '--data', '--port', '--host', '--database']);

function strayWord(args: readonly string[]): string | null {
  return args.find((arg, index) => !arg.startsWith('-') && !WITH_VALUE.has(args[index - 1] ?? '')) ?? null;
}

function administration(args: readonly string[], workingDir: string): ParsedOptions {
  const rest = args.filter((arg) => arg !== '--server-only');
  const at = rest.indexOf('--data');
  const dataDir = resolve(workingDir, (at < 0 ? undefined : rest[at + 1]) ?? '.muster-data');
  return { kind: 'administer', dataDir, args: at < 0 ? rest : rest.toSpliced(at, 2) };
}
