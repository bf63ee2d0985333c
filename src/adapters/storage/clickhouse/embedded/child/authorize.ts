import { createHash, timingSafeEqual } from 'node:crypto';
import { ClickHouseException } from './exception.ts';

export interface Credentials {
  user: string;
  password: string;
}

/** Returns a check that refuses everybody who does not know the secret of this start. */
export function createAuthorize(expected: Credentials) {
  const wanted = digest(`${expected.user}\n${expected.password}`);
  return (given: { user: string | undefined; password: string | undefined }): void => {
    const got = digest(`${given.user ?? ''}\n${given.password ?? ''}`);
    if (timingSafeEqual(wanted, got)) return;
    throw new ClickHouseException(
      516,
      'AUTHENTICATION_FAILED',
      'Authentication failed: password is incorrect, or there is no user with such name.',
    );
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
