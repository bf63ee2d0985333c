import type { FastifyRequest } from 'fastify';
import { ApiError } from './api-error.ts';

const LOOPBACK_PEER = /^(::1|(::ffff:)?127(\.\d{1,3}){3})$/;
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

/** Headers that only a proxy adds: behind one, a loopback peer proves nothing. */
const PROXY_HEADERS = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
] as const;

/** The guard while nothing but the place of the caller is known about it. A browser on this
 *  machine is a loopback peer whatever page it shows, so pages of other origins are kept out as
 *  well: by Origin, by Sec-Fetch-Site, and by Host against names that are bent to 127.0.0.1. */
export function refuseRemoteOrCrossSite(request: FastifyRequest): void {
  const { headers } = request;
  if (!LOOPBACK_PEER.test(request.socket.remoteAddress ?? '')) throw new ApiError('no_key_yet');
  if (PROXY_HEADERS.some((name) => headers[name] !== undefined)) throw new ApiError('no_key_yet');

  const host = headers.host ?? '';
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  const sameOrigin =
    origin === undefined || origin.toLowerCase() === `http://${host}`.toLowerCase();
  const sameSite = site === undefined || site === 'same-origin' || site === 'none';
  if (!LOOPBACK_HOST.test(host) || !sameOrigin || !sameSite) {
    throw new ApiError('cross_site_request');
  }
}
