import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { insertStories } from '../../src/testing/model-story.ts';
import { startBrowser } from '../../src/testing/start-browser.ts';
import { startReceiver } from '../../src/testing/webhook-receiver.ts';
import { findLiveAlert, LIVE_MODEL, playLiveModel } from './live-model.ts';
import { LONG_NAME } from './names.ts';
import { openStage } from './open-stage.ts';
import {
  EMPTY_SCREENS,
  overfullScreens,
  ROWLESS_SCREENS,
  type Screen,
  usualScreens,
} from './screens.ts';
import {
  bringFile,
  bringWideFile,
  failMonitors,
  makeChannels,
  makeKeys,
  makeRowlessModels,
  sendBadRows,
  silence,
  silenceTooMuch,
} from './set-up-stage.ts';
import { SIZES, type Size, takePictures } from './take-pictures.ts';
import { LONG_ALERT_ID, tooManyModels, usualModels } from './told-models.ts';

const DAY_MS = 86_400_000;
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: fileURLToPath(new URL('../../docs/images', import.meta.url)) },
    // An expression for names of screens; pictures of all others stay as they are.
    only: { type: 'string', default: '' },
    // Of the same, desktop or phone alone.
    size: { type: 'string', default: '' },
  },
});
const wanted = new RegExp(values.only);
const wantedSizes = (Object.keys(SIZES) as Size[]).filter((one) => one.startsWith(values.size));
if (wantedSizes.length === 0) throw new Error(`--size is one of ${Object.keys(SIZES).join(', ')}`);
const say = (line: string) => void process.stderr.write(`${line}\n`);

/** Takes every picture of docs/images anew, of a server that was filled for it. */
async function main(): Promise<void> {
  const found = await startBrowser();
  if ('reason' in found) throw new Error(`No browser takes pictures: ${found.reason}`);
  const stage = await openStage();
  const receiver = await startReceiver();
  try {
    const todayMs = Math.floor(Date.now() / DAY_MS) * DAY_MS;
    await mkdir(values.out, { recursive: true });
    for (const name of values.only + values.size === '' ? await readdir(values.out) : []) {
      if (/\.(png|webp)$/.test(name)) await rm(join(values.out, name));
    }
    const take = (screens: readonly Screen[], key?: string) =>
      takePictures(
        found.browser,
        {
          url: stage.url,
          out: values.out,
          say,
          sizes: wantedSizes,
          ...(key === undefined ? {} : { key }),
        },
        screens.filter(({ name }) => wanted.test(name)),
      );
    await take(EMPTY_SCREENS);
    await makeRowlessModels(stage);
    await take(ROWLESS_SCREENS);
    say('playing a model');
    await playLiveModel(stage, todayMs);
    await insertStories(stage, usualModels(todayMs));
    await makeChannels(stage, receiver.url, [0, 3]);
    await silence(stage, LIVE_MODEL);
    await sendBadRows(stage, LIVE_MODEL, 40);
    const alertId = await findLiveAlert(stage);
    await take(usualScreens({ model: LIVE_MODEL, alertId, fileId: await bringFile(stage) }));
    await insertStories(stage, tooManyModels(todayMs));
    await makeChannels(stage, receiver.url, [3, 25]);
    await failMonitors(stage, Date.now());
    await silenceTooMuch(stage);
    await sendBadRows(stage, LONG_NAME, 2_000);
    const wide = { alertId: LONG_ALERT_ID, fileId: await bringWideFile(stage) };
    await take(overfullScreens(wide), await makeKeys(stage));
    const sizes = await Promise.all(
      (await readdir(values.out)).map(async (name) => (await stat(join(values.out, name))).size),
    );
    say(`${sizes.length} pictures, ${Math.round(sizes.reduce((a, b) => a + b, 0) / 1024)} KB`);
  } finally {
    await stage.stop();
    await receiver.stop();
    await found.close();
  }
}

await main();
