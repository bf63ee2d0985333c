import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ModelBody } from '../../contract/model.ts';
import { startModelApi } from '../../testing/model-api.ts';

let api: Awaited<ReturnType<typeof startModelApi>>;
beforeAll(async () => {
  api = await startModelApi();
});
afterAll(() => api.stop());

const call = async (
  method: 'GET' | 'PUT' | 'PATCH' | 'POST',
  path: string,
  body?: Record<string, unknown>,
) => {
  const answer = await api.app.inject({
    method,
    url: path,
    ...(body === undefined ? {} : { payload: body }),
  });
  return { status: answer.statusCode, body: answer.json() };
};

const binary = { task: 'binary', classes: ['no', 'yes'] };

describe('PUT /v1/models/{model}', () => {
  test('a new model takes defaults and says so', async () => {
    const made = await call('PUT', '/v1/models/plain', {});
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      name: 'plain',
      timeZone: 'UTC',
      clock: 'wall',
      watermark: null,
      cell: '1h',
      latenessMs: 300_000,
      outputs: [],
      segmentBy: [],
      schemaVersion: 1,
      features: [],
    });
    expect((await call('GET', '/v1/models/plain')).body).toEqual(made.body);
  });

  test('what is left out of a change stays', async () => {
    await call('PUT', '/v1/models/edited', { timeZone: 'Asia/Tokyo', outputs: [binary] });
    const changed = await call('PUT', '/v1/models/edited', { latenessMs: 0 });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({
      timeZone: 'Asia/Tokyo',
      latenessMs: 0,
      outputs: [{ name: 'default', task: 'binary', classes: ['no', 'yes'], positiveClass: 'yes' }],
    });
  });

  test.each([
    ['a space at its end', 'plain '],
    ['nothing but dots', '...'],
    ['text turned around', 'plain\u202exyz'],
    ['an invisible character', 'pla\u200bin'],
  ])('a name with %s is refused', async (_, name) => {
    const refused = await call('PUT', `/v1/models/${encodeURIComponent(name)}`, {});
    expect(refused.status).toBe(400);
    expect(refused.body.error).toMatchObject({ code: 'invalid_request', where: 'params/model' });
  });

  test('dimensions that would need too many profiles are refused, with the number', async () => {
    const segmentBy = Array.from({ length: 20 }, (_, index) => `dimension ${index}`);
    const outputs = Array.from({ length: 20 }, (_, index) => ({ ...binary, name: `out ${index}` }));
    const refused = await call('PUT', '/v1/models/wide', { segmentBy, outputs });
    expect(refused.status).toBe(400);
    expect(refused.body.error).toMatchObject({
      code: 'too_many_segments',
      where: 'body/segmentBy',
      detail: { profiles: (1 + 20 * 51) * 61, maximum: 50_000, dimensions: 20 },
    });
  });

  test('ten callers at once make one model', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => call('PUT', '/v1/models/once', { clock: 'replay' })),
    );
    expect(answers.map((one) => one.status).sort()).toEqual([...Array(9).fill(200), 201]);
    expect(new Set(answers.map((one) => one.body.modelId)).size).toBe(1);
  });

  test.each([
    ['a zone that does not exist', { timeZone: 'Mars/Olympus' }, 'unknown_time_zone'],
    ['hour cells in a zone at :30', { timeZone: 'Asia/Kolkata' }, 'needs_five_minute_cells'],
    [
      'a binary output without a positive class',
      { outputs: [{ task: 'binary' }] },
      'invalid_output',
    ],
    [
      'a positive class that is no class',
      { outputs: [{ ...binary, positiveClass: 'maybe' }] },
      'invalid_output',
    ],
    [
      'three classes of a binary output',
      { outputs: [{ task: 'binary', classes: ['a', 'b', 'c'] }] },
      'invalid_output',
    ],
    ['two outputs of one name', { outputs: [binary, binary] }, 'invalid_output'],
    [
      'classes of a regression',
      { outputs: [{ task: 'regression', classes: ['a'] }] },
      'invalid_output',
    ],
    ['a field that is not known', { colour: 'red' }, 'invalid_request'],
    ['a cell that is not known', { cell: '7m' }, 'invalid_request'],
  ])('%s is refused', async (_, body, code) => {
    const refused = await call('PUT', '/v1/models/refused', body);
    expect(refused.status).toBe(400);
    expect(refused.body.error.code).toBe(code);
    expect((await call('GET', '/v1/models/refused')).status).toBe(404);
  });

  test('cells of five minutes go with any zone, and stay', async () => {
    const body = { timeZone: 'Asia/Kolkata', cell: '5m' };
    expect((await call('PUT', '/v1/models/india', body)).status).toBe(201);
    const refused = await call('PUT', '/v1/models/india', { timeZone: 'UTC', cell: '1h' });
    expect([refused.status, refused.body.error.code]).toEqual([409, 'cell_is_fixed']);
  });

  test('a name may be anything that can be read', async () => {
    const name = `<b>'; DROP TABLE models; -- 😀/%`;
    const path = `/v1/models/${encodeURIComponent(name)}`;
    expect((await call('PUT', path, {})).body.name).toBe(name);
    const { models } = (await call('GET', '/v1/models')).body as { models: ModelBody[] };
    expect(models.map((model) => model.name)).toContain(name);
    expect((await call('PUT', '/v1/models/a%00b', {})).status).toBe(400);
    const half = await call('PUT', '/v1/models/half', { segmentBy: ['\ud800'] });
    expect([half.status, half.body.error?.where]).toEqual([400, 'body/segmentBy/0']);
  });
});

