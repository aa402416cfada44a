import { LoginRefused, type NewLogin } from '../event-store.ts';
import type { Account, Accounts, CodeRow, IssuedRefresh, RefreshRow } from '../accounts.ts';
import type { Database, StatementSync } from './database.ts';

/** `Accounts` in the server's one file. */
export class SqliteAccounts implements Accounts {
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

  accountByEmail(email: string): Account | undefined {
    return this.#accountByEmail.get(email.toLowerCase()) as Account | undefined;
  }

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

  putRefresh(row: IssuedRefresh): boolean {
    return this.#db.transaction(() => {
      this.#db
        .prepare('INSERT INTO refresh_tokens (token_hash, family, device_no, issued_at, expires_at) VALUES (?, ?, ?, ?, ?)')
        .run(row.tokenHash, row.family, row.deviceNo, row.issuedAt, row.expiresAt);
      if (row.follows === null) return true;
      const { tokenHash, successorHash } = row.follows;
      if (successorHash !== null) this.#db.prepare('DELETE FROM refresh_tokens WHERE token_hash = ?').run(successorHash);
      this.#db.prepare('UPDATE refresh_tokens SET successor_hash = ? WHERE token_hash = ?').run(row.tokenHash, tokenHash);
      return true;
    });
  }

  refresh(tokenHash: string): RefreshRow | undefined {
    return this.#refresh.get(tokenHash) as RefreshRow | undefined;
  }

  dropFamily(family: string): void {
    this.#db.prepare('DELETE FROM refresh_tokens WHERE family = ?').run(family);
  }

  dropDeviceTokens(deviceNo: number): void {
    this.#db.prepare('DELETE FROM refresh_tokens WHERE device_no = ?').run(deviceNo);
  }

  putCode(codeHash: string, code: Omit<CodeRow, 'usedAt'>): void {
    this.#db
      .prepare('INSERT INTO one_time_codes (code_hash, purpose, organization_no, subject_id, expires_at) VALUES (?, ?, ?, ?, ?)')
      .run(codeHash, code.purpose, code.organizationNo, code.subjectId, code.expiresAt);
  }

  code(codeHash: string): CodeRow | undefined {
    return this.#code.get(codeHash) as CodeRow | undefined;
  }

  useCode(codeHash: string, at: string): boolean {
    return (
      this.#db.prepare('UPDATE one_time_codes SET used_at = ? WHERE code_hash = ? AND used_at IS NULL').run(at, codeHash).changes === 1
    );
  }

  /** Uses a code up and makes its login, in the open transaction. */
  putLogin(organizationNo: number, { codeHash, email, memberId, password, at }: NewLogin): void {
    if (!this.useCode(codeHash, at)) throw new LoginRefused('code-used');
    if (this.putAccount({ email, organizationNo, memberId, password }, at) === 'taken') throw new LoginRefused('email-taken');
  }

  dropCodesOf(purpose: CodeRow['purpose'], subjectId: string): void {
    this.#db.prepare('DELETE FROM one_time_codes WHERE purpose = ? AND subject_id = ?').run(purpose, subjectId);
  }
}
