// Runs uploads in the page for whoever drives the browser. A contestant is a
// module with begin(file, options, keys) -> { finished, abort(), progress() }.
const runs = [];
const files = () => document.querySelector('#file').files;

/** Keys as a page gets them from its server: temporary ones, and others when those have expired. */
function keysOf({ credentials, later, until, told }) {
  if (!later) return credentials;
  const first = told ? { ...credentials, expiration: new Date(until).toISOString() } : credentials;
  return () => (Date.now() < until ? first : later);
}

function said(error) {
  const { name, message = String(error), code } = error ?? {};
  return { state: 'rejected', code: String(code ?? name ?? ''), message: String(message) };
}

/** The longest time for which none of the page's timers ran, in milliseconds. */
let longestPause = 0;
let last = performance.now();
setInterval(() => {
  const now = performance.now();
  longestPause = Math.max(longestPause, now - last);
  last = now;
}, 100);

globalThis.gauntlet = {
  longestPause: () => longestPause,

  /** Begins to upload the file in the input; gives the run's number. */
  async begin(contestant, { keys, ...options }) {
    const { begin } = await import(`/${contestant}-contestant.js`);
    const run = { upload: begin(files()[0], options, keysOf(keys)), outcome: null };
    run.settled = run.upload.finished
      .then((result) => ({ state: 'resolved', result: plain(result) }), said)
      .then((outcome) => (run.outcome = outcome));
    return runs.push(run) - 1;
  },

  /** Gives what the promise said, or null after `ms`. */
  async outcome(run, ms) {
    return Promise.race([runs[run].settled, new Promise((resolve) => setTimeout(resolve, ms, null))]);
  },

  progress: (run) => ({ ...runs[run].upload.progress(), over: runs[run].outcome !== null }),

  abort(run) {
    runs[run].upload.abort();
  },

  /** Uploads every file in the input side by side; gives the long tasks of the main thread, and what failed. */
  async all(contestant, { keys, key, ...options }) {
    const { begin } = await import(`/${contestant}-contestant.js`);
    const long = [];
    const observer = new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        long.push({ at: performance.timeOrigin + startTime, ms: duration });
    });
    observer.observe({ type: 'longtask' });
    const began = performance.now();
    const work = [...files()].map((file) => begin(file, { ...options, key: key + file.name }, keysOf(keys)).finished);
    const begun = performance.now() - began;
    const outcomes = await Promise.allSettled(work);
    const seconds = (performance.now() - began) / 1000;
    await new Promise((resolve) => setTimeout(resolve, 200)); // for the observer's last entries
    observer.disconnect();
    const failures = outcomes.filter(({ status }) => status === 'rejected').map(({ reason }) => said(reason).message);
    return { long, begun, seconds, done: outcomes.length - failures.length, failures: failures.slice(0, 3) };
  },
};

/** What a result says that can leave the page. */
function plain(result) {
  const { verified, unverifiedReason, crc64, uploadId } = result ?? {};
  return { verified, unverifiedReason, crc64, uploadId };
}
