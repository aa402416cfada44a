import type { Account, Accounts, CodeRow, IssuedRefresh, RefreshRow } from '../accounts.ts';
import { commit, type Connections } from './connection.ts';

/** `Accounts` in the shared database. */
export class PostgresAccounts implements Accounts {
  readonly #db: Connections;

  constructor(db: Connections) {
    this.#db = db;
  }

  accountByEmail(email: string): Promise<Account | undefined> {
    return this.#db.first<Account>(
      'SELECT email, organization_no AS "organizationNo", member_id AS "memberId", password FROM accounts WHERE email = $1',
      [email.toLowerCase()],
    );
  }

  putAccount(account: Account, at: string): Promise<'stored' | 'taken'> {
    const email = account.email.toLowerCase();
    return this.#db.transaction(async (client) => {
      const held = await client.query('SELECT 1 FROM accounts WHERE email = $1 AND member_id <> $2', [email, account.memberId]);
      if (held.rowCount !== 0) return 'taken';
      await client.query('DELETE FROM accounts WHERE member_id = $1', [account.memberId]);
      const made = await client.query(
        `INSERT INTO accounts (email, organization_no, member_id, password, created_at, changed_at) VALUES ($1, $2, $3, $4, $5, $5)
         ON CONFLICT DO NOTHING`,
        [email, account.organizationNo, account.memberId, account.password, at],
      );
      return made.rowCount === 1 ? 'stored' : 'taken';
    });
  }

  /** Two processes may exchange the same token at once: the row it follows decides who was first. */
  putRefresh(row: IssuedRefresh): Promise<boolean> {
    return this.#db.using(async (client) => {
      await client.query('BEGIN');
      await client.query('INSERT INTO refresh_tokens (token_hash, family, device_no, issued_at, expires_at) VALUES ($1, $2, $3, $4, $5)', [
        row.tokenHash,
        row.family,
        row.deviceNo,
        row.issuedAt,
        row.expiresAt,
      ]);
      if (row.follows !== null) {
        const { tokenHash, successorHash } = row.follows;
        const followed = await client.query(
          'UPDATE refresh_tokens SET successor_hash = $2 WHERE token_hash = $1 AND successor_hash IS NOT DISTINCT FROM $3',
          [tokenHash, row.tokenHash, successorHash],
        );
        if (followed.rowCount !== 1) {
          await client.query('ROLLBACK');
          return false;
        }
        if (successorHash !== null) await client.query('DELETE FROM refresh_tokens WHERE token_hash = $1', [successorHash]);
      }
      await commit(client, []);
      return true;
    });
  }

  refresh(tokenHash: string): Promise<RefreshRow | undefined> {
    return this.#db.first<RefreshRow>(
      `SELECT token_hash AS "tokenHash", family, device_no AS "deviceNo", expires_at AS "expiresAt", successor_hash AS "successorHash"
       FROM refresh_tokens WHERE token_hash = $1`,
      [tokenHash],
    );
  }

  async dropFamily(family: string): Promise<void> {
    await this.#db.run('DELETE FROM refresh_tokens WHERE family = $1', [family]);
  }

  async dropDeviceTokens(deviceNo: number): Promise<void> {
    await this.#db.run('DELETE FROM refresh_tokens WHERE device_no = $1', [deviceNo]);
  }

  async putCode(codeHash: string, code: Omit<CodeRow, 'usedAt'>): Promise<void> {
    await this.#db.run(
      'INSERT INTO one_time_codes (code_hash, purpose, organization_no, subject_id, expires_at) VALUES ($1, $2, $3, $4, $5)',
      [codeHash, code.purpose, code.organizationNo, code.subjectId, code.expiresAt],
    );
  }

  code(codeHash: string): Promise<CodeRow | undefined> {
    return this.#db.first<CodeRow>(
      `SELECT purpose, organization_no AS "organizationNo", subject_id AS "subjectId", expires_at AS "expiresAt", used_at AS "usedAt"
       FROM one_time_codes WHERE code_hash = $1`,
      [codeHash],
    );
  }

  async useCode(codeHash: string, at: string): Promise<boolean> {
    return (await this.#db.run('UPDATE one_time_codes SET used_at = $2 WHERE code_hash = $1 AND used_at IS NULL', [codeHash, at])) === 1;
  }

  async dropCodesOf(purpose: CodeRow['purpose'], subjectId: string): Promise<void> {
    await this.#db.run('DELETE FROM one_time_codes WHERE purpose = $1 AND subject_id = $2', [purpose, subjectId]);
  }
}
