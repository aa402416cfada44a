import { DatabaseSync } from 'node:sqlite';

/** Commits of one row of the size of an event, as durable as the core's, to a file of their own. */
export function rawCommits(file: string): () => void {
  const db = new DatabaseSync(file);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE log (seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
  const insert = db.prepare('INSERT INTO log (body) VALUES (?)');
  const body = 'x'.repeat(900);
  return () => {
    db.exec('BEGIN IMMEDIATE');
    insert.run(body);
    db.exec('COMMIT');
  };
}
