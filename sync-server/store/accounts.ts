import type { Soon } from '../soon.ts';

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

/** A new refresh token, and the one it follows. */
export interface IssuedRefresh extends Omit<RefreshRow, 'successorHash'> {
  readonly issuedAt: string;
  /** The token that was exchanged for it, with the successor it had until now. */
  readonly follows: { readonly tokenHash: string; readonly successorHash: string | null } | null;
}

/** Who may sign in and with what. Secrets are stored as hashes only. */
export interface Accounts {
  accountByEmail(email: string): Soon<Account | undefined>;
  /** Sets a member's e-mail and password hash; an e-mail that belongs to another member is refused. */
  putAccount(account: Account, at: string): Soon<'stored' | 'taken'>;
  /**
   * Stores a new refresh token in the place of the one it follows and of that one's unused successor, all or nothing.
   * @returns false when somebody was faster with the token it follows
   */
  putRefresh(row: IssuedRefresh): Soon<boolean>;
  refresh(tokenHash: string): Soon<RefreshRow | undefined>;
  dropFamily(family: string): Soon<void>;
  dropDeviceTokens(deviceNo: number): Soon<void>;
  putCode(codeHash: string, code: Omit<CodeRow, 'usedAt'>): Soon<void>;
  code(codeHash: string): Soon<CodeRow | undefined>;
  /** @returns false when somebody was faster */
  useCode(codeHash: string, at: string): Soon<boolean>;
  dropCodesOf(purpose: CodeRow['purpose'], subjectId: string): Soon<void>;
}
