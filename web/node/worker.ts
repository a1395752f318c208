/**
 * The signer as a Cloudflare Worker, ready to be deployed: `export { default } from 'partway/worker'`. It reads its
 * configuration from the variable PARTWAY and the secret PARTWAY_SECRETS. The build puts TinyGo's program here.
 */
declare const worker: {
  /** Answers a request of a page. */
  fetch(request: Request, env: unknown, ctx: unknown): Promise<Response>;
  /** The janitor's run, by the cron trigger. */
  scheduled(event: unknown, env: unknown, ctx: unknown): Promise<void>;
};

export default worker;
