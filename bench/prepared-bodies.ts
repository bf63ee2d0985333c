/** A batch whose ids and times can be written anew in place: every send is of new rows, and the
 *  generator does next to nothing between two of them. */
export interface PreparedBody {
  readonly bytes: Buffer;
  readonly rows: number;
  stamp(firstId: number, timeMs: number): void;
}

export const FEATURES = 25;
const NUMERIC = 20;
const ID_DIGITS = 12;
const TIME_DIGITS = 13;

/** `f0`… are numeric, the rest categorical. */
export const featureNames = Array.from({ length: FEATURES }, (_, i) => `f${i}`);
export const isNumeric = (name: string) => Number(name.slice(1)) < NUMERIC;

const CATEGORIES = Array.from({ length: 40 }, (_, i) => `category-${i}`);

/** Small and seeded: two runs send the same values. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

export function prepareBody(rows: number, seed: number): PreparedBody {
  const random = createRandom(seed);
  const list = Array.from({ length: rows }, () => {
    const features = featureNames.map((name) => {
      const value = isNumeric(name)
        ? String(Math.round(random() * 1e6) / 1e3)
        : `"${CATEGORIES[Math.floor(random() * CATEGORIES.length)]}"`;
      return `"${name}":${value}`;
    });
    const score = Math.round(random() * 1e6) / 1e6;
    return `{"predictionId":"p-${'0'.repeat(ID_DIGITS)}","time":${'1'.repeat(TIME_DIGITS)},"version":"3","features":{${features.join(',')}},"score":${score},"decision":"${score > 0.5 ? 'yes' : 'no'}","latencyMs":12.5}`;
  });
  const bytes = Buffer.from(`[${list.join(',')}]`, 'latin1');
  const offsets = list.map((_, i) => ({ id: 0, time: 0, i }));
  let from = 0;
  for (const offset of offsets) {
    offset.id = bytes.indexOf('"p-', from) + 3;
    offset.time = bytes.indexOf('"time":', offset.id) + 7;
    from = offset.time;
  }
  return {
    bytes,
    rows,
    stamp(firstId, timeMs) {
      const time = String(timeMs).padStart(TIME_DIGITS, '0');
      for (const { id, time: timeAt, i } of offsets) {
        bytes.write(String(firstId + i).padStart(ID_DIGITS, '0'), id, 'latin1');
        bytes.write(time, timeAt, 'latin1');
      }
    },
  };
}
