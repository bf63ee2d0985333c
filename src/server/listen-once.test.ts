import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { requireUsableAddress } from './listen-once.ts';

test('an address where another program listens is refused in a sentence, a free one is left free', async () => {
  const other = createServer();
  onTestFinished(() => void other.close());
  const port = await new Promise<number>((resolve) => {
    other.listen(0, '127.0.0.1', () => {
      const address = other.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  await expect(requireUsableAddress('127.0.0.1', port)).rejects.toThrow(
    `address_unusable: another program listens at 127.0.0.1:${port}. Stop it`,
  );
  await expect(requireUsableAddress('192.0.2.1', 0)).rejects.toThrow(
    /^address_unusable: nothing can listen at 192\.0\.2\.1:0/,
  );
  await requireUsableAddress('127.0.0.1', 0);
});
