// A Service Worker, which may not import scripts later on: all of the package in one.
importScripts('/node_modules/partway/dist/partway.global.js');

addEventListener('message', (event) => {
  const { file, options } = event.data;
  const done = partway.upload(file, options).finished.then(
    ({ key, verified }) => ({ key, verified }),
    ({ message }) => ({ message }),
  );
  event.waitUntil(done.then((result) => event.source.postMessage(result)));
});
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
