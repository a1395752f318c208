// Progress lines with the seconds since the command began.

const began = performance.now();

export function seconds(since = began) {
  return (performance.now() - since) / 1000;
}

export function say(message) {
  console.log(`[${seconds().toFixed(1).padStart(5)} s] ${message}`);
}

// A problem the person at the keyboard can solve: shown without a stack trace.
export class UserError extends Error {}

// Runs a command's main function and turns its failure into an exit status.
export async function main(run) {
  try {
    await run();
  } catch (error) {
    console.error(error instanceof UserError ? `\n${error.message}\n` : error);
    process.exitCode = 1;
  }
}
