import type { KeyStore } from '../../monitoring/ports.ts';

/** Who acts, where the request does not say so. */
export async function nameActor(
  keys: Pick<KeyStore, 'list'>,
  projectId: string,
  keyId: string | null,
): Promise<string> {
  if (keyId === null) return 'operator';
  const known = await keys.list(projectId);
  return known.find((key) => key.keyId === keyId)?.name ?? keyId;
}
