import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/** The dashboard runs its own scripts only, and its names and values are text. Inline styles
 *  are allowed, because charts place their tooltips by them. */
const contentSecurityPolicy = (scripts: readonly string[]) =>
  [
    "default-src 'none'",
    ["script-src 'self'", ...scripts.map(sourceOf)].join(' '),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** A script that is written into the page, allowed by what it says. */
const sourceOf = (script: string) =>
  `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

const HEADERS = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

export function sendSecurityHeaders(app: FastifyInstance, scripts: readonly string[]): void {
  const headers = { ...HEADERS, 'content-security-policy': contentSecurityPolicy(scripts) };
  app.addHook('onRequest', async (_, reply) => {
    reply.headers(headers);
  });
  app.addHook('onSend', async (request, reply) => {
    // Answers of the API are about this moment and this key.
    if (request.routeOptions.config.scope !== undefined && !reply.hasHeader('cache-control')) {
      reply.header('cache-control', 'no-store');
    }
  });
}
