import { parseArgs } from 'node:util';

/** What the command line asks for. */
/** Where the data is. */
interface Place {
  readonly dataDir: string;
  /** Address of a PostgreSQL; undefined for the folder's own file. */
  readonly database: string | undefined;
}

export type Request =
  | { readonly kind: 'help' }
  | ({ readonly kind: 'serve'; readonly port: number; readonly host: string; readonly staticDir: string | null } & Place)
  | ({
      readonly kind: 'create-organization';
      readonly name: string;
      readonly email: string;
      readonly owner: string;
      readonly zone: string;
      readonly currency: string;
      readonly site: string;
    } & Place)
  | ({ readonly kind: 'enrol'; readonly email: string } & Place)
  | ({ readonly kind: 'set-password'; readonly email: string } & Place)
  | ({ readonly kind: 'verify' } & Place)
  | { readonly kind: 'move'; readonly dataDir: string; readonly to: string };

export const HELP = `Muster sync server

  node sync-server/cli/main.ts [serve] [--data DIR] [--port N] [--host ADDRESS] [--static DIR] [--database postgres://…]
      Runs the server. --static names the folder of the browser client. With --database (or MUSTER_DATABASE) any number of
      servers share one PostgreSQL; so do the commands below. A busy server wants node --max-semi-space-size=64.
  … create-organization --name NAME --email OWNER [--owner NAME] [--zone ZONE] [--currency EUR] [--site NAME]
      Makes an organization and prints a one-time code that signs its owner in.
  … enrol --email EMAIL
      Prints a one-time code (10 minutes) that signs a device in as this person. Works beside a running server.
  … set-password --email EMAIL
      Reads a password from standard input and sets it. Works beside a running server.
  … verify
      Reads every log again: unbroken, and its fold equals the stored state. The server must be stopped.
  … move --to postgres://USER:PASSWORD@HOST/NAME
      Copies everything from the data folder into an empty PostgreSQL and checks every log there. The server must be
      stopped. A move that was cut short goes on where it was when it is run again.
`;

export type Parsed = { readonly ok: true; readonly request: Request } | { readonly ok: false; readonly sentence: string };

const bad = (sentence: string): Parsed => ({ ok: false, sentence });
const good = (request: Request): Parsed => ({ ok: true, request });

/** Reads the command line; what is wrong becomes a sentence. */
export function parseArguments(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): Parsed {
  let values: Record<string, string | boolean | undefined>;
  let positionals: readonly string[];
  try {
    const text = { type: 'string' } as const;
    const options = {
      data: text,
      port: text,
      host: text,
      static: text,
      name: text,
      email: text,
      owner: text,
      zone: text,
      currency: text,
      site: text,
      database: text,
      to: text,
      help: { type: 'boolean', short: 'h' },
    } as const;
    ({ values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true }));
  } catch (error) {
    return bad(`${error instanceof Error ? error.message.split('. ')[0] : 'The options cannot be read'}. See --help.`);
  }
  const value = (name: string): string | undefined => (typeof values[name] === 'string' ? values[name] : undefined);
  const dataDir = value('data') ?? '.muster-data';
  const place: Place = { dataDir, database: value('database') ?? environment['MUSTER_DATABASE'] };
  if (values['help'] === true) return good({ kind: 'help' });
  const [command = 'serve', ...rest] = positionals;
  if (rest.length > 0) return bad(`Unexpected "${rest[0]}". See --help.`);
  const email = value('email');
  switch (command) {
    case 'serve': {
      const port = Number(value('port') ?? '4700');
      if (!Number.isInteger(port) || port < 0 || port > 65_535)
        return bad(`--port must be a number from 0 to 65535, not "${value('port')}".`);
      return good({ kind: 'serve', ...place, port, host: value('host') ?? '127.0.0.1', staticDir: value('static') ?? null });
    }
    case 'create-organization': {
      const name = value('name');
      if (name === undefined || email === undefined) return bad('create-organization needs --name and --email of its owner.');
      const owner = value('owner') ?? email.split('@')[0] ?? email;
      const zone = value('zone') ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
      return good({
        kind: 'create-organization',
        ...place,
        name,
        email,
        owner,
        zone,
        currency: value('currency') ?? 'EUR',
        site: value('site') ?? 'Main office',
      });
    }
    case 'enrol':
      return email === undefined ? bad('enrol needs --email of a member.') : good({ kind: 'enrol', ...place, email });
    case 'set-password':
      return email === undefined ? bad('set-password needs --email of a member.') : good({ kind: 'set-password', ...place, email });
    case 'verify':
      return good({ kind: 'verify', ...place });
    case 'move': {
      const to = value('to');
      return to === undefined ? bad('move needs --to postgres://USER:PASSWORD@HOST/NAME.') : good({ kind: 'move', dataDir, to });
    }
    default:
      return bad(`Unknown command "${command}". See --help.`);
  }
}
