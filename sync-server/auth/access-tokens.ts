import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errors, jwtVerify, SignJWT } from 'jose';
import { SyncFault } from '../../shared/sync/errors.ts';

/** Seconds an access token lives. */
export const ACCESS_SECONDS = 15 * 60;

const ISSUER = 'muster';
const AUDIENCE = 'muster-sync';
const CACHED = 5000;

export interface AccessClaims {
  readonly deviceId: string;
  readonly memberId: string;
  readonly organizationId: string;
  readonly expiresAtMs: number;
}

/** Signs and checks access tokens. Whoever holds one is a device of a member; everything else is looked up. */
export class AccessTokens {
  readonly #key: Uint8Array;
  readonly #nowMs: () => number;
  readonly #verified = new Map<string, AccessClaims>();

  constructor(key: Uint8Array, nowMs: () => number) {
    this.#key = key;
    this.#nowMs = nowMs;
  }

  async sign(claims: Omit<AccessClaims, 'expiresAtMs'>): Promise<string> {
    const issuedAt = Math.floor(this.#nowMs() / 1000);
    return new SignJWT({ dev: claims.deviceId, org: claims.organizationId })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(claims.memberId)
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + ACCESS_SECONDS)
      .sign(this.#key);
  }

  /** @throws AUTH with what is wrong and what to do */
  async verify(token: string): Promise<AccessClaims> {
    const known = this.#verified.get(token);
    if (known !== undefined) {
      if (known.expiresAtMs > this.#nowMs()) return known;
      this.#verified.delete(token);
      throw expired();
    }
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: ['HS256'],
        issuer: ISSUER,
        audience: AUDIENCE,
        currentDate: new Date(this.#nowMs()),
        requiredClaims: ['sub', 'dev', 'org', 'exp'],
      });
      const claims: AccessClaims = {
        memberId: String(payload.sub),
        deviceId: String(payload['dev']),
        organizationId: String(payload['org']),
        expiresAtMs: Number(payload.exp) * 1000,
      };
      this.#remember(token, claims);
      return claims;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw expired();
      throw new SyncFault('AUTH', 'The access token was not issued by this server. Sign in again.', { field: 'authorization' });
    }
  }

  #remember(token: string, claims: AccessClaims): void {
    if (this.#verified.size >= CACHED) {
      const oldest = this.#verified.keys().next().value;
      if (oldest !== undefined) this.#verified.delete(oldest);
    }
    this.#verified.set(token, claims);
  }
}

const expired = (): SyncFault =>
  new SyncFault('AUTH', 'The access token has expired. Get a new one with POST /v1/auth/refresh.', { field: 'authorization' });

/** The signing key of a data folder, made on first use and readable by its owner only. */
export function loadSigningKey(dataDir: string): Uint8Array {
  const path = join(dataDir, 'signing.key');
  try {
    writeFileSync(path, randomBytes(32), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const key = readFileSync(path);
  if (key.length !== 32) throw new Error(`${path} is damaged: it must hold 32 bytes. Delete it; everybody signs in again.`);
  return key;
}
