export {};

/** `npm run bench -- NAME`: prints one JSON line per figure. */
const BENCHES: Readonly<Record<string, () => Promise<() => Promise<void>>>> = {
  ingest: async () => (await import('./ingest.ts')).ingest,
  fanout: async () => (await import('./fanout.ts')).fanout,
  postgres: async () => (await import('./postgres.ts')).postgres,
  bus: async () => (await import('./bus.ts')).bus,
};

const name = process.argv[2] ?? '';
const load = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
if (load === undefined) {
  process.stderr.write(`There is no benchmark "${name}" of the server. Known are ${Object.keys(BENCHES).join(', ')}.\n`);
  process.exitCode = 2;
} else {
  const bench = await load();
  await bench();
  process.exit(0);
}
