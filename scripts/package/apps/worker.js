// A Web Worker, of the package as it is.
import { upload } from '/node_modules/partway/dist/partway.js';

addEventListener('message', async ({ data: { file, options } }) => {
  postMessage(
    await upload(file, options).finished.then(
      ({ key, verified }) => ({ key, verified }),
      ({ message }) => ({ message }),
    ),
  );
});
