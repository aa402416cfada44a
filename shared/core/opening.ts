import { readableTypes } from '../conflict/lift.ts';
import type { Rulebook } from '../domain/rulebook.ts';
import { GENESIS_HASH, type ChainVerdict, type Sha256 } from '../events/hash-chain.ts';
import { ConfirmedLog } from './confirmed-log.ts';
import { RULES_VERSION } from '../sync/wire.ts';
import { LocalData } from './local-data.ts';
import { Meta } from './meta.ts';
import { OwnLog } from './own-log.ts';
import type { Clock, RandomSource, SqlDriver } from './ports.ts';
import { prepareSchema, SCHEMA_VERSION } from './sql/schema.ts';

/** Grows when rows are built in another way from the same state. */
const ROWS_VERSION = 4;

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

export interface OpenedDatabase {
  readonly data: LocalData;
  /** The app before this one ended by itself, with everything checked. */
  readonly wasClean: boolean;
}

/**
 * Opens the file: the right schema, unbroken logs. What was checked before is marked, and only what came after the mark is
 * checked here, so that a start does not take longer with every event. After an exit that was not clean the rest is read
 * again in the background (`scrub.ts`); when that finds damage the marks are gone, and this checks the file and every
 * record and refuses.
 */
export function openDatabase(options: OpeningOptions): OpenedDatabase {
  const { driver, log, sha } = options;
  const schema = prepareSchema(driver);
  if (schema.kind === 'newer') throw new DatabaseTooNewError(schema.version);
  const meta = new Meta(driver);
  const foldVersion = foldVersionOf(options);
  const wasClean = schema.created || meta.text('clean') === '1';
  if (!schema.created) {
    if (meta.text('verified_seq') === null) checkFile(driver);
    verifyLogs(options);
  }
  driver.transaction(() => {
    meta.set('clean', null);
    meta.set('verified_seq', meta.number('log_seq'));
    meta.set('verified_own', new OwnLog(driver, sha).position);
    if (schema.created) {
      meta.set('head_hash', GENESIS_HASH);
      meta.set('fold_version', foldVersion);
    }
  });
  const data = new LocalData({ driver, rulebook: options.rulebook, clock: options.clock, random: options.random, sha });
  const stale = meta.text('fold_version') !== foldVersion;
  if (stale) {
    data.refold();
    meta.set('fold_version', foldVersion);
  }
  log({ level: 'info', message: 'database opened', fields: { created: schema.created, refolded: stale } });
  return { data, wasClean };
}

/** Another value than the one in the file means that state and rows were built by other rules. */
const foldVersionOf = ({ rulebook, sha }: OpeningOptions): string =>
  `${ROWS_VERSION}.${RULES_VERSION}.${sha(readableTypes(rulebook)).slice(0, 16)}`;

function checkFile(driver: SqlDriver): void {
  const check = driver.prepare('PRAGMA quick_check').get<{ quick_check: string }>()?.quick_check ?? 'no answer';
  if (check !== 'ok') throw new DatabaseDamagedError('file', null, check);
}

/** Checks what no mark speaks for. */
function verifyLogs({ driver, sha }: OpeningOptions): void {
  const meta = new Meta(driver);
  const confirmed = new ConfirmedLog(driver, meta, sha).verify(meta.number('verified_seq'));
  const own = new OwnLog(driver, sha).verify(meta.number('verified_own'));
  throwWhenBroken('confirmed_log', confirmed);
  throwWhenBroken('own_log', own);
}

/** @throws DatabaseDamagedError naming the first record that does not fit */
export function throwWhenBroken(part: 'confirmed_log' | 'own_log', verdict: ChainVerdict): void {
  if (!verdict.ok) throw new DatabaseDamagedError(part, verdict.seq, verdict.fault);
}
