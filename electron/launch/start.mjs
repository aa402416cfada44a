// The door of `npm start`. Kept in syntax that old Node versions parse; everything behind it runs on the pinned Node.
import { fileURLToPath } from 'url';
import { onNode24 } from './node24.mjs';

onNode24(fileURLToPath(import.meta.url), async () => {
  const { launch } = await import('./launch.ts');
  await launch(process.argv.slice(2));
});
