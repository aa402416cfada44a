import type { Rulebook } from '../domain/rulebook.ts';
import { GENESIS_HASH, type ChainVerdict, type Sha256 } from '../events/hash-chain.ts';
import { ConfirmedLog } from './confirmed-log.ts';
import { CATALOG_VERSION, RULES_VERSION } from '../sync/wire.ts';
import { LocalData } from './local-data.ts';
import { Meta } from './meta.ts';
import { OwnLog } from './own-log.ts';
import type { Clock, RandomSource, SqlDriver } from './ports.ts';
import { prepareSchema, SCHEMA_VERSION } from './sql/schema.ts';

/** Another value than the one in the file means that state and rows were built by other rules. */
const FOLD_VERSION = `3.${CATALOG_VERSION}.${RULES_VERSION}`;

/** A newer app wrote this file. It was not touched; update the app to open it. */
export class DatabaseTooNewError extends Error {
  override readonly name = 'DatabaseTooNewError';
  readonly version: number;

  constructor(version: number) {
    super(`the database has schema ${version}, this app knows ${SCHEMA_VERSION}; update the app, nothing was changed`);
    this.version = version;
  }
}

/** The file or one of its logs does not hold. Nothing was changed. */
export class DatabaseDamagedError extends Error {
  override readonly name = 'DatabaseDamagedError';
  readonly part: 'file' | 'confirmed_log' | 'own_log';
  /** First record that does not fit; null when the file itself is damaged. */
  readonly seq: number | null;

  constructor(part: 'file' | 'confirmed_log' | 'own_log', seq: number | null, detail: string) {
    super(seq === null ? `the database is damaged: ${detail}` : `${part} does not hold from record ${seq}: ${detail}`);
    this.part = part;
    this.seq = seq;
  }
}

export interface OpeningOptions {
  readonly driver: SqlDriver;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly rulebook: Rulebook;
  readonly sha: Sha256;
  readonly log: (entry: { level: 'info' | 'warn'; message: string; fields?: Record<string, string | number | boolean | null> }) => void;
}

/**
 * Opens the file: the right schema, a sound file, unbroken logs. After a clean exit only what was appended since the last
 * check is read again; after anything else all of it.
 */
export function openDatabase(options: OpeningOptions): LocalData {
  const { driver, log, sha } = options;
  const schema = prepareSchema(driver);
  if (schema.kind === 'newer') throw new DatabaseTooNewError(schema.version);
  if (!schema.created) {
    const check = driver.prepare('PRAGMA quick_check').get<{ quick_check: string }>()?.quick_check ?? 'no answer';
    if (check !== 'ok') throw new DatabaseDamagedError('file', null, check);
    verifyLogs(options);
  }
  const meta = new Meta(driver);
  driver.transaction(() => {
    meta.set('clean', null);
    if (schema.created) {
      meta.set('head_hash', GENESIS_HASH);
      meta.set('fold_version', FOLD_VERSION);
    }
  });
  const data = new LocalData({ driver, rulebook: options.rulebook, clock: options.clock, random: options.random, sha });
  const stale = meta.text('fold_version') !== FOLD_VERSION;
  if (stale) {
    data.refold();
    meta.set('fold_version', FOLD_VERSION);
  }
  log({ level: 'info', message: 'database opened', fields: { created: schema.created, refolded: stale } });
  return data;
}

function verifyLogs({ driver, log, sha }: OpeningOptions): void {
  const meta = new Meta(driver);
  const clean = meta.text('clean') === '1';
  if (!clean) log({ level: 'warn', message: 'the last exit was not clean; checking every record' });
  const confirmed = new ConfirmedLog(driver, meta, sha).verify(clean ? meta.number('verified_seq') : 0);
  const own = new OwnLog(driver, sha).verify(clean ? meta.number('verified_own') : 0);
  throwWhenBroken('confirmed_log', confirmed);
  throwWhenBroken('own_log', own);
}

function throwWhenBroken(part: 'confirmed_log' | 'own_log', verdict: ChainVerdict): void {
  if (!verdict.ok) throw new DatabaseDamagedError(part, verdict.seq, verdict.fault);
}
