import { describe, expect, it } from 'vitest';
import { METRICS } from '../../metrics/metrics.ts';
import { parametersValidator } from './read-monitor-draft.ts';

describe('parametersValidator', () => {
  it.each(METRICS.map(({ descriptor }) => [descriptor.id, descriptor] as const))(
    'compiles the parameters of %s once',
    (_, descriptor) => {
      const validate = parametersValidator(descriptor);
      expect(parametersValidator({ ...descriptor })).toBe(validate);
      expect(validate({ noSuchParameter: 1 })).toBe(false);
    },
  );
});
