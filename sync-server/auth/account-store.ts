import type { Database, StatementSync } from '../store/sqlite/database.ts';

export interface Account {
  readonly email: string;
  readonly organizationNo: number;
  readonly memberId: string;
  readonly password: string;
}

export interface RefreshRow {
  readonly tokenHash: string;
  readonly family: string;
  readonly deviceNo: number;
  readonly expiresAt: string;
  readonly successorHash: string | null;
}

export interface CodeRow {
  readonly purpose: 'enrol' | 'invitation';
  readonly organizationNo: number;
  readonly subjectId: string;
  readonly expiresAt: string;
  readonly usedAt: string | null;
}

/** Who may sign in and with what. Secrets are stored as hashes only. */
export class AccountStore {
  readonly #db: Database;
  readonly #accountByEmail: StatementSync;
  readonly #refresh: StatementSync;
  readonly #code: StatementSync;

  constructor(db: Database) {
    this.#db = db;
    this.#accountByEmail = db.prepare(
      'SELECT email, organization_no AS organizationNo, member_id AS memberId, password FROM accounts WHERE email = ?',
    );
    this.#refresh = db.prepare(
      `SELECT token_hash AS tokenHash, family, device_no AS deviceNo, expires_at AS expiresAt, successor_hash AS successorHash
       FROM refresh_tokens WHERE token_hash = ?`,
    );
    this.#code = db.prepare(
      `SELECT purpose, organization_no AS organizationNo, subject_id AS subjectId, expires_at AS expiresAt, used_at AS usedAt
       FROM one_time_codes WHERE code_hash = ?`,
    );
  }

  transaction<T>(work: () => T): T {
    return this.#db.transaction(work);
  }

  accountByEmail(email: string): Account | undefined {
    return this.#accountByEmail.get(email.toLowerCase()) as Account | undefined;
  }

  /** Sets a member's e-mail and password hash; an e-mail that belongs to another member is refused. */
  putAccount(account: Account, at: string): 'stored' | 'taken' {
    const email = account.email.toLowerCase();
    const holder = this.accountByEmail(email);
    if (holder !== undefined && holder.memberId !== account.memberId) return 'taken';
    this.#db.transaction(() => {
      this.#db.prepare('DELETE FROM accounts WHERE member_id = ?').run(account.memberId);
      this.#db
        .prepare('INSERT INTO accounts (email, organization_no, member_id, password, created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?)')
        .run(email, account.organizationNo, account.memberId, account.password, at, at);
    });
    return 'stored';
  }

  putRefresh(row: Omit<RefreshRow, 'successorHash'>, issuedAt: string): void {
    this.#db
      .prepare('INSERT INTO refresh_tokens (token_hash, family, device_no, issued_at, expires_at) VALUES (?, ?, ?, ?, ?)')
      .run(row.tokenHash, row.family, row.deviceNo, issuedAt, row.expiresAt);
  }

  refresh(tokenHash: string): RefreshRow | undefined {
    return this.#refresh.get(tokenHash) as RefreshRow | undefined;
  }

  setSuccessor(tokenHash: string, successorHash: string): void {
    this.#db.prepare('UPDATE refresh_tokens SET successor_hash = ? WHERE token_hash = ?').run(successorHash, tokenHash);
  }

  dropRefresh(tokenHash: string): void {
    this.#db.prepare('DELETE FROM refresh_tokens WHERE token_hash = ?').run(tokenHash);
  }

  dropFamily(family: string): void {
    this.#db.prepare('DELETE FROM refresh_tokens WHERE family = ?').run(family);
  }

  dropDeviceTokens(deviceNo: number): void {
    this.#db.prepare('DELETE FROM refresh_tokens WHERE device_no = ?').run(deviceNo);
  }

  dropExpired(now: string): void {
    this.#db.prepare('DELETE FROM refresh_tokens WHERE expires_at < ?').run(now);
  }

  putCode(codeHash: string, code: Omit<CodeRow, 'usedAt'>): void {
    this.#db
      .prepare('INSERT INTO one_time_codes (code_hash, purpose, organization_no, subject_id, expires_at) VALUES (?, ?, ?, ?, ?)')
      .run(codeHash, code.purpose, code.organizationNo, code.subjectId, code.expiresAt);
  }

  code(codeHash: string): CodeRow | undefined {
    return this.#code.get(codeHash) as CodeRow | undefined;
  }

  /** @returns false when somebody was faster */
  useCode(codeHash: string, at: string): boolean {
    return (
      this.#db.prepare('UPDATE one_time_codes SET used_at = ? WHERE code_hash = ? AND used_at IS NULL').run(at, codeHash).changes === 1
    );
  }

  dropCodesOf(purpose: CodeRow['purpose'], subjectId: string): void {
    this.#db.prepare('DELETE FROM one_time_codes WHERE purpose = ? AND subject_id = ?').run(purpose, subjectId);
  }
}
