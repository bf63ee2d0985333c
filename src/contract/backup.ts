/** `POST /v1/backup`: only for the operator of the server, from its own machine. */
export const TAKE_BACKUP_SCHEMA = {
  operationId: 'takeBackup',
  summary: 'Both stores as they are at this moment, as one tar file',
  description:
    'For whoever runs the server: `leeway backup` checks the file as it comes, and `leeway restore` ' +
    'puts it back. Taken over HTTP alone, a file is complete when `manifest.sha256` is its last entry.',
  tags: ['operations'],
  response: {
    200: {
      description: 'The file',
      content: { 'application/x-tar': { schema: { type: 'string', format: 'binary' } } },
    },
  },
} as const;