describe('the clock of a replay', () => {
  test('moves forward and never back', async () => {
    await call('PUT', '/v1/models/replayed', { clock: 'replay' });
    const at = '2001-04-01T10:00:00.000Z';
    const moved = await call('POST', '/v1/models/replayed/clock', { watermark: at });
    expect([moved.status, moved.body.watermark]).toEqual([200, at]);
    const back = await call('POST', '/v1/models/replayed/clock', { watermark: 0 });
    expect(back.body.watermark).toBe(at);
  });

  test('of the server is nobody’s to move, and a moment must be one', async () => {
    await call('PUT', '/v1/models/walled', {});
    const refused = await call('POST', '/v1/models/walled/clock', { watermark: 0 });
    expect([refused.status, refused.body.error.code]).toEqual([409, 'clock_is_wall']);
    await call('PUT', '/v1/models/timeless', { clock: 'replay' });
    const far = await call('POST', '/v1/models/timeless/clock', { watermark: '9999-12-31T00:00Z' });
    expect([far.status, far.body.error.where]).toEqual([400, 'body/watermark']);
    const odd = await call('POST', '/v1/models/timeless/clock', { watermark: 'soon' });
    expect([odd.status, odd.body.error.code]).toEqual([400, 'invalid_request']);
    const never = await call('POST', '/v1/models/timeless/clock', { watermark: 1e300 });
    expect([never.status, never.body.error.where]).toEqual([400, 'body/watermark']);
  });
});

describe('PATCH /v1/models/{model}/features/{feature}', () => {
  const register = async (name: string) => {
    const model = (await call('PUT', `/v1/models/${name}`, {})).body as ModelBody;
    const draft = {
      name: 'age',
      kind: 'numeric',
      range: [0, 9],
      importance: null,
      criticality: 'normal',
      identifier: false,
    } as const;
    await api.models.registerFeatures(model.modelId, [draft], 0);
  };

  test('edits stay with the column', async () => {
    await register('patched');
    const edited = await call('PATCH', '/v1/models/patched/features/age', {
      importance: 0.5,
      criticality: 'high',
      range: [0, 120],
    });
    expect(edited.body).toEqual({
      featureId: 1,
      column: 'feature:1',
      name: 'age',
      kind: 'numeric',
      epoch: 1,
      range: [0, 120],
      importance: 0.5,
      criticality: 'high',
      identifier: false,
    });
  });

  test('another kind begins a new column', async () => {
    await register('recast');
    const edited = await call('PATCH', '/v1/models/recast/features/age', { kind: 'categorical' });
    expect(edited.body).toMatchObject({ featureId: 2, epoch: 2, kind: 'categorical' });
  });

  test('an unknown feature, an empty edit and a range upside down are refused', async () => {
    await register('strict');
    const codes = await Promise.all([
      call('PATCH', '/v1/models/strict/features/size', { importance: 1 }),
      call('PATCH', '/v1/models/strict/features/age', {}),
      call('PATCH', '/v1/models/strict/features/age', { range: [2, 1] }),
      call('PATCH', '/v1/models/nobody/features/age', { importance: 1 }),
    ]);
    expect(codes.map((one) => one.body.error.code)).toEqual([
      'feature_not_found',
      'invalid_request',
      'invalid_request',
      'model_not_found',
    ]);
  });
});
