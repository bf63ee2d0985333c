import type { AddressInfo } from 'node:net';

/** Where callers on this machine reach the server, whatever address it listens at. */
export function listeningUrl(address: AddressInfo | string | null): string {
  if (address === null || typeof address === 'string') {
    throw new Error('the server does not listen at a TCP port');
  }
  const everywhere = address.address === '::' || address.address === '0.0.0.0';
  const host = everywhere
    ? '127.0.0.1'
    : address.family === 'IPv6'
      ? `[${address.address}]`
      : address.address;
  return `http://${host}:${address.port}`;
}
