/** Where a signer's routes begin; undefined if that is no HTTP URL. */
export function signerBase(signer: unknown): string | undefined {
  try {
    const { href } = new URL(signer as string | URL, globalThis.location?.href);
    return /^http/.test(href) ? `${href.replace(/\/+$/, '')}/s3/multipart` : undefined;
  } catch {
    return undefined;
  }
}
