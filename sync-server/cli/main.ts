import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { newId } from '../sequencer/server-events.ts';
import { openOffline, startServer } from '../server.ts';
import { StartError } from '../start-error.ts';
import { moveToPostgres } from './move.ts';
import { HELP, parseArguments, type Request } from './arguments.ts';

/** Runs one command. Expected failures are one sentence on standard error and exit code 1. */
async function main(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(args, process.env);
  if (!parsed.ok) return fail(parsed.sentence);
  try {
    return await run(parsed.request);
  } catch (error) {
    if (error instanceof StartError) return fail(error.message);
    throw error;
  }
}

async function run(request: Request): Promise<number> {
  switch (request.kind) {
    case 'help':
      process.stdout.write(HELP);
      return 0;
    case 'serve':
      return serve(request);
    case 'create-organization': {
      const server = await openOffline(request.dataDir, true, request.database);
      const now = Date.now();
      const [organizationId, memberId, siteId] = [newId(now), newId(now), newId(now)];
      const { name, zone, currency, email } = request;
      await server.admin.createOrganization({
        organizationId,
        organization: { name, kind: 'agency', zone, currency, sites: [{ id: siteId, name: request.site, zone }] },
        owner: { memberId, name: request.owner, email },
      });
      print(`organization ${organizationId}`, `enrol code ${await server.admin.createEnrolCode(memberId)}`);
      await server.close();
      return 0;
    }
    case 'enrol': {
      const server = await openOffline(request.dataDir, false, request.database);
      const member = server.admin.memberByEmail(request.email);
      if (member === undefined) return fail(`Nobody here has the e-mail ${request.email}.`);
      print(await server.admin.createEnrolCode(member.memberId));
      await server.close();
      return 0;
    }
    case 'set-password': {
      const server = await openOffline(request.dataDir, false, request.database);
      const member = server.admin.memberByEmail(request.email);
      if (member === undefined) return fail(`Nobody here has the e-mail ${request.email}.`);
      const password = (await text(process.stdin)).replace(/\r?\n$/, '');
      if (password.length < 10) return fail('The password needs at least 10 characters, on standard input.');
      await server.admin.setPassword(member.memberId, request.email, password);
      await server.close();
      print('password set');
      return 0;
    }
    case 'verify': {
      const server = await openOffline(request.dataDir, true, request.database);
      let broken = false;
      for (const { organizationId, name } of server.admin.organizations()) {
        const report = await server.admin.verify(organizationId);
        print(
          `${name || organizationId}: ${report.events} events, ${report.entities} objects, ${report.problems.length === 0 ? 'all well' : 'NOT WELL'}`,
        );
        for (const problem of report.problems) print(`  ${problem}`);
        broken ||= report.problems.length > 0;
      }
      await server.close();
      return broken ? 1 : 0;
    }
    case 'move':
      return move(request.dataDir, request.to);
  }
}

async function move(dataDir: string, to: string): Promise<number> {
  const log = pino({ level: 'warn' }, pino.destination(2));
  const { organizations, events, wasDone } = await moveToPostgres({ dataDir, to, log, onProgress: (text) => print(text) });
  if (wasDone) print('moved before; nothing to do');
  else print(`moved ${organizations} organizations, ${events} events; every log checked. Start the server with --database now.`);
  return 0;
}

async function serve(request: Extract<Request, { kind: 'serve' }>): Promise<number> {
  const { dataDir, database, port, host, staticDir } = request;
  const server = await startServer({
    dataDir,
    database,
    port,
    host,
    staticDir,
    log: pino({ level: process.env['MUSTER_LOG'] ?? 'info' }, pino.destination(2)),
  });
  print(`muster server ready ${server.url}`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  await server.close();
  return 0;
}

function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

function fail(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 1;
}

process.exitCode = await main(process.argv.slice(2));
