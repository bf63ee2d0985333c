import { expect, it } from 'vitest';
import { earlyQuestion } from './early-question.ts';

const questionAt = (address: string) => earlyQuestion(new URL(address, 'http://leeway.test'));

it.each([
  ['/', '/v1/fleet?limit=50'],
  ['/?q=churn', '/v1/fleet?limit=50'],
  ['/alerts/alt_1', '/v1/alerts/alt_1'],
  ['/models/churn', '/v1/models/churn/overview'],
  ['/models/churn?range=7d&q=x', '/v1/models/churn/overview?range=7d'],
  ['/models/churn?range=soon', '/v1/models/churn/overview'],
  ['/models/a%20b%2Fc', '/v1/models/a%20b%2Fc/overview'],
  [
    '/models/churn/features/age?segment=plan%3Dfree&metric=psi',
    '/v1/models/churn/features/age/overview?segment=plan%3Dfree&metric=psi',
  ],
])('%s asks %s first', (address, question) => {
  expect(questionAt(address)).toBe(question);
});

it.each([
  '/alerts',
  '/alerts/',
  '/alerts/alt_1/more',
  '/models',
  '/models/',
  '/models/churn/monitors',
  '/models/churn/features',
  '/models/churn/features/',
  '/models/churn/features/age/more',
  '/settings',
])('%s asks nothing that its address tells', (address) => {
  expect(questionAt(address)).toBeNull();
});
