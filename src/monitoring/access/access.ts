export type Scope = 'ingest' | 'read' | 'admin';

export interface ApiKey {
  readonly keyId: string;
  readonly projectId: string;
  readonly name: string;
  readonly scope: Scope;
  readonly createdAtMs: number;
  readonly revokedAtMs: number | null;
}

/** Port. Secrets are stored as SHA-256 and never returned again. */
export interface KeyStore {
  anyKeyExists(): Promise<boolean>;
  create(projectId: string, name: string, scope: Scope): Promise<{ key: ApiKey; secret: string }>;
  /** The key behind a bearer secret, unless revoked. */
  find(secret: string): Promise<ApiKey | null>;
  list(projectId: string): Promise<readonly ApiKey[]>;
  revoke(projectId: string, keyId: string): Promise<boolean>;
}
