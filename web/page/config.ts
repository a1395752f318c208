/** What the page's server says about the store that it runs beside. */
export interface Config {
  endpoints?: Record<string, string>;
  buckets?: Record<string, string>;
  regions?: Record<string, string>;
  accessKeyId?: string;
  accessKeySecret?: string;
  /** The store's faults can be set, see weather.ts. */
  weather?: boolean;
}

/** Empty where there is no such server: the form can still be filled in by hand. */
export async function loadConfig(): Promise<Config> {
  try {
    const reply = await fetch('config.json');
    return reply.ok ? ((await reply.json()) as Config) : {};
  } catch {
    return {};
  }
}
