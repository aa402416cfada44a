import { readableTypes } from '../../shared/conflict/lift.ts';
import { StateDigest } from '../../shared/sync/state-digest.ts';
import type { Organizations } from '../organizations.ts';
import { nativeSha256, type WrittenEvent } from '../store/log-text.ts';

/** Commits whose digests are remembered: a device that lives is at most a few behind. */
const REMEMBERED = 512;

interface Book {
  readonly epoch: string;
  readonly seqs: Map<string, number>;
  readonly digest: StateDigest;
  /** Digests by the sequence of the commit they belong to, oldest first. */
  readonly known: Map<number, string>;
  seq: number;
}

/**
 * What the state of each organization came down to after its newest commits, for devices to compare their own with
 * (sync.md 7.12). A book is begun when somebody first asks, from the state of that moment, and follows the log from there.
 */
export class DigestBook {
  /** Names the event types this server reads: another version folds some of them differently, and is not compared. */
  readonly types: string;
  readonly #organizations: Organizations;
  readonly #books = new Map<number, Book>();

  constructor(organizations: Organizations) {
    this.#organizations = organizations;
    this.types = nativeSha256(readableTypes(organizations.rulebook)).slice(0, 16);
    organizations.onAppended((organizationNo, written) => this.#follow(organizationNo, written));
  }

  /** The digest after a sequence, null when it is not remembered. */
  at(organizationNo: number, seq: number): string | null {
    const head = this.#organizations.store.head(organizationNo);
    let book = this.#books.get(organizationNo);
    if (book === undefined || book.epoch !== head.epoch || book.seq !== head.seq) {
      book = this.#begin(organizationNo, head);
      this.#books.set(organizationNo, book);
    }
    return book.known.get(seq) ?? null;
  }

  #begin(organizationNo: number, head: { readonly epoch: string; readonly seq: number }): Book {
    const entities = this.#organizations.store.entities(organizationNo);
    const book: Book = { epoch: head.epoch, seqs: new Map(), digest: new StateDigest(), known: new Map(), seq: head.seq };
    for (const { type, id } of entities.names()) {
      const seq = entities.get(type, id)?.seq ?? 0;
      book.seqs.set(`${type}|${id}`, seq);
      book.digest.add({ type, id, seq });
    }
    book.known.set(book.seq, book.digest.text);
    return book;
  }

  #follow(organizationNo: number, written: readonly WrittenEvent[]): void {
    const book = this.#books.get(organizationNo);
    const first = written[0];
    if (book === undefined || first === undefined) return;
    if (first.row.seq !== book.seq + 1) {
      this.#books.delete(organizationNo);
      return;
    }
    for (const { row } of written) {
      book.seq = row.seq;
      if (row.outcome !== 'accepted' && row.outcome !== 'amended') continue;
      const { aggregateType: type, aggregateId: id } = row;
      const before = book.seqs.get(`${type}|${id}`);
      if (before === undefined && !this.#organizations.rulebook.events.has(row.type)) continue;
      if (before !== undefined) book.digest.remove({ type, id, seq: before });
      book.digest.add({ type, id, seq: row.seq });
      book.seqs.set(`${type}|${id}`, row.seq);
    }
    book.known.set(book.seq, book.digest.text);
    const [oldest] = book.known.keys();
    if (book.known.size > REMEMBERED && oldest !== undefined) book.known.delete(oldest);
  }
}
